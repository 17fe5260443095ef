import { expect, test } from 'vitest';
import { seededRng } from '../../src-main/base/rng.ts';
import { isAlike } from '../../src-main/engine/alike.ts';

const vocabSize = 200;
const frequency = Float32Array.from({ length: vocabSize }, seededRng(1)).map((value) => value * 20);

/** Logits at some positions: the tokens' frequency, what the position says, and what a version learned. */
function logits(positions: readonly number[], learned = 0): Float32Array[] {
  const own = seededRng(99);
  return positions.map((seed) => {
    const said = seededRng(seed);
    return frequency.map((common) => common + said() * 4 + learned * own());
  });
}

const rows = [11, 12, 13, 14, 15];

test('a version that learned something is like its base', () => {
  expect(isAlike(logits(rows), logits(rows), vocabSize)).toBe(true);
  expect(isAlike(logits(rows, 2), logits(rows), vocabSize)).toBe(true);
});

test.each([
  ['another model with the same frequencies', logits([21, 22, 23, 24, 25])],
  ['the same model at other positions', logits(rows.toReversed().map((one) => one + 1))],
  ['frequencies alone', rows.map(() => frequency)],
  ['zeros', rows.map(() => new Float32Array(vocabSize))],
  ['fewer rows', logits(rows.slice(1))],
])('%s: not alike', (_, theirs) => {
  expect(isAlike(theirs, logits(rows), vocabSize)).toBe(false);
});
