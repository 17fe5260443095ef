import { must } from '../../base/assert.ts';
import type { Rng } from '../../base/rng.ts';
import type { ConfidenceHealth, Mark, Paired, Score } from '../../contract/exam.ts';

/** The figures of an exam. */

const mean = (values: readonly number[]) =>
  values.length === 0 ? 0 : values.reduce((sum, one) => sum + one, 0) / values.length;

export function scoreOf(marks: readonly Mark[]): Score {
  const within = (depth: number) => mean(marks.map(({ rank }) => Number(rank !== null && rank < depth)));
  return {
    n: marks.length,
    top1: within(1),
    top3: within(3),
    top5: within(5),
    mrr: mean(marks.map(({ rank }) => (rank === null ? 0 : 1 / (1 + rank)))),
  };
}

/** Two-sided exact binomial probability that `n` fair tosses split as unevenly as `k` to n − k, or more so. */
export function signTest(k: number, n: number): number {
  const few = Math.min(k, n - k);
  let term = 0.5 ** n;
  let tail = 0;
  for (let i = 0; i <= few; i++) {
    tail += term;
    term *= (n - i) / (i + 1);
  }
  return Math.min(1, 2 * tail);
}

/** @param before, after marks for the same questions in the same order */
export function pairedOf(before: readonly Mark[], after: readonly Mark[]): Paired {
  let [gained, lost] = [0, 0];
  for (const [i, mark] of after.entries()) {
    const other = must(before[i], 'both versions answer the same questions');
    if (mark.rank === 0 && other.rank !== 0) gained++;
    if (mark.rank !== 0 && other.rank === 0) lost++;
  }
  return { gained, lost, p: signTest(gained, gained + lost) };
}

interface Answer {
  readonly probability: number;
  readonly right: boolean;
}

/** Expected calibration error: mean distance between probability and accuracy over bins of equally many answers. */
export function equalMassError(answers: readonly Answer[], bins = 10): number {
  const sorted = answers.toSorted((a, b) => a.probability - b.probability);
  let error = 0;
  for (let bin = 0; bin < bins; bin++) {
    const from = Math.round((bin * sorted.length) / bins);
    const members = sorted.slice(from, Math.round(((bin + 1) * sorted.length) / bins));
    if (members.length === 0) continue;
    const sure = mean(members.map(({ probability }) => probability));
    error +=
      (members.length / sorted.length) * Math.abs(sure - mean(members.map(({ right }) => Number(right))));
  }
  return error;
}

const bootstraps = 200;

/** Percentile bootstrap (Efron, 1979) of a statistic, 95 %. */
function interval(answers: readonly Answer[], statistic: (some: readonly Answer[]) => number, rng: Rng) {
  const values = Array.from({ length: bootstraps }, () =>
    statistic(answers.map(() => must(answers[Math.floor(rng() * answers.length)], 'an answer'))),
  ).toSorted((a, b) => a - b);
  return {
    low: values[Math.floor(bootstraps * 0.025)] ?? 0,
    high: values[Math.ceil(bootstraps * 0.975) - 1] ?? 0,
  };
}

/** Probability that counts for a word that the list lacks. */
const leastProbability = 1e-6;

export function confidenceOf(marks: readonly Mark[], rng: Rng): ConfidenceHealth {
  const answers = marks.map(({ first, rank }) => ({
    probability: first?.probability ?? 0,
    right: rank === 0,
  }));
  const sure = answers.filter(({ probability }) => probability > 0.95);
  return {
    brier: mean(answers.map(({ probability, right }) => (probability - Number(right)) ** 2)),
    nll: mean(marks.map(({ probability }) => -Math.log(Math.max(leastProbability, probability)))),
    ece: { value: equalMassError(answers), ...interval(answers, equalMassError, rng) },
    sure: { given: sure.length, wrong: sure.filter(({ right }) => !right).length },
  };
}
