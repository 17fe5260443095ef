import { type Rng, seededRng } from '../../../src-main/base/rng.ts';
import type { Opening } from '../../../src-main/contract/rollouts.ts';
import { type Breaker, closedBreaker, watchRun } from '../../../src-main/versions/policy/breaker.ts';

/** Simulated requests: log-normal latencies, independent errors, everything from one seed. */

export interface Behaviour {
  /** Chance that a request fails on this version alone. */
  readonly errors: number;
  /** Multiple of the live version's latency. */
  readonly slower: number;
  /** Standard deviation of log latency. */
  readonly sigma: number;
  readonly perDay: number;
}

/** 300 requests in a working day of eight hours. */
export const healthy: Behaviour = { errors: 0, slower: 1, sigma: 0.5, perDay: 300 };

const medianMilliseconds = 30;
const workingDay = 8 * 3_600_000;

/** Standard normal, Box–Muller. */
const normal = (rng: Rng) => Math.sqrt(-2 * Math.log(1 - rng())) * Math.cos(2 * Math.PI * rng());
const logNormal = (rng: Rng, sigma: number) => medianMilliseconds * Math.exp(sigma * normal(rng));

/** @returns the request at which the breaker opened and why, or null after `requests`. */
export function traffic(
  rng: Rng,
  { errors, slower, sigma, perDay }: Behaviour,
  requests: number,
): { readonly at: number; readonly opening: Opening } | null {
  let breaker: Breaker = closedBreaker('v');
  let now = 0;
  for (let at = 1; at <= requests; at++) {
    now += (-Math.log(1 - rng()) * workingDay) / perDay;
    if (rng() < errors) breaker = watchRun(breaker, { failed: true }, now);
    else {
      const milliseconds = slower * logNormal(rng, sigma);
      const liveMilliseconds = logNormal(rng, sigma);
      const input = String(at % 1_000);
      const sample = {
        failed: false,
        milliseconds,
        liveMilliseconds,
        finite: true,
        fingerprint: input,
        input,
      };
      breaker = watchRun(breaker, { ...sample, failed: false }, now);
    }
    if (breaker.state === 'open') return { at, opening: breaker.opening };
  }
  return null;
}

/** Share of weeks in which the breaker opens. */
export function falseWeeks(seed: number, behaviour: Behaviour, weeks: number): number {
  const rng = seededRng(seed);
  let opened = 0;
  for (let week = 0; week < weeks; week++) if (traffic(rng, behaviour, 7 * behaviour.perDay)) opened++;
  return opened / weeks;
}

/** Mean number of requests until it opens. */
export function meanToStop(seed: number, behaviour: Behaviour, runs: number): number {
  const rng = seededRng(seed);
  let sum = 0;
  for (let run = 0; run < runs; run++) sum += traffic(rng, behaviour, 5_000)?.at ?? 5_000;
  return sum / runs;
}
