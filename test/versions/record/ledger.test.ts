import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { LedgerItem } from '../../../src-main/contract/versions.ts';
import { collectTrainingSamples } from '../../../src-main/learn/samples/collect.ts';
import { forgetSample } from '../../../src-main/learn/samples/manage.ts';
import { keyedSamples } from '../../../src-main/store/memory-keys.ts';
import { findVersion } from '../../../src-main/store/versions.ts';
import { rolloutPlan } from '../../../src-main/versions/policy/plan.ts';
import { startRollout } from '../../../src-main/versions/policy/rollout.ts';
import { heldBy } from '../../../src-main/versions/record/held.ts';
import { listLedger } from '../../../src-main/versions/record/ledger.ts';
import { healthRecord } from '../../../src-main/versions/record/record.ts';
import { removeVersion } from '../../../src-main/versions/record/remove.ts';
import { tempDir } from '../../support/temp.ts';
import { baseHash, emptyStore, first, lessons, now, second, store, withSlot } from './world.ts';

const page = { limit: 50, offset: 0 };
const [sent, held, unlearned] = lessons.map(({ id }) => id) as [string, string, string];

describe('the ledger', () => {
  test('tells of everything learned: source, date, versions, effect and memory, newest first', () => {
    const { items, total } = listLedger(store(), page, now);
    expect(total).toBe(3);
    expect(items.map((item) => LedgerItem.parse(item))).toEqual(items);
    expect(items.map(({ id }) => id)).toEqual([unlearned, held, sent]);
    expect(items[2]).toMatchObject({
      answer: '发货',
      source: 'correction',
      standing: 'learned',
      inMemory: true,
      versions: [
        { version: second, state: 'ready', heldOut: false, effect: { before: null, after: 0 } },
        { version: first, state: 'live', heldOut: false, effect: null },
      ],
    });
    expect(items[1]).toMatchObject({ inMemory: false, versions: [{ heldOut: false }, { heldOut: true }] });
  });

  test('is searched by text and word, and read page by page', () => {
    const db = store();
    const found = (query: string) => listLedger(db, { ...page, query }, now).items.map(({ id }) => id);
    expect([found('靶向'), found('订单'), found('%')]).toEqual([[unlearned], [sent], []]);
    expect(listLedger(db, { limit: 1, offset: 1 }, now)).toMatchObject({ total: 3, items: [{ id: held }] });
  });

  test('says why an item is not learned', () => {
    const db = store();
    db.exec(`UPDATE samples SET status = 'rejected' WHERE answer = '召开'`);
    expect(listLedger(db, { ...page, query: '召开' }, now).items).toMatchObject([{ standing: 'waiting' }]);
  });
});

describe('forgetting', () => {
  test('takes an item out of samples, memory, training and every text that told of it', () => {
    const db = store();
    forgetSample(db, sent);
    expect(keyedSamples(db, baseHash).size).toBe(0);
    expect(collectTrainingSamples(db, now).map(({ id }) => id)).not.toContain(sent);
    const item = listLedger(db, page, now).items.find(({ id }) => id === sent);
    expect(item).toMatchObject({ text: null, answer: null, standing: 'forgotten', inMemory: false });
    expect(item?.versions.map(({ version }) => version)).toEqual([second, first]);
    for (const id of [first, second])
      expect(JSON.stringify(healthRecord(db, id, now))).not.toMatch(/订单|发货/);
    const everything = ['samples', 'version_samples', 'exams', 'memory_keys', 'feedback']
      .map((table) => JSON.stringify(db.prepare(`SELECT * FROM ${table}`).all()))
      .join('');
    expect(everything).not.toMatch(/订单|发货/);
  });

  test('leaves the others as they were, and is told where there is nothing to forget', () => {
    const db = store();
    const others = () => listLedger(db, page, now).items.filter(({ id }) => id !== sent);
    const before = others();
    forgetSample(db, sent);
    expect(others()).toEqual(before);
    for (const id of [sent, 'nobody'])
      expect(() => forgetSample(db, id)).toThrow(expect.objectContaining({ code: 'not-found' }));
  });

  test('reaches an item that only versions hold', () => {
    const db = store();
    db.exec('DELETE FROM samples');
    expect(listLedger(db, { ...page, query: '发货' }, now).items).toMatchObject([{ standing: 'forgotten' }]);
    forgetSample(db, sent);
    expect(listLedger(db, { ...page, query: '发货' }, now).total).toBe(0);
  });
});

test('what a run learned and kept out has the dates of the samples', () => {
  const db = store();
  const [a, b] = collectTrainingSamples(db, now);
  if (!a || !b) throw new Error('there are samples');
  const at = (id: string) => listLedger(db, page, now).items.find((one) => one.id === id)?.at;
  expect(heldBy(db, { learned: [a], heldOut: [b] }, now)).toMatchObject([
    { id: a.id, at: at(a.id), heldOut: false, source: 'correction' },
    { id: b.id, at: at(b.id), heldOut: true },
  ]);
  expect(heldBy(emptyStore(), { learned: [a], heldOut: [] }, now)).toMatchObject([{ at: now }]);
});

describe('removing a version', () => {
  function files() {
    const dir = tempDir();
    const made = ['patch', 'expanded'].map((name) => join(dir, name));
    for (const file of made) writeFileSync(file, 'x');
    return made;
  }

  test('deletes its files and keeps its record', async () => {
    const db = store();
    const some = files();
    await removeVersion(db, second, some, now);
    expect(some.map((file) => existsSync(file))).toEqual([false, false]);
    expect(healthRecord(db, second, now)).toMatchObject({
      version: { state: 'removed', removedAt: now },
      exam: { verdict: 'better' },
    });
    expect(listLedger(db, page, now).items[2]?.versions.map(({ version }) => version)).toEqual([first]);
    await removeVersion(db, second, some, now + 1);
    expect(findVersion(db, second)?.removedAt).toBe(now);
  });

  test('is refused while it is live, under way or the way back, and for the base model', async () => {
    const db = store();
    const some = files();
    const refused = async (id: string) => {
      await expect(removeVersion(db, id, some, now)).rejects.toMatchObject({ code: 'version-in-use' });
      expect(some.map((file) => existsSync(file))).toEqual([true, true]);
    };
    await refused(first);
    await refused('base');
    withSlot(db, { main: 'base', previous: { version: first, until: now + 1 } });
    await refused(first);
    withSlot(db, { main: first, rollout: startRollout(second, 'staged', rolloutPlan, now) });
    await refused(second);
    await expect(removeVersion(db, 'ffffffffffffffff', some, now)).rejects.toMatchObject({
      code: 'not-found',
    });
  });

  test('that fails leaves it there', async () => {
    const db = store();
    const folder = join(tempDir(), 'folder');
    mkdirSync(folder);
    await expect(removeVersion(db, second, [folder], now)).rejects.toMatchObject({ code: 'file-busy' });
    expect(findVersion(db, second)?.removedAt).toBeNull();
  });
});
