import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { systemClock } from '../../src-main/base/clock.ts';
import { catalog, defaultModelId } from '../../src-main/models/catalog.ts';
import { createContactLog, readContacts } from '../../src-main/models/contacts.ts';
import { createLibrary } from '../../src-main/models/library.ts';
import { hubSource, huggingFaceLike } from '../../src-main/models/sources/hub.ts';
import type { ModelSource } from '../../src-main/models/sources/port.ts';
import { lyingServer } from '../support/lying-server.ts';
import { tempDir } from '../support/temp.ts';
import { writeTinyModel } from '../support/tiny-model.ts';

const model = catalog.filter(({ id }) => id === defaultModelId);
const hostOf = (endpoint: string) => new URL(endpoint).host;

function libraryOf(sources: readonly ModelSource[]) {
  const file = join(tempDir(), 'contacts.json');
  const contacts = createContactLog(file, systemClock);
  const modelsDir = tempDir();
  return {
    file,
    library: createLibrary({
      modelsDir,
      sources: () => sources,
      clock: systemClock,
      catalog: model,
      contacts,
    }),
  };
}

async function servedFolder() {
  const folder = tempDir();
  await writeTinyModel(folder);
  return folder;
}

/** A hub that sends every request on to another machine, as the large ones do with weights. */
async function redirecting(to: string): Promise<string> {
  const server = createServer((request, response) => {
    response.writeHead(302, { location: `${to}${request.url}` }).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const hub = (name: 'mirror' | 'huggingface', endpoint: string) =>
  hubSource({ ...huggingFaceLike(name, name, endpoint), silence: 2000 });

test('every machine that was asked is on record: the one that redirects, the one that serves, its bytes and its answer', async () => {
  const server = await lyingServer(await servedFolder());
  const front = await redirecting(server.endpoint);
  const { library } = libraryOf([hub('huggingface', front)]);
  expect(library.contacts()).toEqual([]);
  await library.install(defaultModelId);
  const files = ['config.json', 'vocab.txt', 'tokenizer_config.json', 'model.safetensors'];
  const bytes = files.reduce((sum, file) => sum + server.served(file), 0);
  const result = { code: 'models.served' };
  expect(library.contacts()).toMatchObject([
    { host: hostOf(server.endpoint), source: 'huggingface', modelId: defaultModelId, bytes, result },
    { host: hostOf(front), bytes: 0, result },
  ]);
});

test('a source that refuses is on record with its reason, and so is one that nobody answers at', async () => {
  const empty = await lyingServer(tempDir());
  const nobody = 'http://127.0.0.1:9';
  const { library } = libraryOf([hub('mirror', empty.endpoint), hub('huggingface', nobody)]);
  await expect(library.install(defaultModelId)).rejects.toMatchObject({ code: 'no-source' });
  expect(library.contacts()).toMatchObject([
    { host: '127.0.0.1:9', result: { code: expect.stringMatching(/unreachable/) } },
    { host: hostOf(empty.endpoint), result: { code: expect.stringMatching(/refused/) } },
  ]);
});

test('a machine is on record before it is asked, so that a killed app does not hide it', async () => {
  const seen: unknown[] = [];
  const server = await lyingServer(await servedFolder(), () => {
    seen.push(readContacts(file));
    return false;
  });
  const { file, library } = libraryOf([hub('huggingface', server.endpoint)]);
  await library.install(defaultModelId);
  expect(seen[0]).toMatchObject([{ host: hostOf(server.endpoint), bytes: 0, result: null }]);
});

test('a damaged record is begun anew', async () => {
  const { file, library } = libraryOf([hub('huggingface', 'http://127.0.0.1:9')]);
  writeFileSync(file, '[{');
  await library.install(defaultModelId).catch(() => undefined);
  expect(library.contacts()).toHaveLength(1);
});
