import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CachedRow } from '../../../src-main/learn/training/batch.ts';
import { measure } from '../../../src-main/learn/training/measure.ts';
import { answerAsNow, byLength, distributionOf } from '../../../src-main/learn/training/prepare.ts';
import { contextlessRows, takeFromCharacters } from '../../../src-main/learn/training/rivals.ts';

const logits = fc
  .array(fc.float({ min: -30, max: 30, noNaN: true }), { minLength: 2, maxLength: 40 })
  .map((values) => Float32Array.from(values));
const total = (values: Float32Array) => values.reduce((sum, one) => sum + one, 0);

const rowsOf = (counts: readonly number[]): CachedRow[] =>
  counts.map((count, i) => ({
    hidden: new Float32Array(4 * (5 + (i % 3))),
    masked: Array.from({ length: count }, (_, at) => at + 1),
    targets: Array.from({ length: count }, (_, at) => (i + at) % 3),
    weight: 1,
    entropy: 0,
  }));

describe('a distribution', () => {
  test('sums to one, keeps the order, and has the entropy of its definition', () => {
    fc.assert(
      fc.property(logits, (values) => {
        const { distribution, entropy } = distributionOf(values);
        expect(total(distribution)).toBeCloseTo(1, 5);
        const most = values.indexOf(Math.max(...values));
        expect(distribution[most]).toBe(Math.max(...distribution));
        const wanted = distribution.reduce((sum, p) => sum - (p > 0 ? p * Math.log(p) : 0), 0);
        expect(entropy).toBeCloseTo(wanted, 4);
      }),
    );
  });

  test('of large logits does not overflow', () => {
    expect([...distributionOf(Float32Array.of(1000, 1000, -1000)).distribution]).toEqual([0.5, 0.5, 0]);
  });
});

describe('taking probability from characters', () => {
  test('leaves a distribution, takes its share and keeps proportions', () => {
    fc.assert(
      fc.property(logits, fc.float({ min: 0, max: 1, noNaN: true }), (values, share) => {
        const { distribution } = distributionOf(values);
        const flags = Uint8Array.from(values, (_, id) => id % 2);
        const before = distribution.slice();
        takeFromCharacters(distribution, flags, share);
        expect(total(distribution)).toBeCloseTo(1, 4);
        for (const [id, value] of distribution.entries()) {
          if (flags[id] === 1) expect(value).toBeCloseTo((before[id] ?? 0) * (1 - share), 5);
          else expect(value).toBeGreaterThanOrEqual((before[id] ?? 0) * 0.999);
        }
      }),
    );
  });

  test('with nothing else to give it to, nothing is taken', () => {
    const distribution = Float32Array.of(0.25, 0.75);
    takeFromCharacters(distribution, Uint8Array.of(1, 1), 0.5);
    expect([...distribution]).toEqual([0.25, 0.75]);
  });
});

test('rows without a context are masks between the ends, one to six', () => {
  const rows = contextlessRows({ special: { cls: 2, sep: 3, mask: 4, unk: 1 } }, 6);
  expect(rows).toHaveLength(6);
  expect(rows[1]).toEqual({ ids: [2, 4, 4, 3], masked: [1, 2] });
});

test('groups hold each row once, and like lengths', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(90), { maxLength: 40 }), fc.integer({ min: 1, max: 9 }), (lengths, size) => {
      const groups = byLength(lengths, size);
      expect(groups.flat().toSorted((a, b) => a - b)).toEqual([...lengths.keys()]);
      const sorted = groups.flat().map((i) => lengths[i] ?? 0);
      expect(sorted).toEqual(lengths.toSorted((a, b) => a - b));
      expect(groups.every((group) => group.length <= size)).toBe(true);
    }),
  );
});

/** A model of three tokens that answers each row by the number of its masks and hidden values. */
const model = {
  logits: async (rows: readonly CachedRow[]) =>
    rows.map(({ masked, hidden }) =>
      Float32Array.from({ length: masked.length * 3 }, (_, i) => (i % 3 === hidden.length % 3 ? 9 : 0)),
    ),
};

test('rows get the model’s own answers in their order, and their entropy', async () => {
  const rows = rowsOf([1, 3, 2, 1, 1, 2, 3, 1, 2, 2]);
  const told: number[] = [];
  const done = await answerAsNow(model, rows, 3, async (count) => void told.push(count));
  expect(told.reduce((sum, one) => sum + one, 0)).toBe(rows.length);
  for (const [i, { targets, masked, entropy, hidden }] of done.entries()) {
    expect(masked).toEqual(rows[i]?.masked);
    expect(targets).toHaveLength(masked.length);
    for (const target of targets) expect((target as Float32Array)[hidden.length % 3]).toBeGreaterThan(0.99);
    expect(entropy).toBeGreaterThan(0);
    expect(entropy).toBeLessThan(0.01 * masked.length);
  }
});

test('a row is right when every masked position is', async () => {
  const [one, two] = rowsOf([1, 2]);
  if (!one || !two) throw new Error('two rows');
  const best = one.hidden.length % 3;
  const other = (best + 1) % 3;
  const rows = [
    { ...one, targets: [best] },
    { ...one, targets: [other] },
    { ...one, masked: [1, 2], targets: [best, best] },
    { ...one, masked: [1, 2], targets: [best, other] },
  ];
  const measured = await measure(model, rows, 3, () => Promise.resolve());
  expect(measured?.accuracy).toBe(0.5);
  const wrong = Math.log(Math.exp(9) + 2);
  expect(measured?.loss).toBeCloseTo((4 * (wrong - 9) + 2 * wrong) / 6, 4);
  expect(await measure(model, [], 3, () => Promise.resolve())).toBeNull();
});
