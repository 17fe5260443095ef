import { existsSync, readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import * as nodeFiles from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { sha256Of } from '../../src-main/base/sha256.ts';
import { createSources, type SourceFiles } from '../../src-main/documents/sources.ts';
import { manualClock } from '../support/manual-clock.ts';
import { refused } from '../support/refused.ts';
import { skippedFor } from '../support/skipped.ts';
import { tempDir } from '../support/temp.ts';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const hour = 60 * 60 * 1000;

function world(files?: (trace: string[]) => Partial<SourceFiles>) {
  const home = tempDir();
  const clock = manualClock();
  const trace: string[] = [];
  const sources = createSources({ home, clock, files: { ...nodeFiles, ...files?.(trace) } });
  const folder = join(home, 'sources');
  return { sources, clock, folder, trace, names: () => (existsSync(folder) ? readdirSync(folder) : []) };
}

/** A file system whose step `failing` reports the error; every step that a handle is asked for is written down. */
const faulty =
  (failing: string | null, code: string) =>
  (trace: string[]): Partial<SourceFiles> => {
    const at = (name: string) => {
      trace.push(name);
      if (name === failing) throw Object.assign(new Error(name), { code });
    };
    return {
      mkdir: (async (...given: Parameters<typeof nodeFiles.mkdir>) => {
        at('mkdir');
        return nodeFiles.mkdir(...given);
      }) as SourceFiles['mkdir'],
      open: async (path, flags, mode) => {
        if (flags === 'r') return nodeFiles.open(path, flags);
        at('open');
        const handle = await nodeFiles.open(path, flags, mode);
        const { writeFile, sync, utimes } = handle;
        handle.writeFile = async (data) => {
          at('write');
          return writeFile.call(handle, data);
        };
        handle.sync = async () => {
          at('sync');
          return sync.call(handle);
        };
        handle.utimes = async (...times) => {
          at('utimes');
          return utimes.apply(handle, times);
        };
        return handle;
      },
      rename: async (from, to) => {
        at('rename');
        return nodeFiles.rename(from, to);
      },
    };
  };

describe('a source', () => {
  test('that is kept is read again by its hash', async () => {
    const { sources, names } = world();
    const bytes = bytesOf('底稿');
    const hash = await sources.keep(bytes);
    expect(hash).toBe(sha256Of(bytes));
    expect(await sources.keep(bytes)).toBe(hash);
    expect(names()).toEqual([hash]);
    expect(await sources.read(hash)).toEqual(bytes);
  });

  const noModes = process.platform === 'win32' ? 'Windows has no such modes' : null;
  test.skipIf(noModes !== null)(skippedFor('is readable by its owner alone', noModes), async () => {
    const { sources, folder } = world();
    const hash = await sources.keep(bytesOf('底稿'));
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(statSync(join(folder, hash)).mode & 0o777).toBe(0o600);
  });

  test('that is gone, was changed, or was never one, is missing, with what to do', async () => {
    const { sources, folder } = world();
    const missing = {
      code: 'source-missing',
      zh: expect.stringMatching(/底稿.*请/),
      en: expect.stringMatching(/gone.*open/),
    };
    expect(await refused(sources.read('0'.repeat(64)))).toMatchObject(missing);
    expect(await refused(sources.read('../../etc/passwd'))).toMatchObject(missing);
    const hash = await sources.keep(bytesOf('底稿'));
    writeFileSync(join(folder, hash), '别的');
    expect(await refused(sources.read(hash))).toMatchObject(missing);
    await sources.keep(bytesOf('底稿'));
    expect(await sources.read(hash)).toEqual(bytesOf('底稿'));
  });

  test('is on the disk before it has its name', async () => {
    const { sources, trace } = world(faulty(null, ''));
    await sources.keep(bytesOf('底稿'));
    expect(trace.indexOf('write')).toBeLessThan(trace.indexOf('sync'));
    expect(trace.indexOf('sync')).toBeLessThan(trace.indexOf('rename'));
  });

  test.each(['mkdir', 'open', 'write', 'sync', 'utimes', 'rename'])(
    'whose %s fails is not kept, leaves nothing, and the writer is told',
    async (step) => {
      const { sources, names } = world(faulty(step, 'ENOSPC'));
      await expect(sources.keep(bytesOf('底稿'))).rejects.toMatchObject({ code: 'disk-full' });
      expect(names()).toEqual([]);
      const forbidden = world(faulty(step, 'EACCES'));
      expect(await refused(forbidden.sources.keep(bytesOf('底稿')))).toMatchObject({
        code: 'store-unwritable',
        zh: expect.stringContaining('没有权限'),
        detail: 'EACCES',
      });
    },
  );
});

describe('pruning', () => {
  test('removes what no draft names and what is older than a day, nothing else', async () => {
    const { sources, clock, names } = world();
    const [used, unused] = [await sources.keep(bytesOf('用')), await sources.keep(bytesOf('不用'))];
    clock.advance(23 * hour);
    expect(await sources.prune(new Set([used]))).toBe(0);
    const young = await sources.keep(bytesOf('新'));
    clock.advance(2 * hour);
    expect(await sources.prune(new Set([used]))).toBe(1);
    expect(names().sort()).toEqual([used, young].sort());
    await expect(sources.read(unused)).rejects.toMatchObject({ code: 'source-missing' });
  });

  test('counts a day from when a source was kept last', async () => {
    const { sources, clock, names } = world();
    const hash = await sources.keep(bytesOf('底稿'));
    clock.advance(23 * hour);
    await sources.keep(bytesOf('底稿'));
    clock.advance(23 * hour);
    expect(await sources.prune(new Set())).toBe(0);
    expect(names()).toEqual([hash]);
  });

  test('removes what a crash left half written, after a day, and no file of anybody else', async () => {
    const { sources, clock, folder, names } = world();
    await sources.keep(bytesOf('底稿'));
    const left = `.${'a'.repeat(64)}-0123456789ab.tmp`;
    for (const name of [left, 'notes.txt']) {
      writeFileSync(join(folder, name), 'x');
      utimesSync(join(folder, name), clock.now() / 1000, clock.now() / 1000);
    }
    clock.advance(25 * hour);
    expect(await sources.prune(new Set([sha256Of(bytesOf('底稿'))]))).toBe(1);
    expect(names().sort()).toEqual([sha256Of(bytesOf('底稿')), 'notes.txt'].sort());
  });

  test('has nothing to do where nothing was ever kept', async () => {
    expect(await world().sources.prune(new Set())).toBe(0);
  });
});
