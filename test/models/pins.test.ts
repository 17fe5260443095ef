import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { systemClock } from '../../src-main/base/clock.ts';
import { catalog, defaultModelId } from '../../src-main/models/catalog.ts';
import { createContactLog } from '../../src-main/models/contacts.ts';
import { createLibrary } from '../../src-main/models/library.ts';
import { hubSource, huggingFaceLike, modelScope } from '../../src-main/models/sources/hub.ts';
import { folderSource } from '../../src-main/models/sources/local.ts';
import type { ModelSource } from '../../src-main/models/sources/port.ts';
import { tempDir } from '../support/temp.ts';
import { writeTinyModel } from '../support/tiny-model.ts';

/** Two hubs that state hashes as the real ones do, and lie about them or about the files. */

const weights = 'model.safetensors';
const models = catalog.filter(({ id }) => id === defaultModelId);
const files = ['config.json', 'vocab.txt', 'tokenizer_config.json', weights];
const hashOf = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

async function folderOf(seed: number): Promise<string> {
  const folder = tempDir();
  await writeTinyModel(folder, {}, seed);
  return folder;
}

const bytesOf = (folder: string, name: string) => readFileSync(join(folder, name));
const weightsHash = (folder: string) => hashOf(bytesOf(folder, weights));

interface Stating {
  readonly served: string;
  /** The folder whose hashes it states. */
  readonly states: string;
}

/** A hub over both ways of stating hashes: a header of the weights, and a list. */
async function hubOf({ served, states }: Stating) {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const path = (request.url ?? '').split('?')[0] ?? '';
    asked.push(`${request.method} ${path.split('/').at(-1)}`);
    if (path.endsWith('/repo/files')) {
      const list = files.map((name) => ({ Path: name, Sha256: hashOf(bytesOf(states, name)) }));
      response.end(JSON.stringify({ Code: 200, Data: { Files: list } }));
      return;
    }
    const body = bytesOf(served, path.split('/').at(-1) ?? '');
    response.writeHead(200, {
      'content-length': body.length,
      ...(path.endsWith(weights) && { 'x-linked-etag': `"${weightsHash(states)}"` }),
    });
    response.end(request.method === 'HEAD' ? undefined : body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return { endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

type Hub = Awaited<ReturnType<typeof hubOf>>;

const first = ({ endpoint }: Hub) => hubSource(huggingFaceLike('huggingface', 'First', endpoint));
const second = ({ endpoint }: Hub) => hubSource(modelScope(endpoint));
const honest = async () => {
  const folder = await folderOf(1);
  return { folder, hub: await hubOf({ served: folder, states: folder }) };
};

function libraryOf(sources: readonly ModelSource[], modelsDir = tempDir()) {
  const contacts = createContactLog(join(modelsDir, 'contacts.json'), systemClock);
  const library = createLibrary({
    modelsDir,
    sources: () => sources,
    clock: systemClock,
    catalog: models,
    contacts,
  });
  return { library, modelsDir, pins: () => JSON.parse(readFileSync(join(modelsDir, 'pins.json'), 'utf8')) };
}

test('a hash on which two sources agree is stored, and the model is installed', async () => {
  const { folder, hub } = await honest();
  const other = await hubOf({ served: folder, states: folder });
  const { library, pins } = libraryOf([first(hub), second(other)]);
  await library.install(defaultModelId);
  expect(pins()).toEqual({ [defaultModelId]: { [weights]: weightsHash(folder) } });
  // The other one was asked for the list alone.
  expect(other.asked).toEqual(['GET files']);
  expect(library.contacts().map(({ source }) => source)).toContain('modelscope');
});

test('sources that state different hashes are all refused, and nothing is fetched', async () => {
  const { folder, hub } = await honest();
  const forged = await folderOf(2);
  const liar = await hubOf({ served: forged, states: forged });
  const { library, modelsDir } = libraryOf([first(liar), second(hub)]);
  await expect(library.install(defaultModelId)).rejects.toMatchObject({ code: 'no-source' });
  expect([...liar.asked, ...hub.asked].filter((one) => one === `GET ${weights}`)).toEqual([]);
  expect(existsSync(join(modelsDir, 'pins.json'))).toBe(false);
  expect(existsSync(join(modelsDir, defaultModelId))).toBe(false);
  expect(folder).not.toBe(forged);
});

test('a source that states the agreed hash and serves another file is refused; the next one serves', async () => {
  const { folder, hub } = await honest();
  const liar = await hubOf({ served: await folderOf(2), states: folder });
  const { library, modelsDir } = libraryOf([first(liar), second(hub)]);
  const { attempts } = await library.install(defaultModelId);
  expect(attempts.map(({ source, served }) => [source, served])).toEqual([
    ['huggingface', false],
    ['modelscope', true],
  ]);
  expect(weightsHash(join(modelsDir, defaultModelId))).toBe(weightsHash(folder));
});

test('once a hash is stored, neither a hub nor a folder gets another file in', async () => {
  const { folder, hub } = await honest();
  const other = await hubOf({ served: folder, states: folder });
  const { library, modelsDir } = libraryOf([first(hub), second(other)]);
  await library.install(defaultModelId);
  await library.remove(defaultModelId);
  const forged = await folderOf(2);
  const liar = await hubOf({ served: forged, states: forged });
  const later = libraryOf([folderSource(forged), first(liar)], modelsDir).library;
  await expect(later.install(defaultModelId)).rejects.toMatchObject({ code: 'no-source' });
  await libraryOf([folderSource(folder)], modelsDir).library.install(defaultModelId);
});

test('two sources that both state another hash later are refused, however often they are asked', async () => {
  const { folder, hub } = await honest();
  const other = await hubOf({ served: folder, states: folder });
  const { library, modelsDir, pins } = libraryOf([first(hub), second(other)]);
  await library.install(defaultModelId);
  await library.remove(defaultModelId);
  const forged = await folderOf(2);
  const [one, two] = [
    await hubOf({ served: forged, states: forged }),
    await hubOf({ served: forged, states: forged }),
  ];
  const later = libraryOf([first(one), second(two)], modelsDir).library;
  for (let i = 0; i < 2; i++)
    await expect(later.install(defaultModelId)).rejects.toMatchObject({ code: 'no-source' });
  expect(pins()).toEqual({ [defaultModelId]: expect.objectContaining({ [weights]: weightsHash(folder) }) });
});

test('two sources at one machine are one witness: nothing is stored', async () => {
  const { hub } = await honest();
  const { library, modelsDir } = libraryOf([first(hub), second(hub)]);
  await library.install(defaultModelId);
  expect(existsSync(join(modelsDir, 'pins.json'))).toBe(false);
});

test('where a mirror serves, no other machine is asked; its file must have the hash that was agreed before', async () => {
  const { folder, hub } = await honest();
  const [other, ofMirror] = [
    await hubOf({ served: folder, states: folder }),
    await hubOf({ served: folder, states: folder }),
  ];
  const mirror = ({ endpoint }: Hub) => hubSource(huggingFaceLike('mirror', 'Mirror', endpoint));
  const alone = libraryOf([mirror(ofMirror), first(hub), second(other)]);
  await alone.library.install(defaultModelId);
  expect([...hub.asked, ...other.asked]).toEqual([]);
  const { library, modelsDir } = libraryOf([first(hub), second(other)]);
  await library.install(defaultModelId);
  await library.remove(defaultModelId);
  const forged = await folderOf(2);
  const liar = await hubOf({ served: forged, states: forged });
  await expect(libraryOf([mirror(liar)], modelsDir).library.install(defaultModelId)).rejects.toMatchObject({
    code: 'no-source',
  });
});

test('the only source that the writer chose is the only one that is asked', async () => {
  const { folder, hub } = await honest();
  const other = await hubOf({ served: folder, states: folder });
  const { library } = libraryOf([first(hub), second(other)]);
  await library.install(defaultModelId, { source: 'huggingface' });
  expect(other.asked).toEqual([]);
});

test('a damaged file of hashes lets nothing in', async () => {
  const { hub } = await honest();
  const { library, modelsDir } = libraryOf([first(hub)]);
  writeFileSync(join(modelsDir, 'pins.json'), '{"x":');
  await expect(library.install(defaultModelId)).rejects.toMatchObject({ code: 'no-source' });
});
