import { must } from '../../base/assert.ts';
import type { Tempering } from '../../contract/calibration.ts';
import { type Observation, temperatures } from './observation.ts';
import { shiftOf, temperatureOf } from './ranking.ts';

/** What an observed gap's list looks like under a tempering. */

const between = Math.log(must(temperatures[1], 'a temperature') / must(temperatures[0], 'a temperature'));

/**
 * log Σ exp(score / temperature), by the parabola through the three nearest of the stored temperatures, which are evenly
 * spaced in their logarithm. Lines between them would favour the stored ones in a search.
 */
function logSumAt(logSums: Float64Array, temperature: number): number {
  const place = Math.log(temperature / must(temperatures[0], 'a temperature')) / between;
  const middle = Math.min(logSums.length - 2, Math.max(1, Math.round(place)));
  const [below, at, above] = [middle - 1, middle, middle + 1].map((i) => must(logSums[i], 'a sum')) as [
    number,
    number,
    number,
  ];
  const u = place - middle;
  return at + (u * (above - below)) / 2 + (u * u * (above - 2 * at + below)) / 2;
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
