import { evidence, type SprtDesign } from '../versions/policy/sequential.ts';
import type { VersionId } from '../versions/policy/version.ts';

/**
 * Watches a version for as long as it serves. The desktop's rule “two errors among the last 50” would stop every
 * version of a thousand writers: a day has a hundred thousand requests, and one error in 2,000 puts two of them within
 * 50 about once a day.
 *
 * Source: E. S. Page, “Continuous Inspection Schemes”, Biometrika 41 (1954), 100–115. The mean number of requests to a
 * false alarm is at least e^`threshold` (G. Lorden, Ann. Math. Statist. 42 (1971), 1897–1908).
 */
export interface Alarm {
  readonly version: VersionId;
  /** Log-likelihood ratio of bad over healthy since it last was at 0. */
  readonly sum: number;
  /** Since then. */
  readonly requests: number;
  readonly errors: number;
}

/** A million requests at the healthy rate; 5 % errors are found within about 200. */
const threshold = Math.log(1e6);

export const quiet = (version: VersionId): Alarm => ({ version, sum: 0, requests: 0, errors: 0 });

export function hear(design: SprtDesign, alarm: Alarm, failed: boolean): Alarm {
  const sum = Math.max(0, alarm.sum + evidence(design, failed));
  if (sum === 0) return quiet(alarm.version);
  return { ...alarm, sum, requests: alarm.requests + 1, errors: alarm.errors + (failed ? 1 : 0) };
}

export const rings = ({ sum }: Alarm): boolean => sum >= threshold;
