import { expect, test } from 'vitest';
import { seededRng } from '../../../src-main/base/rng.ts';
import { endFiguresOf, firstOf } from '../../../src-main/fillmask/calibration/figures.ts';
import { bestDivisor, sharpnessOf } from '../../../src-main/fillmask/calibration/sharpness.ts';

const seed = Date.now() % 1_000_000;
const named = (what: string) => `${what} (seed ${seed})`;

test('without characters the size of the logits is that of the shipped model', () => {
  expect(sharpnessOf([])).toBe(1);
});

test(named('logits of another size have a divisor of that size'), () => {
  const random = seededRng(seed);
  const characters = Array.from({ length: 60 }, () => {
    const logits = Float32Array.from({ length: 50 }, () => random() * 6);
    return { logits, answer: logits.indexOf(Math.max(...logits)) };
  }).map((one, i) => (i % 3 === 0 ? { ...one, answer: i % 50 } : one));
  const larger = characters.map((one) => ({ ...one, logits: one.logits.map((logit) => logit * 1.5) }));
  expect(bestDivisor(larger) / bestDivisor(characters)).toBeCloseTo(1.5, 2);
});

test('at text ends, the figures count the first words that each level would show', () => {
  /** Two words of two characters; the second one has `odds` against it. @param isRight whether the first is right */
  const gap = (odds: number, isRight: boolean) =>
    firstOf(
      [
        { word: '天气', probability: odds / (1 + odds) },
        { word: '公园', probability: 1 / (1 + odds) },
      ],
      isRight ? '天气' : '公园',
    );
  const { n, top1, shown } = endFiguresOf([gap(40, true), gap(40, false), gap(1.01, true)]);
  expect({ n, top1 }).toEqual({ n: 3, top1: 2 / 3 });
  expect(shown).toEqual({
    quiet: { n: 2, right: 1 },
    moderate: { n: 3, right: 2 },
    eager: { n: 3, right: 2 },
  });
});

test('a gap counts by the place of its word in the list', () => {
  const list = [
    { word: '天气', probability: 0.5 },
    { word: '天', probability: 0.2 },
  ];
  expect(firstOf(list, '天')).toEqual({ probability: 0.5, length: 2, rank: 1 });
  expect(firstOf(list, '地').rank).toBe(Number.POSITIVE_INFINITY);
  expect(firstOf([], '地')).toEqual({ probability: 0, length: 1, rank: Number.POSITIVE_INFINITY });
});
