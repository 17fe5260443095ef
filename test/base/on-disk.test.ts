import { writeFileSync } from 'node:fs';
import type * as files from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { beforeEach, expect, test, vi } from 'vitest';
import { systemClock } from '../../src-main/base/clock.ts';
import { writeAtomically } from '../../src-main/documents/files/write-file.ts';
import { createSources } from '../../src-main/documents/sources.ts';
import { fileRunStore } from '../../src-main/learn/training/run-store.ts';
import { download } from '../../src-main/models/download.ts';
import { writePatch } from '../../src-main/models/patch.ts';
import { makeBackup } from '../../src-main/store/backup.ts';
import { openWritable } from '../../src-main/store/db.ts';
import { migrate } from '../../src-main/store/migrate.ts';
import { openStore } from '../../src-main/store/open.ts';
import { tempDir } from '../support/temp.ts';

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
  base: '0'.repeat(64),
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

/** Whether a lost folder entry would lose what the writer made, and not only what can be made again. */
type Kept = 'with its folder' | 'alone';

test.each<[string, Kept, (dir: string) => Promise<unknown>]>([
  ['a document', 'with its folder', (dir) => writeAtomically(join(dir, '通知.txt'), bytes)],
  [
    'a document that replaces another',
    'with its folder',
    async (dir) => {
      writeFileSync(join(dir, '通知.txt'), '旧');
      await writeAtomically(join(dir, '通知.txt'), bytes);
    },
  ],
  ['a source', 'with its folder', (dir) => createSources({ home: dir, clock: systemClock }).keep(bytes)],
  [
    'a patch',
    'with its folder',
    (dir) => writePatch(dir, patch, new Map([['a', { shape: [2], data: Float32Array.of(1, 2) }]])),
  ],
  [
    'a checkpoint of a run',
    'alone',
    (dir) => fileRunStore(join(dir, 'run')).save('key', {} as never, { a: Float32Array.of(1) } as never),
  ],
  ['a backup', 'with its folder', backUp],
  ['a store that comes from its backup', 'alone', restore],
  ['a file of a model', 'alone', fetchFile],
])('%s is on the disk before it has its name, %s', async (name, kept, work) => {
  await work(tempDir());
  const at = deeds.findLastIndex(({ what, path }) => what === 'rename' && isNew(path, name));
  const { path, to = '' } = deeds[at] ?? { path: '' };
  const before = deeds.slice(0, at).filter((one) => one.path === path);
  expect(before.at(-1)?.what).toBe('sync');
  if (kept === 'with its folder' && process.platform !== 'win32')
    expect(deeds.slice(at + 1)).toContainEqual({ what: 'sync', path: dirname(to) });
});
