import { addLatency, type LatencyWindow, noLatencies } from './latency.ts';

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

interface Second {
  /** Whole seconds of the monotonic clock. */
  readonly at: number;
  readonly requests: number;
  readonly errors: number;
}

/** What is counted of a version under watch. */
export interface Counts {
  readonly requests: number;
  /** Ordinals of the failed ones among the last `recentRequests`. */
  readonly failedAt: readonly number[];
  /** Seconds of the last minute in which requests came. */
  readonly minute: readonly Second[];
  /** Logs of own over live latency on the last `recentPairs` requests that both versions ran. */
  readonly ratios: readonly number[];
  /** Latencies of requests that both versions ran; equally many. */
  readonly mine: LatencyWindow;
  readonly live: LatencyWindow;
  /** Different texts in a row that got the very same answer. */
  readonly same: { readonly fingerprint: string; readonly inputs: readonly string[] } | null;
}

export const recentRequests = 50;
const recentPairs = 60;

export const nothingCounted: Counts = {
  requests: 0,
  failedAt: [],
  minute: [],
  ratios: [],
  mine: noLatencies,
  live: noLatencies,
  same: null,
};

/** Milliseconds; a clock's zero must not become an infinite ratio. */
const shortest = 0.01;

function countSecond(minute: readonly Second[], at: number, failed: boolean): readonly Second[] {
  const second = Math.floor(at / 1_000);
  const kept = minute.filter((one) => one.at > second - 60 && one.at <= second);
  const last = kept.at(-1);
  const errors = failed ? 1 : 0;
  if (last?.at !== second) return [...kept, { at: second, requests: 1, errors }];
  return [...kept.slice(0, -1), { at: second, requests: last.requests + 1, errors: last.errors + errors }];
}

function repeat(same: Counts['same'], fingerprint: string, input: string): Counts['same'] {
  if (same?.fingerprint !== fingerprint) return { fingerprint, inputs: [input] };
  return same.inputs.includes(input) ? same : { fingerprint, inputs: [...same.inputs, input] };
}

/** @param at milliseconds on the monotonic clock */
export function count(counts: Counts, sample: Sample, at: number): Counts {
  const requests = counts.requests + 1;
  const recent = counts.failedAt.filter((one) => one > requests - recentRequests);
  const failedAt = sample.failed ? [...recent, requests] : recent;
  const counted = { ...counts, requests, failedAt, minute: countSecond(counts.minute, at, sample.failed) };
  if (sample.failed) return counted;
  const same = repeat(counts.same, sample.fingerprint, sample.input);
  const { milliseconds, liveMilliseconds } = sample;
  if (liveMilliseconds === null) return { ...counted, same };
  const ratios = counts.ratios.slice(Math.max(0, counts.ratios.length + 1 - recentPairs));
  ratios.push(Math.log(Math.max(milliseconds, shortest) / Math.max(liveMilliseconds, shortest)));
  const mine = addLatency(counts.mine, milliseconds);
  return { ...counted, same, ratios, mine, live: addLatency(counts.live, liveMilliseconds) };
}
