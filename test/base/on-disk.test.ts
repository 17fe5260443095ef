import { globSync, readFileSync, writeFileSync } from 'node:fs';
import type * as files from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { beforeEach, expect, test, vi } from 'vitest';
import { systemClock } from '../../src-main/base/clock.ts';
import { type RenameFiles, renameDurably } from '../../src-main/base/durable.ts';
import { writeAtomically } from '../../src-main/documents/files/write-file.ts';
import { createSources } from '../../src-main/documents/sources.ts';
import { writeBackgrounds } from '../../src-main/learn/memory/background-file.ts';
import { fileRunStore } from '../../src-main/learn/training/run-store.ts';
import { runFile } from '../../src-main/learning/run-file.ts';
import { runPace } from '../../src-main/learning/run-pace.ts';
import { modelFiles } from '../../src-main/models/checkpoint.ts';
import { download } from '../../src-main/models/download.ts';
import { createLibrary } from '../../src-main/models/library.ts';
import { manifestFile } from '../../src-main/models/manifest.ts';
import { writePatch } from '../../src-main/models/patch.ts';
import { indexerJobs } from '../../src-main/phrases/indexer-jobs.ts';
import { writeEndpoint } from '../../src-main/shell/loopback/endpoint.ts';
import { makeBackup } from '../../src-main/store/backup.ts';
import { openWritable } from '../../src-main/store/db.ts';
import { migrate } from '../../src-main/store/migrate.ts';
import { openStore } from '../../src-main/store/open.ts';
import { tempDir } from '../support/temp.ts';
import { writeTinyModel } from '../support/tiny-model.ts';

/** What was done to the disk, in order. */
type Deed = { readonly what: 'write' | 'sync' | 'rename'; readonly path: string; readonly to?: string };
const deeds: Deed[] = vi.hoisted(() => []);

vi.mock('node:fs/promises', async (original) => {
  const real = await original<typeof files>();
  const open: typeof real.open = async (path, ...rest) => {
    const handle = await real.open(path, ...rest);
    const name = String(path);
    const { sync, write, writeFile } = handle;
    handle.sync = () => {
      deeds.push({ what: 'sync', path: name });
      return sync.call(handle);
    };
    handle.write = ((...all: Parameters<typeof write>) => {
      deeds.push({ what: 'write', path: name });
      return write.apply(handle, all);
    }) as typeof write;
    handle.writeFile = (...all) => {
      deeds.push({ what: 'write', path: name });
      return writeFile.apply(handle, all);
    };
    return handle;
  };
  const rename: typeof real.rename = (from, to) => {
    deeds.push({ what: 'rename', path: String(from), to: String(to) });
    return real.rename(from, to);
  };
  return { ...real, open, rename };
});

vi.mock('node:fs', async (original) => {
  const real = await original<typeof import('node:fs')>();
  const names = new Map<number, string>();
  return {
    ...real,
    openSync(...all: Parameters<typeof real.openSync>) {
      const handle = real.openSync(...all);
      names.set(handle, String(all[0]));
      return handle;
    },
    fsyncSync(handle: number) {
      deeds.push({ what: 'sync', path: names.get(handle) ?? '' });
      real.fsyncSync(handle);
    },
    renameSync(from: string, to: string) {
      deeds.push({ what: 'rename', path: from, to });
      real.renameSync(from, to);
    },
  };
});

/** A file that gets its name; a damaged store that is set aside does not. */
const isNew = (path: string, of: string): boolean =>
  of.startsWith('a store') ? path.endsWith('.restoring') : !path.endsWith('.db');

beforeEach(() => void deeds.splice(0));

const patch = {
  baseHash: '0'.repeat(64),
  mode: 'patch',
  seed: 1,
  recipe: '{}',
  samples: [],
  metrics: {},
} as const;

async function backUp(dir: string): Promise<void> {
  const db = openWritable(join(dir, 'bumo.db'));
  migrate(db);
  await makeBackup(db, join(dir, 'backups'), Date.UTC(2026, 1, 1));
  db.close();
}

const bytes = new TextEncoder().encode('底稿');

async function restore(dir: string): Promise<void> {
  await backUp(dir);
  writeFileSync(join(dir, 'bumo.db'), 'rubbish'.repeat(1000));
  await openStore({ dir, clock: systemClock }).close();
}

const fetchFile = (dir: string) =>
  download({
    url: 'data:application/octet-stream,weights',
    file: join(dir, 'weights'),
    who: 'Hub',
    size: 7,
    sha256: null,
    signal: new AbortController().signal,
    clock: systemClock,
    silenceMilliseconds: 5000,
    onBytes: () => undefined,
  });

const runOf = {
  modelId: 'm',
  mode: 'patch',
  seed: 1,
  startedAt: 0,
  samples: [],
  sentences: [],
  resumed: 0,
} as const;

test.each<[string, (dir: string) => unknown]>([
  ['a document', (dir) => writeAtomically(join(dir, '通知.txt'), bytes)],
  [
    'a document that replaces another',
    async (dir) => {
      writeFileSync(join(dir, '通知.txt'), '旧');
      await writeAtomically(join(dir, '通知.txt'), bytes);
    },
  ],
  ['a source', (dir) => createSources({ home: dir, clock: systemClock }).keep(bytes)],
  ['a patch', (dir) => writePatch(dir, patch, new Map([['a', { shape: [2], data: Float32Array.of(1, 2) }]]))],
  [
    'a checkpoint of a run',
    (dir) => fileRunStore(join(dir, 'run')).save('key', {} as never, { a: Float32Array.of(1) } as never),
  ],
  ['what a run was begun with', (dir) => runFile(dir).keep(runOf)],
  ['the pace of runs', (dir) => runPace(dir).add('m', 'patch', { samples: 1, steps: 1, step: 1, rest: 1 })],
  ['the endpoint of the browser shell', (dir) => writeEndpoint(dir, { port: 1, running: null })],
  [
    'a background of the memory',
    (dir) =>
      writeBackgrounds(join(dir, 'b'), 'base', new Map([[1, { mean: Float32Array.of(1), spread: 1 }]])),
  ],
  ['a segment of own documents', (dir) => indexerJobs.merge({ from: [], out: join(dir, 'segment') })],
  ['a backup', backUp],
  ['a store that comes from its backup', restore],
  ['a file of a model', fetchFile],
])('%s is on the disk before it has its name, and its name before the work is done', async (name, work) => {
  await work(tempDir());
  const at = deeds.findLastIndex(({ what, path }) => what === 'rename' && isNew(path, name));
  const { path, to = '' } = deeds[at] ?? { path: '' };
  const before = deeds.slice(0, at).filter((one) => one.path === path);
  expect(before.at(-1)?.what).toBe('sync');
  expect(deeds.slice(at + 1)).toContainEqual({ what: 'sync', path: dirname(to) });
});

test('an installed model is on the disk, files and names, before its folder has its name', async () => {
  const modelsDir = tempDir();
  const library = createLibrary({ modelsDir, sources: () => [], clock: systemClock });
  const chosen = tempDir();
  await writeTinyModel(chosen);
  deeds.splice(0);
  const { id } = await library.import(chosen);
  const at = deeds.findIndex(({ what, to }) => what === 'rename' && to === join(modelsDir, id));
  const staging = deeds[at]?.path ?? '';
  const before = deeds.slice(0, at);
  for (const file of [...modelFiles, manifestFile])
    expect(before, file).toContainEqual({ what: 'sync', path: join(staging, file) });
  expect(before).toContainEqual({ what: 'sync', path: staging });
  expect(deeds.slice(at + 1)).toContainEqual({ what: 'sync', path: modelsDir });
});

test('where folders cannot be synced the name is still given; a failing disk is reported', async () => {
  const dir = tempDir();
  const refusing = (code: string): RenameFiles => ({
    rename: async () => undefined,
    open: async () => {
      throw Object.assign(new Error(code), { code });
    },
  });
  await expect(renameDurably('a', join(dir, 'b'), refusing('EISDIR'))).resolves.toBeUndefined();
  await expect(renameDurably('a', join(dir, 'b'), refusing('EIO'))).rejects.toThrow('EIO');
});

test('no other file of the shell renames', () => {
  const root = join(import.meta.dirname, '../../src-main');
  const renames = globSync('**/*.ts', { cwd: root }).filter((file) =>
    /\brename(?:Sync)?\(|import \{[^}]*\brename(?:Sync)?\b[^}]*\} from 'node:fs/.test(
      readFileSync(join(root, file), 'utf8'),
    ),
  );
  expect(renames.map((file) => file.replaceAll('\\', '/'))).toEqual(['base/durable.ts']);
});
