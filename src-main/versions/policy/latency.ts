/** The latest latencies of one version, milliseconds, oldest first. */
export interface LatencyWindow {
  readonly values: readonly number[];
  readonly p50: number;
  readonly p95: number;
  /** Values since the quantiles were last read. */
  readonly unread: number;
}

/** The machine's load changes within the day; older values say little. */
const size = 200;
/** Sorting for every request would cost more than it tells. */
const readEvery = 20;

export const noLatencies: LatencyWindow = { values: [], p50: 0, p95: 0, unread: 0 };

/** Quantile of ascending values, by linear interpolation (R's type 7). Empty: 0. */
export function quantile(sorted: ArrayLike<number>, q: number): number {
  const at = (sorted.length - 1) * q;
  const low = sorted[Math.floor(at)] ?? 0;
  const high = sorted[Math.ceil(at)] ?? low;
  return low + (high - low) * (at - Math.floor(at));
}

export function addLatency(window: LatencyWindow, milliseconds: number): LatencyWindow {
  const values = window.values.length < size ? window.values.slice() : window.values.slice(1);
  values.push(milliseconds);
  const unread = window.unread + 1;
  if (unread < readEvery && values.length > readEvery) return { ...window, values, unread };
  const sorted = Float64Array.from(values).sort();
  return { values, p50: quantile(sorted, 0.5), p95: quantile(sorted, 0.95), unread: 0 };
}

/**
 * Geometric mean of exp(logs). Logs of ratios taken on the same request cancel out a long text
 * or a busy machine, which weigh on both sides.
 */
export function geometricMean(logs: readonly number[]): number {
  let sum = 0;
  for (const log of logs) sum += log;
  return logs.length === 0 ? 1 : Math.exp(sum / logs.length);
}
