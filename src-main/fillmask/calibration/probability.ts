import { must } from '../../base/assert.ts';
import type { Tempering } from '../../contract/calibration.ts';
import { type Observation, temperatures } from './observation.ts';
import { shiftOf, temperatureOf } from './ranking.ts';

/** What an observed gap's list looks like under a tempering. */

const [coldest = 0, next = 0] = temperatures;
/** Stored temperatures are evenly spaced in their logarithm. */
const spacing = Math.log(next / coldest);

/** log Σ exp(score / temperature), by the cubic through the four nearest of the stored temperatures (Lagrange). */
function logSumAt(logSums: Float64Array, temperature: number): number {
  const place = Math.log(temperature / coldest) / spacing;
  const first = Math.min(logSums.length - 4, Math.max(0, Math.floor(place) - 1));
  const sums = [...logSums.subarray(first, first + 4)];
  // No word has this length.
  if (sums.includes(-Infinity)) return -Infinity;
  const x = place - first;
  const shares = [
    ((x - 1) * (x - 2) * (x - 3)) / -6,
    (x * (x - 2) * (x - 3)) / 2,
    (x * (x - 1) * (x - 3)) / -2,
    (x * (x - 1) * (x - 2)) / 6,
  ];
  return sums.reduce((all, sum, i) => all + sum * must(shares[i], 'a share'), 0);
}

function logTotal({ lengths }: Observation, tempering: Tempering): number {
  const parts = lengths.map(
    ({ length, logSums }) => logSumAt(logSums, temperatureOf(tempering, length)) + shiftOf(tempering, length),
  );
  const most = Math.max(...parts);
  return most + Math.log(parts.reduce((sum, one) => sum + Math.exp(one - most), 0));
}

const temper = (score: number, length: number, tempering: Tempering) =>
  score / temperatureOf(tempering, length) + shiftOf(tempering, length);

/** @returns log p of the right word; null where no table contains it */
export function logProbabilityOfAnswer(gap: Observation, tempering: Tempering): number | null {
  if (!gap.answer) return null;
  const { score, length } = gap.answer;
  return Math.log(gap.wordMass) + temper(score, length, tempering) - logTotal(gap, tempering);
}

export interface First {
  /** Of the first word of the list. */
  readonly probability: number;
  /** Its characters. */
  readonly length: number;
  /** Rank of the right word from 0; Infinity beyond the best few of each length. */
  readonly rank: number;
}

export function firstOf(gap: Observation, tempering: Tempering): First {
  const words = gap.lengths
    .flatMap(({ length, best }) => best.map((score) => ({ length, score: temper(score, length, tempering) })))
    .toSorted((a, b) => b.score - a.score);
  const { length, score: first } = words[0] ?? { length: 1, score: -Infinity };
  const own = gap.answer ? temper(gap.answer.score, gap.answer.length, tempering) : -Infinity;
  const rank = words.findIndex(({ score }) => score === own);
  return {
    probability: gap.wordMass * Math.exp(first - logTotal(gap, tempering)),
    length,
    rank: rank < 0 ? Infinity : rank,
  };
}
