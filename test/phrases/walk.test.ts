import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { changesIn } from '../../src-main/phrases/changes.ts';
import { walk } from '../../src-main/phrases/walk.ts';
import type { KnownDocument } from '../../src-main/store/own-documents.ts';
import { tempDir } from '../support/temp.ts';

function folderOf(depth: number): string {
  const dir = tempDir();
  const path = join(dir, ...Array.from({ length: depth }, (_, i) => `${i}`));
  mkdirSync(path, { recursive: true });
  writeFileSync(join(path, 'deep.txt'), '');
  for (let i = 0; i < 5; i++) writeFileSync(join(dir, `${i}.md`), '');
  return dir;
}

test('a walk ends at its limits, and says that there may be more', async () => {
  const dir = folderOf(6);
  expect(await walk(dir, '')).toMatchObject({ complete: true });
  expect((await walk(dir, '')).files).toHaveLength(6);
  expect(await walk(dir, '', { files: 3, depth: 24 })).toMatchObject({ complete: false });
  const shallow = await walk(dir, '', { files: 100, depth: 3 });
  expect([shallow.files.length, shallow.complete]).toEqual([5, false]);
});

test('nothing counts as gone where a walk was not complete', async () => {
  const known: KnownDocument = {
    number: 1,
    path: '/f/a.txt',
    folderId: 1,
    title: 'a',
    bytes: 1,
    changedAt: 1,
    failure: null,
    segment: 's',
    keptOut: 0,
  };
  const byPath = new Map([[known.path, known]]);
  expect(changesIn(1, { files: [], complete: false }, byPath).gone).toEqual([]);
  expect(changesIn(1, { files: [], complete: true }, byPath).gone).toEqual([1]);
  expect(changesIn(2, { files: [], complete: true }, byPath).gone).toEqual([]);
  const changed = { path: known.path, bytes: 2, changedAt: 1 };
  expect(changesIn(1, { files: [changed], complete: true }, byPath).stale).toEqual([changed]);
  expect(changesIn(2, { files: [changed], complete: true }, byPath).stale).toEqual([]);
});
