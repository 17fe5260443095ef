import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Opening, RolloutEntry } from '../../src-main/contract/rollouts.ts';
import { inTransaction, openWritable } from '../../src-main/store/db.ts';
import {
  keyedSamples,
  memoryKeysOf,
  putMemoryKeys,
  removeMemoryKeys,
} from '../../src-main/store/memory-keys.ts';
import { migrate } from '../../src-main/store/migrate.ts';
import { openStore } from '../../src-main/store/open.ts';
import { addRolloutEntry, incidentsOf, rolloutOf } from '../../src-main/store/rollouts.ts';
import { readSlotState, writeSlotState } from '../../src-main/store/slot-state.ts';
import { asWritten } from '../../src-main/texts/message.ts';
import { noEvidence } from '../../src-main/versions/policy/rollout.ts';
import { rules } from '../../src-main/versions/policy/rules.ts';
import { manualClock } from '../support/manual-clock.ts';
import { tempDir } from '../support/temp.ts';

function fresh() {
  const db = openWritable(':memory:');
  migrate(db);
  return db;
}

const openings: readonly Opening[] = [
  { rule: 'errors-in-minute', figures: { errors: 2, requests: 200 } },
  { rule: 'errors-in-last', figures: { errors: 2, requests: 50 } },
  { rule: 'errors-sequential', figures: { errors: 3, requests: 20 } },
  { rule: 'latency', figures: { ratio: 2.1, pairs: 60 } },
  { rule: 'latency-tail', figures: { p95: 90, liveP95: 40, pairs: 100 } },
  { rule: 'memory', figures: { bytes: 3e9, limit: 2e9 } },
  { rule: 'not-finite', figures: { requests: 1 } },
  { rule: 'constant', figures: { inputs: 5 } },
  { rule: 'acceptance', figures: { wins: 1, losses: 20, ties: 4, odds: 900 } },
];

const failure = { code: 'patch-corrupt', text: asWritten('坏了', 'broken') };
const entries: readonly RolloutEntry[] = [
  { id: 1, at: 10, version: 'v', kind: 'phase', phase: 'shadow', evidence: null },
  { id: 2, at: 20, version: 'v', kind: 'phase', phase: 'stage 1', evidence: noEvidence },
  ...openings.map(
    (opening, i): RolloutEntry => ({
      id: 3 + i,
      at: 30,
      version: 'v',
      kind: 'opened',
      opening,
      evidence: noEvidence,
    }),
  ),
  { id: 20, at: 40, version: 'v', kind: 'failed', failure, wasMain: true },
  { id: 21, at: 50, version: 'base', kind: 'back-to', from: 'v' },
  { id: 22, at: 60, version: 'v', kind: 'ended', how: 'rolled-back', evidence: noEvidence },
  { id: 23, at: 70, version: 'v', kind: 'ended', how: 'finished', evidence: null },
  { id: 24, at: 80, version: 'other', kind: 'ended', how: 'replaced', evidence: null },
];

describe('entries of the router', () => {
  test('are read back as they came, without the inside of the tests, oldest first', () => {
    const db = fresh();
    for (const entry of entries.toReversed()) expect(addRolloutEntry(db, entry)).toBe(true);
    const { items, damaged } = rolloutOf(db, 'v');
    expect(damaged).toBe(0);
    expect(items).toEqual(entries.filter(({ id }) => id !== 24).map((entry) => RolloutEntry.parse(entry)));
    expect(items.filter((one) => one.kind === 'opened').map(({ opening }) => opening)).toEqual(openings);
    expect(openings.map(({ rule }) => rule).toSorted()).toEqual(rules.map(({ name }) => name).toSorted());
  });

  test('say why as records of before did, whose figures stood beside the rule', () => {
    const before = { rule: 'errors-in-last', errors: 2, requests: 50 };
    const entry = { id: 1, at: 1, version: 'v', kind: 'opened', opening: before, evidence: null };
    expect(RolloutEntry.parse(entry)).toMatchObject({
      opening: { rule: 'errors-in-last', figures: { errors: 2, requests: 50 } },
    });
  });

  test('may come any number of times and in any order', () => {
    const once = fresh();
    for (const entry of entries) addRolloutEntry(once, entry);
    const expected = [rolloutOf(once, 'v'), rolloutOf(once, 'base'), incidentsOf(once, 'v').items.length];
    const again = fc.array(fc.constantFrom(...entries), { maxLength: 60 });
    fc.assert(
      fc.property(again, (some) => {
        const db = fresh();
        for (const entry of [...some, ...entries, ...some]) addRolloutEntry(db, entry);
        expect([rolloutOf(db, 'v'), rolloutOf(db, 'base'), incidentsOf(db, 'v').items.length]).toEqual(
          expected,
        );
      }),
      { numRuns: 50 },
    );
  });

  test('of a state that began anew are others, though their ids are the same', () => {
    const db = fresh();
    expect(
      addRolloutEntry(db, { id: 1, at: 1, version: 'v', kind: 'phase', phase: 'shadow', evidence: null }),
    ).toBe(true);
    expect(
      addRolloutEntry(db, { id: 1, at: 2, version: 'w', kind: 'phase', phase: 'shadow', evidence: null }),
    ).toBe(true);
    expect(rolloutOf(db, 'w').items).toHaveLength(1);
  });

  test('tell incidents: an opening, a failure, and who was rolled back', () => {
    const db = fresh();
    for (const entry of entries) addRolloutEntry(db, entry);
    const { items } = incidentsOf(db, 'v');
    expect(items.map(({ kind }) => kind)).toEqual([
      ...openings.map(() => 'breaker'),
      'failure',
      'rolled-back',
      'rolled-back',
    ]);
    expect(items.at(-3)).toMatchObject({ failure, wasMain: true, at: 40 });
    expect(items.slice(-2)).toMatchObject([
      { to: 'base', evidence: null },
      { to: null, evidence: { answered: 0 } },
    ]);
    expect(incidentsOf(db, 'base').items).toEqual([]);
  });

  test('that are damaged are counted and passed over', () => {
    const db = fresh();
    for (const entry of entries) addRolloutEntry(db, entry);
    db.exec(
      `UPDATE rollouts SET content = '[]' WHERE id = 1; UPDATE incidents SET content = '"?"' WHERE at = 40`,
    );
    expect(rolloutOf(db, 'v').damaged).toBe(1);
    expect(incidentsOf(db, 'v').damaged).toBe(1);
  });
});

describe('the state of the slot', () => {
  test('is the last one written, whole, and on the disk at once', async () => {
    const dir = tempDir();
    const clock = manualClock();
    const store = openStore({ dir, clock });
    expect(readSlotState(store.read, 'b')).toBeNull();
    const texts = ['{"a":1}', `{"long":"${'补墨'.repeat(100_000)}"}`, ''];
    for (const text of texts) {
      writeSlotState(store.write, 'b', text, 5);
      // Another connection sees what was committed and nothing else.
      const other = openStore({ dir, clock });
      expect(readSlotState(other.read, 'b')).toBe(text);
      await other.close();
    }
    expect(readSlotState(store.read, 'another base'), 'each base has its own').toBeNull();
    await store.close();
  });

  test('is never part of something that may still be undone', () => {
    const db = fresh();
    expect(() => inTransaction(db, () => writeSlotState(db, 'b', '{}', 5))).toThrow(/transaction/);
    expect(readSlotState(db, 'b')).toBeNull();
  });
});

describe('keys of the memory', () => {
  const key = (id: string, ...values: number[]) => ({
    id,
    word: '词',
    weight: 0.5,
    key: Float32Array.from(values),
  });

  test('come back bit by bit, for their own base model', () => {
    const finite = fc.float({ noNaN: true, noDefaultInfinity: true });
    const keys = fc.uniqueArray(
      fc.record({
        id: fc.string({ minLength: 1, maxLength: 8 }).filter((id) => !id.includes('\0')),
        word: fc.string({ minLength: 1, maxLength: 6 }).filter((word) => !word.includes('\0')),
        weight: fc.double({ min: 0.01, max: 1, noNaN: true }),
        key: fc.array(finite, { minLength: 3, maxLength: 3 }).map((values) => Float32Array.from(values)),
      }),
      { selector: ({ id }) => id, maxLength: 20 },
    );
    fc.assert(
      fc.property(keys, keys, (some, others) => {
        const db = fresh();
        putMemoryKeys(db, 'one', some);
        putMemoryKeys(db, 'two', others);
        const byId = (list: Iterable<{ id: string }>) => new Map([...list].map((one) => [one.id, one]));
        expect(byId(memoryKeysOf(db, 'one'))).toEqual(byId(some));
        expect(keyedSamples(db, 'two')).toEqual(new Set(others.map(({ id }) => id)));
      }),
      { numRuns: 60 },
    );
  });

  test('lie in the middle of a larger array and are stored alone', () => {
    const db = fresh();
    const all = Float32Array.from([9, 1, 2, 9]);
    putMemoryKeys(db, 'b', [{ ...key('a'), key: all.subarray(1, 3) }]);
    expect([...memoryKeysOf(db, 'b')].map((one) => [...one.key])).toEqual([[1, 2]]);
  });

  test('are replaced, removed under every base, and may be written while they are read', () => {
    const db = fresh();
    putMemoryKeys(db, 'b', [key('a', 1), key('c', 2)]);
    putMemoryKeys(db, 'other', [key('a', 3)]);
    putMemoryKeys(db, 'b', [key('a', 4)]);
    const seen: number[] = [];
    for (const one of memoryKeysOf(db, 'b')) {
      putMemoryKeys(db, 'b', [key('d', 5)]);
      seen.push(one.key[0] ?? 0);
    }
    expect(seen).toEqual([4, 2]);
    expect(removeMemoryKeys(db, ['a', 'nobody'])).toBe(2);
    expect([...keyedSamples(db, 'b')]).toEqual(['c', 'd']);
  });

  test('more than a batch of them come each once; one that is not finite does not come at all', () => {
    const db = fresh();
    const many = Array.from({ length: 2_500 }, (_, i) => key(`k${i}`, i));
    putMemoryKeys(db, 'b', [...many, key('bad', Number.NaN)]);
    const ids = [...memoryKeysOf(db, 'b')].map(({ id }) => id);
    expect(ids).toHaveLength(2_500);
    expect(new Set(ids).size).toBe(2_500);
    expect(ids).not.toContain('bad');
  });
});
