import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import * as nodeFiles from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { systemClock } from '../../src-main/base/clock.ts';
import { browse } from '../../src-main/documents/files/browse.ts';
import { absolute, readWhole } from '../../src-main/documents/files/read-file.ts';
import { compareStamp, stampOf } from '../../src-main/documents/files/stamp.ts';
import { createFileWatch, type FileWatch } from '../../src-main/documents/files/watch.ts';
import { type WriteFiles, writeAtomically } from '../../src-main/documents/files/write-file.ts';
import { patience } from '../support/patience.ts';
import { refused } from '../support/refused.ts';
import { tempDir } from '../support/temp.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const coded = (code: string) => expect.objectContaining({ code });
const systemError = (code: string) => Object.assign(new Error(code), { code });

/** The real file system with one call that fails. */
function failing(change: (real: WriteFiles) => Partial<WriteFiles>): WriteFiles {
  return { ...nodeFiles, ...change(nodeFiles) };
}

/** A disk that has room for `room` bytes of the new file. */
const fullAfter = (room: number) =>
  failing((real) => ({
    open: async (path, flags, mode) => {
      const handle = await real.open(path, flags, mode);
      if (flags !== 'wx') return handle;
      handle.writeFile = async (data) => {
        await handle.write((data as Uint8Array).subarray(0, room));
        throw systemError('ENOSPC');
      };
      return handle;
    },
  }));

describe('writing a file', () => {
  test('replaces it whole and keeps its permissions', async () => {
    const path = join(tempDir(), '通知.txt');
    writeFileSync(path, '旧的内容，比新的长得多');
    chmodSync(path, 0o640);
    await writeAtomically(path, bytes('新'));
    expect(readFileSync(path, 'utf8')).toBe('新');
    expect(statSync(path).mode & 0o777).toBe(0o640);
    expect(readdirSync(join(path, '..'))).toEqual(['通知.txt']);
  });

  test('writes through a link, which stays one', async () => {
    const dir = tempDir();
    writeFileSync(join(dir, 'real.md'), 'a');
    symlinkSync(join(dir, 'real.md'), join(dir, 'link.md'));
    await writeAtomically(join(dir, 'link.md'), bytes('b'));
    expect(lstatSync(join(dir, 'link.md')).isSymbolicLink()).toBe(true);
    expect(readFileSync(join(dir, 'real.md'), 'utf8')).toBe('b');
  });

  test.each([
    ['a disk that is full', 'disk-full', fullAfter(2)],
    [
      'a disk that is full at the last step',
      'disk-full',
      failing(() => ({ rename: async () => Promise.reject(systemError('ENOSPC')) })),
    ],
    [
      'a quota that is used up',
      'disk-full',
      failing(() => ({ open: async () => Promise.reject(systemError('EDQUOT')) })),
    ],
    [
      'a disk that cannot be written',
      'folder-read-only',
      failing(() => ({ open: async () => Promise.reject(systemError('EROFS')) })),
    ],
    [
      'a file that another program holds',
      'file-busy',
      failing(() => ({ rename: async () => Promise.reject(systemError('EBUSY')) })),
    ],
  ])('leaves it as it was on %s', async (_name, code, files) => {
    const dir = tempDir();
    const path = join(dir, '通知.txt');
    writeFileSync(path, '旧');
    await expect(writeAtomically(path, bytes('新的内容'), { files })).rejects.toEqual(coded(code));
    expect(readFileSync(path, 'utf8')).toBe('旧');
    expect(readdirSync(dir)).toEqual(['通知.txt']);
  });

  test('refuses a read-only file, a read-only folder, a missing folder and a name that is too long', async () => {
    const dir = tempDir();
    const locked = join(dir, '只读.txt');
    writeFileSync(locked, '旧');
    chmodSync(locked, 0o444);
    await expect(writeAtomically(locked, bytes('新'))).rejects.toEqual(coded('file-read-only'));
    expect(readFileSync(locked, 'utf8')).toBe('旧');
    const folder = join(dir, '档案');
    mkdirSync(folder);
    writeFileSync(join(folder, 'a.txt'), '旧');
    chmodSync(folder, 0o555);
    await expect(writeAtomically(join(folder, 'a.txt'), bytes('新'))).rejects.toEqual(
      coded('folder-read-only'),
    );
    chmodSync(folder, 0o755);
    await expect(writeAtomically(join(dir, '没有', 'a.txt'), bytes('新'))).rejects.toEqual(
      coded('folder-gone'),
    );
    await expect(writeAtomically(join(dir, `${'长'.repeat(300)}.txt`), bytes('新'))).rejects.toEqual(
      coded('file-name-too-long'),
    );
  });

  test('says in both languages what to do, and that the text is kept', async () => {
    const path = join(tempDir(), 'a.txt');
    expect(await refused(writeAtomically(path, bytes('新'), { files: fullAfter(0) }))).toMatchObject({
      zh: expect.stringMatching(/磁盘已满.*文字还在/),
      en: expect.stringMatching(/disk is full.*kept/),
    });
  });

  test('leaves it alone where the last look objects', async () => {
    const path = join(tempDir(), 'a.txt');
    writeFileSync(path, '旧');
    const confirm = () => Promise.reject(new Error('changed'));
    await expect(writeAtomically(path, bytes('新'), { confirm })).rejects.toThrow('changed');
    expect(readFileSync(path, 'utf8')).toBe('旧');
  });
});

test('a missing file and a folder are told apart from one that can be read', async () => {
  const dir = tempDir();
  await expect(readWhole(join(dir, 'a.txt'))).rejects.toEqual(coded('file-gone'));
  await expect(readWhole(dir)).rejects.toEqual(coded('file-unreadable'));
  writeFileSync(join(dir, 'a.txt'), '文');
  expect(new TextDecoder().decode((await readWhole(join(dir, 'a.txt'))).bytes)).toBe('文');
  expect(absolute('~/a.txt')).toBe(absolute('a.txt'));
});

test('a touched file is the same, another text of the same length is not', async () => {
  const path = join(tempDir(), 'a.txt');
  writeFileSync(path, 'aa');
  const stamp = await stampOf(path, bytes('aa'));
  expect((await compareStamp(path, stamp)).state).toBe('same');
  utimesSync(path, 1, 1);
  expect((await compareStamp(path, stamp)).state).toBe('same');
  writeFileSync(path, 'bb');
  utimesSync(path, 2, 2);
  expect((await compareStamp(path, stamp)).state).toBe('changed');
  rmSync(path);
  expect((await compareStamp(path, stamp)).state).toBe('gone');
});

describe('watching', () => {
  let watcher: FileWatch | null = null;
  afterEach(() => watcher?.close());

  test('tells of a file that is written, replaced or removed, and not of our own save', async () => {
    const dir = tempDir();
    const path = join(dir, 'a.txt');
    writeFileSync(path, 'a');
    const told: string[] = [];
    watcher = createFileWatch({ clock: systemClock, onChange: (_path, state) => told.push(state) });
    watcher.track(path, await stampOf(path, bytes('a')));
    await writeAtomically(path, bytes('own'));
    watcher.track(path, await stampOf(path, bytes('own')));
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(told).toEqual([]);
    writeFileSync(join(dir, 'b.txt'), '别的程序');
    renameSync(join(dir, 'b.txt'), path);
    await vi.waitFor(() => expect(told).toEqual(['changed']), patience);
    rmSync(path);
    await vi.waitFor(() => expect(told).toEqual(['changed', 'gone']), patience);
  });
});

test('a folder lists folders first, then what can be opened, without what is hidden', async () => {
  const dir = tempDir();
  mkdirSync(join(dir, '子'));
  for (const name of ['通知10.docx', '通知2.docx', 'b.exe', '.hidden.md']) writeFileSync(join(dir, name), '');
  const { entries, parent } = await browse(dir);
  expect(entries.map(({ name }) => name)).toEqual(['子', '通知2.docx', '通知10.docx']);
  expect(parent).not.toBeNull();
  await expect(browse(join(dir, '没有'))).rejects.toEqual(coded('file-gone'));
});
