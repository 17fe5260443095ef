import type { Opening } from '../../contract/rollouts.ts';
import { addLatency, geometricMean, type LatencyWindow, noLatencies } from './latency.ts';
import { type Comparison, oddsWorse } from './sequential.ts';
import type { VersionId } from './version.ts';

/** Decides when a version under watch is too bad to go on. No clock in here: every time is handed in. */

export interface BreakerPolicy {
  /** Opens on more than `share` errors within a minute that had `requests` or more. */
  readonly minute: { readonly requests: number; readonly share: number };
  /** Opens on `errors` errors among the last `requests`. */
  readonly last: { readonly requests: number; readonly errors: number };
  /**
   * The bare rule “p95 > 2 × the live version's over ≥ 30 requests” compares the two slowest of 30: with
   * log-normal latencies (σ = 0.5) it opens on 15 % of healthy weeks and sees an exact doubling in
   * every second window only. So it is decided twice, on requests that both versions ran:
   * `typical`: the geometric mean of the ratios over the last `window` pairs, which is the ratio of the p95s
   * where one distribution is a multiple of the other, lies above 1.75, between equal (1) and doubled (2);
   * `tail`: the bare rule, over enough pairs that the p95 means something.
   */
  readonly typical: { readonly pairs: number; readonly window: number; readonly ratio: number };
  readonly tail: { readonly pairs: number; readonly ratio: number };
  readonly memoryBytes: number;
  /** Opens when so many different inputs in a row got the very same answer. */
  readonly sameAnswers: number;
  /** Opens when the odds for “worse” reach this: an equal version ever does with probability 1 / odds. */
  readonly worseOdds: number;
}

export const breakerPolicy: BreakerPolicy = {
  minute: { requests: 200, share: 0.005 },
  last: { requests: 50, errors: 2 },
  typical: { pairs: 30, window: 60, ratio: 1.75 },
  tail: { pairs: 100, ratio: 2 },
  memoryBytes: 2 * 1024 ** 3,
  sameAnswers: 5,
  worseOdds: 500,
};

interface Second {
  /** Whole seconds of the monotonic clock. */
  readonly at: number;
  readonly requests: number;
  readonly errors: number;
}

export type Breaker =
  | {
      readonly state: 'closed';
      readonly version: VersionId;
      readonly requests: number;
      /** Ordinals of the failed requests that the `last` rule still sees. */
      readonly failedAt: readonly number[];
      readonly minute: readonly Second[];
      /** Logs of own over live latency on the last `typical.window` requests that both versions ran. */
      readonly ratios: readonly number[];
      /** Latencies of requests that both versions ran; equally many. */
      readonly mine: LatencyWindow;
      readonly live: LatencyWindow;
      readonly same: { readonly fingerprint: string; readonly inputs: readonly string[] } | null;
    }
  | { readonly state: 'open'; readonly version: VersionId; readonly at: number; readonly opening: Opening };

type Closed = Extract<Breaker, { state: 'closed' }>;

/** One run of the version under watch, in traffic or in shadow. */
export type Sample =
  | { readonly failed: true }
  | {
      readonly failed: false;
      readonly milliseconds: number;
      /** The live version's time for the same request, where it ran too. */
      readonly liveMilliseconds: number | null;
      readonly finite: boolean;
      /** Names the answer, probabilities included; equal only for the same answer. */
      readonly fingerprint: string;
      /** Names the text that was asked about. */
      readonly input: string;
    };

export const closedBreaker = (version: VersionId): Breaker => ({
  state: 'closed',
  version,
  requests: 0,
  failedAt: [],
  minute: [],
  ratios: [],
  mine: noLatencies,
  live: noLatencies,
  same: null,
});

/** Milliseconds; a clock's zero must not become an infinite ratio. */
const shortest = 0.01;

const open = (breaker: Breaker, at: number, opening: Opening): Breaker => ({
  state: 'open',
  version: breaker.version,
  at,
  opening,
});

function countSecond(minute: readonly Second[], at: number, failed: boolean): readonly Second[] {
  const second = Math.floor(at / 1_000);
  const kept = minute.filter((one) => one.at > second - 60 && one.at <= second);
  const last = kept.at(-1);
  const errors = failed ? 1 : 0;
  if (last?.at !== second) return [...kept, { at: second, requests: 1, errors }];
  return [...kept.slice(0, -1), { at: second, requests: last.requests + 1, errors: last.errors + errors }];
}

function repeat(same: Closed['same'], fingerprint: string, input: string): Closed['same'] {
  if (same?.fingerprint !== fingerprint) return { fingerprint, inputs: [input] };
  return same.inputs.includes(input) ? same : { fingerprint, inputs: [...same.inputs, input] };
}

/** Counts one sample; decides nothing. */
function count(breaker: Closed, policy: BreakerPolicy, sample: Sample, at: number): Closed {
  const requests = breaker.requests + 1;
  const recent = breaker.failedAt.filter((one) => one > requests - policy.last.requests);
  const failedAt = sample.failed ? [...recent, requests] : recent;
  const counted = { ...breaker, requests, failedAt, minute: countSecond(breaker.minute, at, sample.failed) };
  if (sample.failed) return counted;
  const same = repeat(breaker.same, sample.fingerprint, sample.input);
  const { milliseconds, liveMilliseconds } = sample;
  if (liveMilliseconds === null) return { ...counted, same };
  const ratios = breaker.ratios.slice(Math.max(0, breaker.ratios.length + 1 - policy.typical.window));
  ratios.push(Math.log(Math.max(milliseconds, shortest) / Math.max(liveMilliseconds, shortest)));
  const mine = addLatency(breaker.mine, milliseconds);
  return { ...counted, same, ratios, mine, live: addLatency(breaker.live, liveMilliseconds) };
}

function errorsOpen({ failedAt, requests, minute }: Closed, policy: BreakerPolicy): Opening | null {
  const errors = failedAt.length;
  if (errors >= policy.last.errors)
    return { rule: 'errors-in-last', errors, requests: Math.min(requests, policy.last.requests) };
  const sum = (pick: (one: Second) => number) => minute.reduce((total, one) => total + pick(one), 0);
  const inMinute = { errors: sum((one) => one.errors), requests: sum((one) => one.requests) };
  const many = inMinute.requests >= policy.minute.requests;
  if (many && inMinute.errors > policy.minute.share * inMinute.requests)
    return { rule: 'errors-in-minute', ...inMinute };
  return null;
}

function latencyOpens({ ratios, mine, live }: Closed, { typical, tail }: BreakerPolicy): Opening | null {
  if (ratios.length < typical.pairs) return null;
  const ratio = geometricMean(ratios);
  if (ratio > typical.ratio) return { rule: 'latency', ratio, pairs: ratios.length };
  const pairs = mine.values.length;
  if (pairs >= tail.pairs && mine.p95 > tail.ratio * live.p95)
    return { rule: 'latency-tail', p95: mine.p95, liveP95: live.p95, pairs };
  return null;
}

/** @param at milliseconds on the monotonic clock */
export function watch(breaker: Breaker, policy: BreakerPolicy, sample: Sample, at: number): Breaker {
  if (breaker.state === 'open') return breaker;
  const next = count(breaker, policy, sample, at);
  if (!sample.failed && !sample.finite)
    return open(next, at, { rule: 'not-finite', requests: next.requests });
  const inputs = next.same?.inputs.length ?? 0;
  if (inputs >= policy.sameAnswers) return open(next, at, { rule: 'constant', inputs });
  const opening = (sample.failed ? errorsOpen(next, policy) : null) ?? latencyOpens(next, policy);
  return opening ? open(next, at, opening) : next;
}

/** @param bytes private memory of the engine's process */
export function watchMemory(breaker: Breaker, policy: BreakerPolicy, bytes: number, at: number): Breaker {
  const limit = policy.memoryBytes;
  if (breaker.state === 'open' || bytes <= limit) return breaker;
  return open(breaker, at, { rule: 'memory', bytes, limit });
}

export function watchAcceptance(
  breaker: Breaker,
  policy: BreakerPolicy,
  comparison: Comparison,
  at: number,
): Breaker {
  const odds = oddsWorse(comparison);
  if (breaker.state === 'open' || odds < policy.worseOdds) return breaker;
  const { wins, losses, ties } = comparison;
  return open(breaker, at, { rule: 'acceptance', wins, losses, ties, odds });
}

/** Opens for a reason that was found elsewhere. */
export const trip = (breaker: Breaker, opening: Opening, at: number): Breaker =>
  breaker.state === 'open' ? breaker : open(breaker, at, opening);

/** Latency against the live version: over how many common requests, and how many times as long. */
export interface Pace {
  readonly pairs: number;
  readonly ratio: number;
}

export const noPace: Pace = { pairs: 0, ratio: 1 };

export const paceOf = (breaker: Breaker | null): Pace =>
  breaker?.state === 'closed'
    ? { pairs: breaker.ratios.length, ratio: geometricMean(breaker.ratios) }
    : noPace;
