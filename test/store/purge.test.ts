import { mkdirSync, readdirSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { scrub } from '../../src-main/privacy/scrub.ts';
import { listBackups } from '../../src-main/store/backup.ts';
import { isSound, openReadable } from '../../src-main/store/db.ts';
import { getDraft, putDraft, removeDraft } from '../../src-main/store/drafts.ts';
import { giveFeedback, undoFeedback } from '../../src-main/store/feedback.ts';
import { addRule, removeRule } from '../../src-main/store/never.ts';
import { openStore, type Store } from '../../src-main/store/open.ts';
import { recordSuggestion } from '../../src-main/store/suggestions.ts';
import { manualClock } from '../support/manual-clock.ts';
import { residueIn } from '../support/residue.ts';
import { tempDir } from '../support/temp.ts';

const minute = 60_000;
const day = 24 * 60 * minute;

const show = (store: Store, id: string, context: string, at: number) =>
  recordSuggestion(store.write, {
    id,
    at,
    context: scrub(`${context}[MASK]`).text,
    gapStart: context.length,
    gapEnd: context.length + 6,
    offered: [],
    stage: 'full',
    modelId: 'm',
    version: 'base',
    provider: 'cpu',
    milliseconds: 1,
  });

const give = (store: Store, suggestionId: string, at: number) =>
  giveFeedback(store.write, { id: `f-${suggestionId}`, suggestionId, at, kind: 'right', word: null });

/** A long text, on pages of its own. */
const long = (text: string) => `${text}，${'其余的话。'.repeat(3000)}`;

async function nextDay(store: Store, clock: ReturnType<typeof manualClock>) {
  clock.advance(day + 1);
  await store.idle();
}

test('what is removed is in no page, no log and no backup ten minutes later; the rest is', async () => {
  const dir = tempDir();
  const clock = manualClock();
  const store = openStore({ dir, clock });
  const put = (id: string, content: string) =>
    putDraft(store.write, { id, content, updatedAt: clock.now(), revision: 'r' });
  put('gone', long('绛珠仙草'));
  put('stays', long('神瑛侍者'));
  for (const [id, context] of [
    ['a', '警幻仙子说'],
    ['b', '空空道人说'],
  ] as const) {
    show(store, id, context, clock.now());
    give(store, id, clock.now());
  }
  const rule = { at: 1, scope: 'everywhere', documentId: null } as const;
  addRule(store.write, { ...rule, id: 'n', word: scrub('茫茫大士').text });
  await nextDay(store, clock);
  await nextDay(store, clock);
  const all = ['绛珠仙草', '警幻仙子', '茫茫大士'];
  expect(residueIn(join(dir, 'backups'), all).length).toBeGreaterThanOrEqual(6);

  removeDraft(store.write, 'gone');
  undoFeedback(store.write, 'f-a');
  removeRule(store.write, 'n');
  expect(residueIn(dir, ['绛珠仙草'])).not.toEqual([]);
  clock.advance(10 * minute);
  await store.idle();
  clock.advance(60 * minute);
  await store.idle();
  expect(residueIn(dir, all)).toEqual([]);
  expect(getDraft(store.read, 'stays')).not.toBeNull();
  const backups = listBackups(join(dir, 'backups'));
  expect(backups.length).toBeGreaterThanOrEqual(2);
  const newest = openReadable(backups[0]?.file ?? '');
  expect(isSound(newest)).toBe(true);
  expect(newest.prepare('SELECT id FROM drafts').pluck().all()).toEqual(['stays']);
  expect(newest.prepare('SELECT id FROM suggestions').pluck().all()).toEqual(['b']);
  newest.close();
  await store.close();
});

test('a suggestion without feedback is gone after a day and counted, and never in a backup', async () => {
  const dir = tempDir();
  const clock = manualClock();
  const store = openStore({ dir, clock });
  await store.idle();
  clock.advance(day - minute);
  show(store, 'seen', '太虚幻境里', clock.now());
  show(store, 'judged', '大荒山上', clock.now());
  give(store, 'judged', clock.now());
  clock.advance(2 * 60 * minute);
  await store.idle();
  expect(listBackups(join(dir, 'backups'))).toHaveLength(2);
  expect(residueIn(join(dir, 'backups'), ['太虚幻境'])).toEqual([]);
  expect(residueIn(join(dir, 'backups'), ['大荒山'])).not.toEqual([]);
  expect(store.read.prepare('SELECT count(*) FROM suggestions').pluck().get()).toBe(2);
  await nextDay(store, clock);
  clock.advance(10 * minute);
  await store.idle();
  expect(store.read.prepare('SELECT id FROM suggestions').pluck().all()).toEqual(['judged']);
  expect(store.read.prepare('SELECT count FROM expired_suggestions').pluck().all()).toEqual([1]);
  expect(residueIn(dir, ['太虚幻境'])).toEqual([]);
  await store.close();
});

test('a backup that cannot be purged is removed, since it cannot be restored either', async () => {
  const dir = tempDir();
  const clock = manualClock();
  const store = openStore({ dir, clock });
  await store.idle();
  writeFileSync(join(dir, 'backups', 'bumo-20200101-000000.db'), '通灵宝玉'.repeat(2000));
  putDraft(store.write, { id: 'gone', content: '', updatedAt: 1, revision: 'r' });
  removeDraft(store.write, 'gone');
  await store.purge();
  expect(residueIn(dir, ['通灵宝玉'])).toEqual([]);
  expect(readdirSync(join(dir, 'backups'))).toHaveLength(1);
  await store.close();
});

test('a backup stays when the disk refuses its purge, which is tried again', async () => {
  const dir = tempDir();
  const clock = manualClock();
  const store = openStore({ dir, clock });
  putDraft(store.write, { id: 'gone', content: long('通灵宝玉'), updatedAt: 1, revision: 'r' });
  await nextDay(store, clock);
  removeDraft(store.write, 'gone');
  const [backup] = listBackups(join(dir, 'backups'));
  const inTheWay = `${backup?.file}.part-${process.pid}`;
  mkdirSync(inTheWay);
  await expect(store.purge()).rejects.toThrow();
  expect(listBackups(join(dir, 'backups'))).toContainEqual(backup);
  rmdirSync(inTheWay);
  await store.purge();
  expect(residueIn(dir, ['通灵宝玉'])).toEqual([]);
  expect(listBackups(join(dir, 'backups'))).toContainEqual(backup);
  await store.close();
});

test('a store of an earlier version is written anew once, so that its free pages are empty', async () => {
  const dir = tempDir();
  const clock = manualClock();
  const first = openStore({ dir, clock });
  first.write.pragma('secure_delete = OFF');
  putDraft(first.write, { id: 'old', content: long('青埂峰下'), updatedAt: 1, revision: 'r' });
  removeDraft(first.write, 'old');
  first.write.exec('UPDATE removals SET count = 0, purged = -1');
  await first.close();
  expect(residueIn(dir, ['青埂峰'])).not.toEqual([]);
  const store = openStore({ dir, clock });
  clock.advance(10 * minute);
  await store.idle();
  expect(residueIn(dir, ['青埂峰'])).toEqual([]);
  await store.close();
});
