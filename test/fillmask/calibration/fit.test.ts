import { expect, test } from 'vitest';
import { must } from '../../../src-main/base/assert.ts';
import { type Rng, seededRng } from '../../../src-main/base/rng.ts';
import type { Tempering } from '../../../src-main/contract/calibration.ts';
import { endFiguresOf } from '../../../src-main/fillmask/calibration/figures.ts';
import { type Observation, temperatures } from '../../../src-main/fillmask/calibration/observation.ts';
import { logProbabilityOfAnswer } from '../../../src-main/fillmask/calibration/probability.ts';
import { warmer } from '../../../src-main/fillmask/calibration/ranking.ts';
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
