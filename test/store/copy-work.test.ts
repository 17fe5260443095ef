import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { type ForkChild, forkNode } from '../../src-main/base/child.ts';
import { DamagedCopy, listBackups, makeBackup } from '../../src-main/store/backup.ts';
import { copyWork } from '../../src-main/store/copy-work.ts';
import { isSound, openReadable, openWritable, userVersion, type WriteDb } from '../../src-main/store/db.ts';
import { putDraft, removeDraft } from '../../src-main/store/drafts.ts';
import { migrate } from '../../src-main/store/migrate.ts';
import { isPurgeDue, purge } from '../../src-main/store/purge.ts';
import { tempDir } from '../support/temp.ts';

/** Work on copies in a process of its own, as on those of a large store. */

const work = copyWork(forkNode, 0);

function filled(dir: string): { db: WriteDb; folder: string } {
  const db = openWritable(join(dir, 'bumo.db'));
  migrate(db);
  putDraft(db, { id: 'a', content: '留下的字', updatedAt: 1, revision: 'r' });
  putDraft(db, { id: 'b', content: '要删除的字', updatedAt: 1, revision: 'r' });
  return { db, folder: join(dir, 'backups') };
}

const holds = (folder: string, text: string) =>
  listBackups(folder).some(({ file }) => readFileSync(file).includes(text));

test('a backup is finished in another process, while this one goes on', async () => {
  const { db, folder } = filled(tempDir());
  let turns = 0;
  let isWorking = true;
  const others = (async () => {
    for (; isWorking; turns++) await setImmediate();
  })();
  const { file } = await makeBackup(db, folder, 1_000, { work });
  isWorking = false;
  await others;
  expect(turns).toBeGreaterThan(10);
  const copy = openReadable(file);
  expect([isSound(copy), userVersion(copy)]).toEqual([true, userVersion(db)]);
  copy.close();
  db.close();
});

test('what was removed leaves the backups', async () => {
  const { db, folder } = filled(tempDir());
  await makeBackup(db, folder, 1_000, { work });
  expect(holds(folder, '要删除的字')).toBe(true);
  removeDraft(db, 'b');
  await purge(db, folder, work);
  expect([holds(folder, '要删除的字'), holds(folder, '留下的字'), isPurgeDue(db)]).toEqual([
    false,
    true,
    false,
  ]);
  db.close();
});

test('a damaged copy is told as such, an error of the system with its code', async () => {
  const dir = tempDir();
  const damaged = join(dir, 'damaged.db');
  writeFileSync(damaged, '不是数据库'.repeat(500));
  await expect(work({ kind: 'finish', temp: damaged })).rejects.toBeInstanceOf(DamagedCopy);
  const { db, folder } = filled(dir);
  const { file } = await makeBackup(db, folder, 1_000, { work });
  await expect(work({ kind: 'purge', file, present: dir })).rejects.toMatchObject({
    code: expect.stringMatching(/^SQLITE_CANTOPEN/),
  });
  const newer = openWritable(file);
  newer.pragma('user_version = 99');
  newer.close();
  await expect(work({ kind: 'purge', file, present: db.name })).rejects.toMatchObject({
    code: 'store-newer',
  });
  db.close();
});

test('a process that ends without an answer fails the work, and nothing has a backup’s name', async () => {
  const { db, folder } = filled(tempDir());
  const dying: ForkChild = (entry, options) => {
    const child = forkNode(entry, options);
    child.kill();
    return child;
  };
  await expect(makeBackup(db, folder, 1_000, { work: copyWork(dying, 0) })).rejects.toThrow(/ended/);
  expect(listBackups(folder)).toEqual([]);
  db.close();
});
