import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { afterAll, describe, expect, test, vi } from 'vitest';
import type { Child } from '../../src-main/base/child.ts';
import { systemClock } from '../../src-main/base/clock.ts';
import { readCrashNotes, withCrashNotes } from '../../src-main/base/crash-notes.ts';
import { replaceFile, replaceFileNow } from '../../src-main/base/durable.ts';
import { CodedError } from '../../src-main/base/error.ts';
import { silentLog } from '../../src-main/base/log.ts';
import { storageFaultOf } from '../../src-main/base/storage-fault.ts';
import { writeText } from '../../src-main/cli/output.ts';
import type { Handlers } from '../../src-main/contract/index.ts';
import { writeAtomically } from '../../src-main/documents/files/write-file.ts';
import { createSources } from '../../src-main/documents/sources.ts';
import { fileRunStore } from '../../src-main/learn/training/run-store.ts';
import { runFile } from '../../src-main/learning/run-file.ts';
import { runPace } from '../../src-main/learning/run-pace.ts';
import { download } from '../../src-main/models/download.ts';
import { writePatch } from '../../src-main/models/patch.ts';
import { copyModel } from '../../src-main/models/sources/local.ts';
import { createDispatch } from '../../src-main/shell/dispatch.ts';
import { saveWindowState } from '../../src-main/shell/electron/window-state.ts';
import { listBackups, makeBackup } from '../../src-main/store/backup.ts';
import { getDraft, putDraft, removeDraft } from '../../src-main/store/drafts.ts';
import { openStore } from '../../src-main/store/open.ts';
import { isPurgeDue, purge } from '../../src-main/store/purge.ts';
import { render } from '../../src-main/texts/message.ts';
import { disk, watch } from '../support/failing-files.ts';
import { manualClock } from '../support/manual-clock.ts';
import { tempDir } from '../support/temp.ts';
import { writeTinyModel } from '../support/tiny-model.ts';

/** Every place that writes files, with a disk that fails at each of its writes in turn. */

vi.mock('node:fs/promises', async (original) =>
  (await import('../support/failing-files.ts')).failingPromises(await original()),
);
vi.mock('node:fs', async (original) =>
  (await import('../support/failing-files.ts')).failingSync(await original()),
);

/** Work that writes to the disk. */
interface Writing {
  /** Fails with an error, or returns nothing where a failure is not reported. */
  readonly work: () => Promise<unknown>;
  /** What must be as it was after a failure. */
  readonly unchanged: () => unknown;
  /** What is there after the work. */
  readonly after: () => unknown;
  readonly expected: unknown;
  /** Whether a failed write is reported to nobody, since nothing of the writer's is lost. */
  readonly silent?: boolean;
}

const bytesOf = (text: string) => new TextEncoder().encode(text);
const texts = (dir: string) =>
  readdirSync(dir)
    .toSorted()
    .map((name) => [name, readFileSync(join(dir, name), 'utf8')]);

const writings: Record<string, (dir: string) => Writing | Promise<Writing>> = {
  'a document that is saved over the last one': (dir) => {
    const file = join(dir, '通知.txt');
    writeFileSync(file, '旧的文字');
    return {
      work: () => writeAtomically(file, bytesOf('新的文字')),
      unchanged: () => texts(dir),
      after: () => readFileSync(file, 'utf8'),
      expected: '新的文字',
    };
  },
  'a document that is saved as a new file': (dir) => ({
    work: () => writeAtomically(join(dir, '通知.txt'), bytesOf('新的文字')),
    unchanged: () => texts(dir),
    after: () => readFileSync(join(dir, '通知.txt'), 'utf8'),
    expected: '新的文字',
  }),
  'the source of a document': (dir) => {
    const sources = createSources({ home: dir, clock: systemClock });
    return {
      work: () => sources.keep(bytesOf('底稿')),
      unchanged: () => (existsSync(join(dir, 'sources')) ? texts(join(dir, 'sources')) : []),
      after: () => texts(join(dir, 'sources')).map(([, text]) => text),
      expected: ['底稿'],
    };
  },
  'the text that the command line writes': (dir) => ({
    work: () => writeText(join(dir, 'out.md'), '正文'),
    unchanged: () => null,
    after: () => readFileSync(join(dir, 'out.md'), 'utf8'),
    expected: '正文',
  }),
  'a file of the data folder': (dir) => {
    const file = join(dir, 'a.json');
    writeFileSync(file, '旧');
    return {
      work: () => replaceFile(file, '新'),
      unchanged: () => texts(dir),
      after: () => texts(dir),
      expected: [['a.json', '新']],
    };
  },
  'a file of the data folder, at once': (dir) => {
    const file = join(dir, 'a.json');
    writeFileSync(file, '旧');
    return {
      work: async () => replaceFileNow(file, '新'),
      unchanged: () => texts(dir),
      after: () => texts(dir),
      expected: [['a.json', '新']],
    };
  },
  'what a run begins with': (dir) => {
    const file = runFile(dir);
    const begun = {
      modelId: 'm',
      mode: 'lora',
      seed: 1,
      startedAt: 1,
      samples: [],
      sentences: [],
      resumed: 0,
    } as const;
    return {
      work: () => file.keep(begun),
      unchanged: () => texts(dir),
      after: () => file.read(),
      expected: begun,
    };
  },
  'the saved state of a run': async (dir) => {
    const store = fileRunStore(join(dir, 'run.checkpoint'));
    await store.save('key', { epoch: 1 }, { a: Float32Array.of(1) });
    return {
      work: () => store.save('key', { epoch: 2 }, { a: Float32Array.of(2) }),
      unchanged: async () => [readdirSync(dir), await store.restore('key', { a: new Float32Array(1) })],
      after: () => store.restore('key', { a: new Float32Array(1) }),
      expected: { epoch: 2 },
    };
  },
  'the pace of runs': (dir) => {
    const run = { step: 1, steps: 2, samples: 3, rest: 4 };
    return {
      work: async () => runPace(dir).add('m', 'lora', run),
      unchanged: () => texts(dir),
      after: () => runPace(dir).of('m', 'lora'),
      expected: [run],
    };
  },
  'a patch': (dir) => ({
    work: () =>
      writePatch(
        dir,
        { baseHash: 'b', mode: 'patch', seed: 1, recipe: '{}', samples: [], metrics: {} },
        new Map([['w', { shape: [2], data: Float32Array.of(1, 2) }]]),
      ),
    unchanged: () => readdirSync(dir),
    after: () => readdirSync(dir).map((name) => /^[0-9a-f]{16}\.safetensors$/.test(name)),
    expected: [true],
  }),
  'a model that is copied': async (dir) => {
    const from = tempDir();
    await writeTinyModel(from);
    return {
      work: () => copyModel(from, { into: dir, signal: new AbortController().signal }),
      unchanged: () => readFileSync(join(from, 'vocab.txt'), 'utf8'),
      after: () => readFileSync(join(dir, 'vocab.txt'), 'utf8'),
      expected: readFileSync(join(from, 'vocab.txt'), 'utf8'),
    };
  },
};

/** A server of one file. */
const server = createServer((_request, response) => response.end('模型'.repeat(1000))).listen(0, '127.0.0.1');
afterAll(() => void server.close());

const downloading = (dir: string): Writing => ({
  work: () =>
    download({
      url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/model`,
      file: join(dir, 'model.safetensors'),
      who: 'test',
      size: 6000,
      sha256: null,
      signal: new AbortController().signal,
      clock: systemClock,
      silenceMilliseconds: 10_000,
      onBytes: () => undefined,
    }),
  unchanged: () => readdirSync(dir).filter((name) => !name.includes('.part')),
  after: () => readFileSync(join(dir, 'model.safetensors'), 'utf8'),
  expected: '模型'.repeat(1000),
});

const home = (dir: string) => ({ dir, clock: manualClock(), log: silentLog });

const storeWritings: Record<string, (dir: string) => Promise<Writing>> = {
  async 'the start of the store'(dir) {
    const first = openStore(home(dir));
    putDraft(first.write, { id: 'a', content: '正文', updatedAt: 1, revision: 'r' });
    await first.idle();
    await first.close();
    return {
      async work() {
        const store = openStore(home(dir));
        const text = getDraft(store.read, 'a')?.content;
        await store.close();
        return text;
      },
      unchanged: () => readFileSync(join(dir, 'bumo.db')).includes('正文'),
      after: () => readFileSync(join(dir, 'bumo.db')).includes('正文'),
      expected: true,
    };
  },
  async 'a backup'(dir) {
    const store = openStore(home(dir));
    await store.idle();
    putDraft(store.write, { id: 'a', content: '正文', updatedAt: 1, revision: 'r' });
    const folder = join(dir, 'backups');
    return {
      work: () => makeBackup(store.read, folder, Date.UTC(2030, 1, 1)),
      unchanged: () => [readdirSync(folder), getDraft(store.read, 'a')?.content],
      after: () => listBackups(folder).length,
      expected: 2,
    };
  },
  async 'a removal from the backups'(dir) {
    const store = openStore(home(dir));
    putDraft(store.write, { id: 'a', content: '要删除的字', updatedAt: 1, revision: 'r' });
    await store.idle();
    const folder = join(dir, 'backups');
    await makeBackup(store.read, folder, Date.UTC(2030, 1, 1));
    removeDraft(store.write, 'a');
    const isThere = () => listBackups(folder).some(({ file }) => readFileSync(file).includes('要删除的字'));
    return {
      work: () => purge(store.write, folder),
      unchanged: () => [readdirSync(folder), isPurgeDue(store.read)],
      after: () => [isThere(), isPurgeDue(store.read)],
      expected: [false, false],
    };
  },
};

const silentWritings: Record<string, (dir: string) => Writing> = {
  'the place of the window': (dir) => ({
    silent: true,
    work: async () =>
      saveWindowState(join(dir, 'window.json'), { bounds: { width: 1, height: 1 }, maximized: true }),
    unchanged: () => null,
    after: () => JSON.parse(readFileSync(join(dir, 'window.json'), 'utf8')).maximized,
    expected: true,
  }),
  'the note of a crash': (dir) => ({
    silent: true,
    async work() {
      const ends: ((code: number | null, signal: string | null) => void)[] = [];
      const child: Child = {
        pid: 1,
        send: () => undefined,
        onMessage: () => undefined,
        onExit: (listener) => void ends.push(listener),
        kill: () => undefined,
      };
      const fork = withCrashNotes(
        (_entry, options) => {
          options?.onStderr?.('broken\n');
          options?.onStderr?.(null);
          return child;
        },
        dir,
        systemClock,
      );
      fork('engine-process');
      for (const end of ends) end(1, null);
      await setImmediate();
    },
    unchanged: () => null,
    after: () => readCrashNotes(dir).length,
    expected: 1,
  }),
};

const codes = ['ENOSPC', 'EDQUOT', 'EROFS', 'EBUSY'] as const;
type Code = (typeof codes)[number];
const clear: Record<Code, RegExp> = {
  ENOSPC: /满|空间不足/,
  EDQUOT: /满|空间不足/,
  EROFS: /只能读|只读/,
  EBUSY: /占用/,
};

/** The sentence of an error as the writer reads it: of its own, or made by the dispatcher. */
async function sentenceOf(error: unknown): Promise<string> {
  if (error instanceof CodedError) return render(error.text, 'zh');
  expect(storageFaultOf(error), String(error)).not.toBeNull();
  const fail = () => Promise.reject(error as Error);
  const dispatch = createDispatch({ 'learn.start': fail } as unknown as Handlers, silentLog);
  const reply = await dispatch('learn.start', {}, { signal: new AbortController().signal });
  return reply.ok ? '' : render(reply.error.text, 'zh');
}

/** All moments at which a disk failed in this file. */
let moments = 0;

async function failAtEach(
  prepare: (dir: string) => Writing | Promise<Writing>,
  codeAt: (at: number) => Code,
) {
  for (let failAt = 1; ; failAt++) {
    const dir = tempDir();
    const { work, unchanged, after, expected, silent = false } = await prepare(dir);
    const then = await unchanged();
    const code = codeAt(failAt);
    watch(dir, failAt, code);
    const error = await work().then(
      () => null,
      (thrown: unknown) => thrown,
    );
    const reachedBy = disk.moments[failAt - 1];
    watch('');
    if (reachedBy === undefined) {
      if (error) throw error as Error;
      expect(await after()).toEqual(expected);
      return;
    }
    moments++;
    if (silent) expect(error).toBeNull();
    if (error) {
      const said = await sentenceOf(error);
      const which = [failAt, reachedBy];
      expect([...which, said]).toEqual([...which, expect.stringMatching(clear[code])]);
      expect([...which, said]).toEqual([...which, expect.stringMatching(/请/)]);
      expect(await unchanged()).toEqual(then);
    }
    await work();
    expect(await after()).toEqual(expected);
  }
}

const light = { ...writings, 'a model that is downloaded': downloading, ...silentWritings };

describe.each(Object.entries(light))('%s', (_name, prepare) => {
  test.each(codes)(
    'fails with %s at each of its writes, says why, loses nothing, and succeeds later',
    (code) => failAtEach(prepare, () => code),
  );
});

describe.each(Object.entries(storeWritings))('%s', (_name, prepare) => {
  test('fails at each of its writes, says why, loses nothing, and succeeds later', () =>
    failAtEach(prepare, (at) => codes[at % codes.length] ?? 'ENOSPC'));
});

test('the disk failed at far more than fifty moments', () => {
  expect(moments).toBeGreaterThan(250);
});
