/**
 * Decides when a gateway is asked no more, so that no request waits for one that does not answer. Pure: times are
 * arguments, milliseconds on the monotonic clock.
 */

export type Breaker =
  | {
      readonly state: 'closed';
      /** The last outcomes, oldest first: whether an answer could be shown. */
      readonly recent: readonly boolean[];
      /** Milliseconds that the next opening lasts. */
      readonly pause: number;
    }
  | { readonly state: 'open'; readonly until: number; readonly pause: number };

/** Outcomes that count. */
const counted = 10;
/** It opens at so many failures without an answer between them … */
const inARow = 3;
/** … or among the last `counted`. */
const among = 5;
const firstPause = 5_000;
const longestPause = 60_000;

export const closedBreaker: Breaker = { state: 'closed', recent: [], pause: firstPause };

/** Stays open for `pause`, and twice as long the next time. */
export const opened = (breaker: Breaker, at: number): Breaker => ({
  state: 'open',
  until: at + breaker.pause,
  pause: Math.min(longestPause, breaker.pause * 2),
});

export function answered(breaker: Breaker): Breaker {
  if (breaker.state === 'open') return breaker;
  const recent = [...breaker.recent, true].slice(-counted);
  // A gateway that has been well for a while is given a short pause again.
  const isWell = recent.length === counted && recent.every(Boolean);
  return { state: 'closed', recent, pause: isWell ? firstPause : breaker.pause };
}

/** @param lasting whether the next request would only meet the same fault */
export function failed(breaker: Breaker, lasting: boolean, at: number): Breaker {
  if (breaker.state === 'open') return breaker;
  const recent = [...breaker.recent, false].slice(-counted);
  const row = recent.slice(-inARow);
  const isBad =
    lasting || (row.length === inARow && !row.some(Boolean)) || recent.filter((one) => !one).length >= among;
  return isBad ? opened(breaker, at) : { ...breaker, recent };
}

/** Closes once a trial went well. */
export const closedAgain = (breaker: Breaker): Breaker => ({
  state: 'closed',
  recent: [],
  pause: breaker.pause,
});
