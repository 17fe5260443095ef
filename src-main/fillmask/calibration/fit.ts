import { must } from '../../base/assert.ts';
import type { Tempering } from '../../contract/calibration.ts';
import type { Observation } from './observation.ts';
import { logProbabilityOfAnswer } from './probability.ts';
import { smallest } from './search.ts';

/**
 * Fits temperatures and shifts by length to observed gaps: the largest likelihood of the right words with a normal prior
 * around what is shipped, so that a few hundred gaps cannot carry a value far away.
 */

type Bounds = readonly [least: number, most: number];
const temperatureBounds: Bounds = [0.5, 3];
const shiftBounds: Bounds = [-1.5, 1.5];
/** Standard deviations of the prior, of log temperature and of a shift. */
const spread = { temperature: 0.5, shift: 0.5 } as const;

function lossOf(gaps: readonly Observation[], tempering: Tempering): number {
  const likelihood = gaps.reduce((sum, gap) => sum + (logProbabilityOfAnswer(gap, tempering) ?? 0), 0);
  const prior =
    tempering.temperatures.reduce((sum, one) => sum + (Math.log(one) / spread.temperature) ** 2, 0) +
    tempering.shifts.reduce((sum, one) => sum + (one / spread.shift) ** 2, 0);
  return prior / 2 - likelihood;
}

/** Log temperatures of one character and of longer words, shifts of words of 2, 3, 4 characters; one character has none. */
const boundsByLength: readonly Bounds[] = [
  ...[1, 2].map((): Bounds => [Math.log(temperatureBounds[0]), Math.log(temperatureBounds[1])]),
  ...[2, 3, 4].map(() => shiftBounds),
];
const temperingOf = ([one = 0, more = 0, ...shifts]: readonly number[]): Tempering => ({
  temperatures: [Math.exp(one), Math.exp(more)],
  shifts: [0, ...shifts],
});

const mostRounds = 20;
/** A round that gains less than so many nats is the last. */
const leastGain = 0.01;
/** A search along a round's way goes at most so many times as far. */
const farthest = 10;

/** The point on a line where the loss is smallest; points out of bounds are moved to them. */
function bestAlong(
  loss: (point: readonly number[]) => number,
  pointAt: (along: number) => number[],
  range: Bounds,
): number[] {
  const within = (along: number) =>
    pointAt(along).map((value, i) => {
      const [least, most] = must(boundsByLength[i], 'bounds');
      return Math.min(most, Math.max(least, value));
    });
  return within(smallest((along) => loss(within(along)), range));
}

/**
 * For words of any length: a temperature for one character, one for longer words, a shift for each length. Searches
 * along each value, then along the way that the round went (Hooke and Jeeves, 1961): the values depend on each other.
 */
export function fitByLength(gaps: readonly Observation[]): Tempering {
  const loss = (point: readonly number[]) => lossOf(gaps, temperingOf(point));
  let point: readonly number[] = boundsByLength.map(() => 0);
  let least = loss(point);
  for (let round = 0; round < mostRounds; round++) {
    const [began, before] = [point, least];
    for (const [at, bounds] of boundsByLength.entries()) {
      const now = point;
      point = bestAlong(loss, (value) => now.with(at, value), bounds);
    }
    const reached = point;
    const further = (times: number) =>
      reached.map((value, i) => value + times * (value - must(began[i], 'a value')));
    const beyond = bestAlong(loss, further, [0, farthest]);
    // Beyond the bounds a line has corners, where the search may miss its best point.
    if (loss(beyond) < loss(reached)) point = beyond;
    least = loss(point);
    if (before - least < leastGain) break;
  }
  return temperingOf(point);
}

/** For words whose length is known: one temperature. */
export function fitKnownLength(gaps: readonly Observation[]): Tempering {
  const withTemperature = (one: number): Tempering => ({ temperatures: [one], shifts: [0] });
  return withTemperature(smallest((one) => lossOf(gaps, withTemperature(one)), temperatureBounds));
}
