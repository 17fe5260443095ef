import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { systemClock } from '../../src-main/base/clock.ts';
import { CodedError } from '../../src-main/base/error.ts';
import type { DownloadEvent } from '../../src-main/contract/schemas.ts';
import { type CatalogEntry, catalog as realCatalog } from '../../src-main/models/catalog.ts';
import { type DownloadOptions, download } from '../../src-main/models/download.ts';
import { createLibrary, type Library } from '../../src-main/models/library.ts';
import { hubSource, huggingFaceLike, modelScope } from '../../src-main/models/sources/hub.ts';
import type { ModelSource } from '../../src-main/models/sources/port.ts';
import { asWritten, render } from '../../src-main/texts/message.ts';
import { type LyingServer, lyingServer, type Trick } from '../support/lying-server.ts';
import { patience } from '../support/patience.ts';
import { until } from '../support/processes.ts';
import { tempDir } from '../support/temp.ts';
import { writeTinyModel } from '../support/tiny-model.ts';

const weights = 'model.safetensors';
/** Milliseconds without a byte: short where a server is to fall silent, else longer than a busy machine stalls. */
const silence = 300;

const entry: CatalogEntry = {
  id: 'tiny',
  name: asWritten('小模型', 'tiny'),
  licence: 'Apache-2.0',
  files: ['config.json', 'vocab.txt', 'tokenizer_config.json', weights].map((name) => ({
    name,
    size: null,
    sha256: null,
  })),
  bytes: 1000,
  sources: ['huggingface', 'mirror', 'modelscope'],
  repository: 'someone/tiny',
  artifact: null,
};

const hub = (server: LyingServer, most = patience): ModelSource =>
  hubSource({ ...huggingFaceLike('huggingface', 'Hub', server.endpoint), silence: most });

function libraryOf(modelsDir: string, sources: readonly ModelSource[], one: CatalogEntry = entry): Library {
  return createLibrary({ modelsDir, sources: () => sources, clock: systemClock, catalog: [one] });
}

interface Serving {
  readonly one?: CatalogEntry;
  readonly modelsDir?: string;
  readonly most?: number;
}

async function served(trick?: Trick, { one = entry, modelsDir = tempDir(), most }: Serving = {}) {
  const folder = tempDir();
  await writeTinyModel(folder);
  const server = await lyingServer(folder, trick);
  return { folder, modelsDir, server, library: libraryOf(modelsDir, [hub(server, most)], one) };
}

/** Runs `work` when a part under the folder has so many bytes: what has come but is not written is lost with a connection. */
async function whenKept(modelsDir: string, bytes: number, work: () => void): Promise<void> {
  const parts = () =>
    readdirSync(modelsDir, { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith(`${weights}.part`),
    );
  await until(() => parts().some((name) => statSync(join(modelsDir, name)).size >= bytes));
  work();
}

async function failureOf(work: Promise<unknown>): Promise<CodedError> {
  const error = await work.then(
    () => new Error('it did not fail'),
    (reason: unknown) => reason,
  );
  if (!(error instanceof CodedError)) throw error;
  return error;
}

/** Cuts the connection after some bytes, the first `times` times. */
function cutting(file: string, after: number, times: number, modelsDir: string): Trick {
  let left = times;
  return (name, body, request, response) => {
    if (name !== file || left-- <= 0) return false;
    const start = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
    const status = start > 0 ? 206 : 200;
    const range = start > 0 ? { 'content-range': `bytes ${start}-${body.length - 1}/${body.length}` } : {};
    response.writeHead(status, { etag: '"v1"', 'content-length': body.length - start, ...range });
    response.write(body.subarray(start, start + after));
    void whenKept(modelsDir, start + after, () => response.destroy());
    return true;
  };
}

describe('a hub that serves', () => {
  test('installs a model that holds together, with a manifest, and says who served it', async () => {
    const { modelsDir, library, folder } = await served();
    const events: DownloadEvent[] = [];
    const { attempts } = await library.install('tiny', { onEvent: (event) => events.push(event) });
    expect(attempts).toMatchObject([{ source: 'huggingface', served: true }]);
    expect(readFileSync(join(modelsDir, 'tiny', weights))).toEqual(readFileSync(join(folder, weights)));
    expect(readdirSync(modelsDir)).toEqual(['tiny']);
    await expect(library.verify('tiny')).resolves.toBeUndefined();
    expect(await library.list()).toMatchObject([
      { id: 'tiny', installed: true, installedFrom: 'huggingface' },
    ]);
    expect(events.map((event) => event.phase)).toEqual(
      expect.arrayContaining(['asking', 'downloading', 'verifying', 'done']),
    );
    const last = events.filter((event) => event.phase === 'downloading').at(-1);
    expect(last).toMatchObject({
      file: weights,
      receivedBytes: last?.phase === 'downloading' ? last.totalBytes : -1,
    });
  });

  test('that redirects to its storage is followed', async () => {
    const { library, server } = await served((file, _body, request, response) => {
      if (request.url?.includes('moved')) return false;
      response.writeHead(302, { location: `${server.endpoint}/moved/${file}` }).end();
      return true;
    });
    await library.install('tiny');
    expect((await library.find('tiny')).id).toBe('tiny');
  });

  test('that cuts the connection is asked for the rest only', async () => {
    const modelsDir = tempDir();
    const { library, server, folder } = await served(cutting(weights, 4000, 2, modelsDir), { modelsDir });
    await library.install('tiny');
    const { length } = readFileSync(join(folder, weights));
    expect(server.served(weights)).toBe(length - 8000);
    expect(
      server.requests.filter((one) => one.method === 'GET' && one.file === weights).map((one) => one.range),
    ).toEqual([undefined, 'bytes=4000-', 'bytes=8000-']);
  });

  test('is resumed after a cancelled installation', async () => {
    const cancel = new AbortController();
    const modelsDir = tempDir();
    let first = true;
    const trick: Trick = (file, body, _request, response) => {
      if (file !== weights || !first) return false;
      first = false;
      response.writeHead(200, { etag: '"v1"', 'content-length': body.length });
      response.write(body.subarray(0, 5000));
      void whenKept(modelsDir, 5000, () => cancel.abort());
      return true;
    };
    const { library, server } = await served(trick, { modelsDir });
    await expect(library.install('tiny', { signal: cancel.signal })).rejects.toMatchObject({
      name: 'AbortError',
    });
    expect(existsSync(join(modelsDir, 'tiny'))).toBe(false);
    expect(await library.list()).toMatchObject([{ installed: false }]);
    await library.install('tiny');
    const ranges = server.requests
      .filter((one) => one.method === 'GET' && one.file === weights)
      .map((one) => one.range);
    expect(ranges).toEqual([undefined, 'bytes=5000-']);
  });

  test('with another version than the part belongs to is begun anew', async () => {
    const modelsDir = tempDir();
    const asked: unknown[] = [];
    const trick: Trick = (file, body, request, response) => {
      if (file !== weights) return false;
      asked.push(request.headers['if-range']);
      if (asked.length > 1) {
        response.writeHead(200, { etag: '"v2"', 'content-length': body.length }).end(body);
        return true;
      }
      response.writeHead(200, { etag: '"v1"', 'content-length': body.length });
      response.write(Buffer.alloc(3000, 7));
      void whenKept(modelsDir, 3000, () => response.destroy());
      return true;
    };
    const { library, folder } = await served(trick, { modelsDir });
    await library.install('tiny');
    expect(asked).toEqual([undefined, '"v1"']);
    const { dir } = await library.find('tiny');
    expect(readFileSync(join(dir, weights))).toEqual(readFileSync(join(folder, weights)));
  });
});

describe('a hub that does not serve', () => {
  let modelsDir = '';
  const tricks: [string, Trick, RegExp][] = [
    ['never answers', () => true, /nothing for 0.3 seconds/],
    [
      'answers with a login page',
      (_file, _body, _request, response) => {
        response.writeHead(200, { 'content-type': 'text/html' }).end('<html>login</html>');
        return true;
      },
      /web page/,
    ],
    [
      'says 404',
      (_file, _body, _request, response) => {
        response.writeHead(404).end();
        return true;
      },
      /does not have this file.*HTTP 404\]/,
    ],
    [
      'says 503',
      (_file, _body, _request, response) => {
        response.writeHead(503).end();
        return true;
      },
      /has a fault; try again later.*HTTP 503\]/,
    ],
    [
      'stops in the middle',
      (file, body, _request, response) => {
        if (file !== weights) return false;
        response.writeHead(200, { 'content-length': body.length }).write(body.subarray(0, 100));
        return true;
      },
      /nothing for 0.3 seconds/,
    ],
    [
      'sends other bytes than a model',
      (file, body, _request, response) => {
        if (file !== weights) return false;
        response.writeHead(200, { 'content-length': body.length }).end(Buffer.alloc(body.length, 9));
        return true;
      },
      /damaged/,
    ],
    [
      'resumes at another place',
      (file, body, request, response) => {
        if (file !== weights) return false;
        if (!request.headers.range)
          return cutting(weights, 4000, 1, modelsDir)(file, body, request, response);
        response
          .writeHead(206, { etag: '"v1"', 'content-range': `bytes 0-${body.length - 1}/${body.length}` })
          .end(body);
        return true;
      },
      /another place/,
    ],
  ];

  test.each(tricks)(
    'because it %s is given up with a reason, and nothing is left that passes for a model',
    async (_name, trick, reason) => {
      modelsDir = tempDir();
      const most = reason.source.startsWith('nothing for') ? silence : patience;
      const { library } = await served(trick, { modelsDir, most });
      const error = await failureOf(library.install('tiny'));
      expect(error.code).toBe('no-source');
      expect(`${render(error.text, 'en')} [${error.text.detail}]`).toMatch(reason);
      for (const text of [render(error.text, 'zh'), render(error.text, 'en')])
        expect(text).not.toMatch(/HTTP|\b[45]\d\d\b|\bE[A-Z]{4,}/);
      expect(render(error.text, 'zh')).toMatch(/[\u4e00-\u9fff]/);
      expect(existsSync(join(modelsDir, 'tiny'))).toBe(false);
      expect(await library.list()).toMatchObject([{ installed: false }]);
    },
  );

  test("is followed by the next source, and each one's reason is told", async () => {
    const [good, bad, modelsDir] = [tempDir(), tempDir(), tempDir()];
    await writeTinyModel(good);
    const dead = await lyingServer(bad, () => true);
    const alive = await lyingServer(good);
    const library = libraryOf(modelsDir, [
      hub(dead, silence),
      hubSource({ ...modelScope(alive.endpoint), silence: patience }),
    ]);
    const { attempts } = await library.install('tiny');
    expect(attempts).toMatchObject([
      { source: 'huggingface', served: false },
      { source: 'modelscope', served: true },
    ]);
  });

  test('announces a checksum and sends something else: the file is refused', async () => {
    const { library, folder } = await served();
    const sha256 = createHash('sha256')
      .update(readFileSync(join(folder, 'vocab.txt')))
      .digest('hex');
    const files = entry.files.map((file) => (file.name === weights ? { ...file, sha256 } : file));
    const other = await served(undefined, { one: { ...entry, files } });
    await library.install('tiny');
    const error = await failureOf(other.library.install('tiny'));
    expect(render(error.text, 'en')).toMatch(/checksum/);
    expect(existsSync(join(other.modelsDir, 'tiny'))).toBe(false);
  });
});

describe('a checksum', () => {
  const stray = Buffer.from('not what was meant');
  const options = (endpoint: string, change: Partial<DownloadOptions> = {}): DownloadOptions => ({
    url: `${endpoint}/vocab.txt`,
    file: join(tempDir(), 'vocab.txt'),
    who: 'Hub',
    size: null,
    sha256: '0'.repeat(64),
    signal: new AbortController().signal,
    clock: systemClock,
    silenceMilliseconds: patience,
    onBytes: () => undefined,
    ...change,
  });

  test('that a download does not have leaves neither the file nor a part to go on from', async () => {
    const { server } = await served();
    const wanted = options(server.endpoint);
    expect((await failureOf(download(wanted))).code).toBe('model-wrong-hash');
    expect(readdirSync(dirname(wanted.file))).toEqual([]);
  });

  test('is asked of every source, whatever it looked at itself', async () => {
    const [folder, modelsDir] = [tempDir(), tempDir()];
    await writeTinyModel(folder);
    const files = entry.files.map((file) =>
      file.name === 'vocab.txt' ? { ...file, sha256: '0'.repeat(64) } : file,
    );
    const careless: ModelSource = {
      name: 'huggingface',
      fetch: async ({ into }) => cpSync(folder, into, { recursive: true }),
    };
    const library = libraryOf(modelsDir, [careless], { ...entry, files });
    expect(render((await failureOf(library.install('tiny'))).text, 'en')).toMatch(/checksum/);
    expect(readdirSync(modelsDir)).toEqual([]);
  });

  test.each([
    ['without a validator and a checksum begins anew', null, undefined],
    ['with a checksum goes on', createHash('sha256').update('abcdefgh').digest('hex'), 'bytes=4-'],
  ])('a download that was cut %s', async (_name, sha256, range) => {
    const [folder] = [tempDir()];
    writeFileSync(join(folder, 'vocab.txt'), 'abcdefgh');
    const server = await lyingServer(folder, (_file, body, request, response) => {
      // No ETag: nothing says that the two parts belong to one file.
      const from = request.headers.range ? 4 : 0;
      const status = from > 0 ? 206 : 200;
      const part = from > 0 ? { 'content-range': 'bytes 4-7/8' } : {};
      response.writeHead(status, { 'content-length': body.length - from, ...part }).end(body.subarray(from));
      return true;
    });
    const wanted = options(server.endpoint, { sha256 });
    writeFileSync(`${wanted.file}.part`, range ? 'abcd' : stray.subarray(0, 4));
    await download(wanted);
    expect(server.requests.map((one) => one.range)).toEqual([range]);
    expect(readFileSync(wanted.file, 'utf8')).toBe('abcdefgh');
  });
});

describe('the library', () => {
  test('refuses a second installation of a model that is being installed', async () => {
    const { library } = await served();
    const first = library.install('tiny');
    expect((await failureOf(library.install('tiny'))).code).toBe('model-busy');
    await first;
  });

  test('refuses names that leave its folder, and names it does not know', async () => {
    const { library } = await served();
    for (const id of ['../tiny', '..', '.tiny.part', 'a/b', '']) {
      expect((await failureOf(library.find(id))).code).toBe('model-unknown');
      expect((await failureOf(library.remove(id))).code).toBe('model-unknown');
    }
    expect((await failureOf(library.install('other'))).code).toBe('model-unknown');
  });

  test('finds a bit that flipped after the installation', async () => {
    const { library } = await served();
    await library.install('tiny');
    const file = join((await library.find('tiny')).dir, weights);
    const bytes = readFileSync(file);
    bytes[bytes.length - 5] = (bytes[bytes.length - 5] ?? 0) ^ 1;
    writeFileSync(file, bytes);
    expect((await failureOf(library.verify('tiny'))).code).toBe('model-wrong-hash');
  });

  test('imports a folder under a free name of its own and removes it again', async () => {
    const { library, folder } = await served();
    const first = await library.import(folder);
    const second = await library.import(folder);
    expect(second.id).toBe(`${first.id}-2`);
    await library.remove(first.id);
    expect((await library.list()).filter((one) => one.installed).map((one) => one.id)).toEqual([second.id]);
  });

  test('imports from a memory stick that was chosen as a whole, where one folder on it is a model', async () => {
    const { library, folder } = await served();
    const stick = tempDir();
    cpSync(folder, join(stick, 'my-model'), { recursive: true });
    mkdirSync(join(stick, 'photos'));
    expect(await library.import(stick)).toEqual({ id: 'my-model' });
    cpSync(folder, join(stick, 'another'), { recursive: true });
    expect((await failureOf(library.import(stick))).code).toBe('model-incomplete');
  });

  test('knows a checksum for every file of the stand-in', () => {
    const standIn = realCatalog.find((one) => one.id === 'bert-base-multilingual-zh');
    expect(
      standIn?.files.every((file) => /^[0-9a-f]{64}$/.test(file.sha256 ?? '') && file.size !== null),
    ).toBe(true);
  });
});

describe('what is measured on a model', () => {
  type Measure = NonNullable<Parameters<typeof createLibrary>[0]['measure']>;

  async function installing(measure: Measure) {
    const [folder, modelsDir] = [tempDir(), tempDir()];
    await writeTinyModel(folder);
    const server = await lyingServer(folder);
    const library = createLibrary({
      modelsDir,
      sources: () => [hub(server)],
      clock: systemClock,
      catalog: [entry],
      measure,
    });
    return { folder, library };
  }

  test('is the last step of an installation, in the folder of the model, and shows how far it is', async () => {
    const events: DownloadEvent[] = [];
    const { library } = await installing(async ({ dir }, { onProgress }) => {
      expect(existsSync(join(dir, weights))).toBe(true);
      onProgress(1, 2);
      onProgress(2, 2);
    });
    await library.install('tiny', { onEvent: (event) => events.push(event) });
    expect(events.slice(-4).map(({ phase }) => phase)).toEqual([
      'verifying',
      'measuring',
      'measuring',
      'done',
    ]);
    expect(events.at(-2)).toEqual({ modelId: 'tiny', phase: 'measuring', done: 2, of: 2 });
  });

  test('can be put off: the model is installed all the same', async () => {
    const stop = new AbortController();
    const events: DownloadEvent[] = [];
    const { library } = await installing(
      (_, { signal }) =>
        new Promise((resolve) => {
          signal.addEventListener('abort', () => resolve());
          stop.abort();
        }),
    );
    await library.install('tiny', { signal: stop.signal, onEvent: (event) => events.push(event) });
    expect(events.at(-1)?.phase).toBe('done');
    expect((await library.find('tiny')).id).toBe('tiny');
  });

  test('is measured on an imported model too', async () => {
    const events: DownloadEvent[] = [];
    const { folder, library } = await installing(async (_, { onProgress }) => onProgress(1, 1));
    const { id } = await library.import(folder, { onEvent: (event) => events.push(event) });
    expect(events).toEqual([
      { modelId: id, phase: 'measuring', done: 1, of: 1 },
      { modelId: id, phase: 'done', source: 'folder', attempts: [] },
    ]);
  });
});
