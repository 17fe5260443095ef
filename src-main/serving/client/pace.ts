/**
 * How fast a gateway's whole answers were of late, request by request. Pure. A slow answer is no fault of the
 * gateway's: the breaker does not count it.
 */

/** Milliseconds of each answer, oldest first; infinite where this machine answered first. */
export type Pace = readonly number[];

/** Answers that count. */
const counted = 40;
/** Answers without which nothing is known of their spread. */
const enough = 20;
/** A gateway is too slow after so many answers that all came second … */
const inARow = 3;
/** … or where so many of the last `looked` did. */
const among = 6;
const looked = 10;
/**
 * Of the 95th percentile. A run of this machine's model blocks the thread that reads the gateway's answer: started at
 * the percentile itself, it would delay one answer of twenty by a batch, and that answer would then count as slow.
 */
const margin = 2;

const last = (pace: Pace, count: number) => pace.slice(-count);

/** @param took milliseconds; null where this machine answered first */
export const paced = (pace: Pace, took: number | null): Pace =>
  last([...pace, took ?? Number.POSITIVE_INFINITY], counted);

/** Whether asking costs this machine time and seldom brings the answer. */
export function isOutpaced(pace: Pace): boolean {
  const lost = (some: Pace) => some.filter((one) => one === Number.POSITIVE_INFINITY).length;
  return lost(last(pace, inARow)) === inARow || lost(last(pace, looked)) >= among;
}

/** Milliseconds after which an answer is late for this gateway; infinite as long as that is unknown. */
export function lateAfter(pace: Pace): number {
  if (pace.length < enough) return Number.POSITIVE_INFINITY;
  const sorted = pace.toSorted((a, b) => a - b);
  return margin * (sorted[Math.floor(0.95 * sorted.length)] ?? Number.POSITIVE_INFINITY);
}
