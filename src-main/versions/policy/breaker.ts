import type { Opening } from '../../contract/rollouts.ts';
import { type Counts, count, nothingCounted, type Sample } from './counts.ts';
import { geometricMean } from './latency.ts';
import type { Seen } from './rules/rule.ts';
import { openingOn } from './rules.ts';
import type { VersionId } from './version.ts';

/** Decides when a version under watch is too bad to go on. It reads no clock: times are arguments. */

export type Breaker =
  | { readonly state: 'closed'; readonly version: VersionId; readonly counts: Counts }
  | { readonly state: 'open'; readonly version: VersionId; readonly at: number; readonly opening: Opening };

export const closedBreaker = (version: VersionId): Breaker => ({
  state: 'closed',
  version,
  counts: nothingCounted,
});

/** Opens for a reason that was found elsewhere. */
export const trip = (breaker: Breaker, opening: Opening, at: number): Breaker =>
  breaker.state === 'open' ? breaker : { state: 'open', version: breaker.version, at, opening };

/** @param at milliseconds on the monotonic clock */
export function watch<On extends Exclude<keyof Seen, 'run'>>(
  breaker: Breaker,
  on: On,
  seen: Seen[On],
  at: number,
): Breaker {
  const opening = openingOn(on, seen);
  return opening ? trip(breaker, opening, at) : breaker;
}

/** Counts a run. @param at milliseconds on the monotonic clock */
export function watchRun(breaker: Breaker, sample: Sample, at: number): Breaker {
  if (breaker.state === 'open') return breaker;
  const counts = count(breaker.counts, sample, at);
  const opening = openingOn('run', { counts, sample });
  return opening ? trip(breaker, opening, at) : { ...breaker, counts };
}

/** Latency against the live version: over how many common requests, and how many times as long. */
export interface Pace {
  readonly pairs: number;
  readonly ratio: number;
}

export const noPace: Pace = { pairs: 0, ratio: 1 };

export const paceOf = (breaker: Breaker | null): Pace =>
  breaker?.state === 'closed'
    ? { pairs: breaker.counts.ratios.length, ratio: geometricMean(breaker.counts.ratios) }
    : noPace;
