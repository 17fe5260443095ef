import { expect, test } from 'vitest';
import { seededRng } from '../../src-main/base/rng.ts';
import { partsOf } from '../../src-main/serving/parts.ts';

const binary = 21_128 * 4;
const rowsOf = (masks: readonly number[]) =>
  masks.map((count) => ({ masked: new Array<number>(count).fill(0) }));
const positionsOf = (masks: readonly number[], parts: readonly (readonly number[])[]) =>
  parts.reduce((sum, part) => sum + part.length * Math.max(...part.map((row) => masks[row] ?? 0)), 0);

test('four rows of one to four masks: 12 positions instead of 16 in binary, 10 as JSON', () => {
  const masks = [1, 2, 3, 4];
  expect(partsOf(rowsOf(masks), binary)).toEqual([
    [0, 1],
    [2, 3],
  ]);
  expect(positionsOf(masks, partsOf(rowsOf(masks), binary))).toBe(12);
  expect(positionsOf(masks, partsOf(rowsOf(masks), 5 * binary))).toBe(10);
});

test('rows of one number of masks, and those of a small vocabulary, go as one call', () => {
  expect(partsOf(rowsOf([1, 1, 1, 1]), binary)).toEqual([[0, 1, 2, 3]]);
  expect(partsOf(rowsOf([4, 1, 3, 2]), 37 * 4)).toEqual([[0, 1, 2, 3]]);
  expect(partsOf(rowsOf([2]), binary)).toEqual([[0]]);
  expect(partsOf([], binary)).toEqual([]);
});

/** Every way to share rows out. */
function* partitions(rows: readonly number[]): Generator<number[][]> {
  const [first, ...rest] = rows;
  if (first === undefined) {
    yield [];
    return;
  }
  for (const others of partitions(rest)) {
    yield [[first], ...others];
    for (const at of others.keys()) yield others.map((part, i) => (i === at ? [first, ...part] : part));
  }
}

const seed = Number(process.env.BUMO_TEST_SEED ?? Math.floor(Math.random() * 1e9));
test(`no way to share rows out costs less, and each row goes once (seed ${seed})`, () => {
  const rng = seededRng(seed);
  for (let i = 0; i < 60; i++) {
    const masks = Array.from({ length: 1 + Math.floor(rng() * 6) }, () => 1 + Math.floor(rng() * 6));
    const positionBytes = Math.floor(rng() * 500_000);
    const cost = (parts: readonly (readonly number[])[]) =>
      parts.length * 100_000 + positionsOf(masks, parts) * positionBytes;
    const parts = partsOf(rowsOf(masks), positionBytes);
    expect(parts.flat().toSorted((a, b) => a - b)).toEqual([...masks.keys()]);
    const least = Math.min(...[...partitions([...masks.keys()])].map(cost));
    expect(cost(parts)).toBe(least);
  }
});
