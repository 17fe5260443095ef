import { describe, expect, test } from 'vitest';
import { must } from '../../../src-main/base/assert.ts';
import { type Rng, seededRng } from '../../../src-main/base/rng.ts';
import type { Tempering } from '../../../src-main/contract/calibration.ts';
import { crossFitted, endFiguresOf, figuresOf } from '../../../src-main/fillmask/calibration/figures.ts';
import { fitByLength, fitKnownLength } from '../../../src-main/fillmask/calibration/fit.ts';
import { type Observation, temperatures } from '../../../src-main/fillmask/calibration/observation.ts';
import { firstOf, logProbabilityOfAnswer } from '../../../src-main/fillmask/calibration/probability.ts';
import { untempered, warmer } from '../../../src-main/fillmask/calibration/ranking.ts';
import { bestDivisor, sharpnessOf } from '../../../src-main/fillmask/calibration/sharpness.ts';

const seed = Date.now() % 1_000_000;
const named = (what: string) => `${what} (seed ${seed})`;

/** Scores of the words of each length, and one of them drawn by the true probabilities. */
function drawn(random: Rng, counts: readonly number[], truth: Tempering): Observation {
  const scores = counts.map((count) => Array.from({ length: count }, () => (random() + random() - 1) * 8));
  const at = (values: readonly number[], i: number) =>
    must(values[Math.min(i, values.length - 1)], 'a value');
  const weights = scores.map((of, i) =>
    of.map((score) => Math.exp(score / at(truth.temperatures, i) + at(truth.shifts, i))),
  );
  let left = random() * weights.flat().reduce((sum, one) => sum + one, 0);
  let answer = { length: 1, score: must(scores[0]?.[0], 'a word') };
  weights.forEach((of, i) => {
    of.forEach((weight, j) => {
      if (left > 0) answer = { length: i + 1, score: must(scores[i]?.[j], 'a score') };
      left -= weight;
    });
  });
  const lengths = scores.map((of, i) => ({
    length: i + 1,
    best: of.toSorted((a, b) => b - a).slice(0, 6),
    logSums: Float64Array.from(temperatures, (temperature) =>
      Math.log(of.reduce((sum, score) => sum + Math.exp(score / temperature), 0)),
    ),
  }));
  return { lengths: lengths.filter(({ best }) => best.length > 0), wordMass: 1, answer };
}

const gapsOf = (count: number, counts: readonly number[], truth: Tempering): Observation[] => {
  const random = seededRng(seed);
  return Array.from({ length: count }, () => drawn(random, counts, truth));
};

describe('what is fitted', () => {
  test.each([0.7, 1.6])(named('finds the temperature %d that words were drawn by'), (truth) => {
    const gaps = gapsOf(600, [40], { temperatures: [truth], shifts: [0] });
    const {
      temperatures: [found = 0],
    } = fitKnownLength(gaps);
    expect(Math.abs(Math.log(found / truth))).toBeLessThan(0.25);
  });

  test(named('finds a temperature and a shift for each length'), () => {
    const warm = fitByLength(gapsOf(900, [40, 40], { temperatures: [2, 0.8], shifts: [0, 0] }));
    const [one = 0, more = 0] = warm.temperatures;
    expect(one).toBeGreaterThan(more * 1.4);
    const shiftFor = (truth: number) =>
      fitByLength(gapsOf(900, [40, 40], { temperatures: [1.5, 1.5], shifts: [0, truth] })).shifts[1] ?? 0;
    expect(shiftFor(0.8) - shiftFor(-0.8)).toBeGreaterThan(0.6);
  });

  test(named('makes probabilities that promise what they keep, on gaps that were not used'), () => {
    const gaps = gapsOf(900, [30, 30], { temperatures: [2, 2], shifts: [0, 0] });
    const raw = figuresOf(gaps.map((gap) => firstOf(gap, untempered)));
    const fitted = figuresOf(crossFitted(gaps, fitByLength).map(({ first }) => first));
    expect(fitted.error).toBeLessThan(raw.error / 2);
    expect(fitted.n).toBe(900);
    expect(fitted.top5).toBeGreaterThanOrEqual(fitted.top1);
  });

  test('stays at what is shipped where there is nothing to fit to', () => {
    expect(fitByLength([]).temperatures.every((one) => Math.abs(one - 1) < 0.05)).toBe(true);
    expect(sharpnessOf([])).toBe(1);
  });
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

test(named('probabilities of all words of a gap sum to its share of words'), () => {
  const gap = { ...drawn(seededRng(seed), [6, 5], { temperatures: [1], shifts: [0] }), wordMass: 0.8 };
  const tempering = { temperatures: [1.3, 0.9], shifts: [0, -0.4] };
  const sum = gap.lengths
    .flatMap(({ length, best }) => best.map((score) => ({ ...gap, answer: { length, score } })))
    .reduce((all, one) => all + Math.exp(logProbabilityOfAnswer(one, tempering) ?? 0), 0);
  // Sums between the stored temperatures are near, not exact.
  expect(Math.abs(sum - 0.8)).toBeLessThan(0.02);
});

test("a version's temperature is on top of its base model's, and shifts lose weight as scores do", () => {
  expect(warmer({ temperatures: [2, 1], shifts: [0, 1] }, 2)).toEqual({
    temperatures: [4, 2],
    shifts: [0, 0.5],
  });
});

test('at text ends, the figures count the first words that each level would show', () => {
  /** Two words of two characters; the second one has `odds` against it. @param isRight whether the first is right */
  const gap = (odds: number, isRight: boolean): Observation => {
    const best = [0, -Math.log(odds)];
    const logSums = Float64Array.from(temperatures, (temperature) =>
      Math.log(best.reduce((sum, score) => sum + Math.exp(score / temperature), 0)),
    );
    const score = must(best[isRight ? 0 : 1], 'a score');
    return { lengths: [{ length: 2, logSums, best }], wordMass: 1, answer: { length: 2, score } };
  };
  const { n, top1, shown } = endFiguresOf([gap(40, true), gap(40, false), gap(1.01, true)]);
  expect({ n, top1 }).toEqual({ n: 3, top1: 2 / 3 });
  expect(shown).toEqual({
    quiet: { n: 2, right: 1 },
    moderate: { n: 3, right: 2 },
    eager: { n: 3, right: 2 },
  });
});
