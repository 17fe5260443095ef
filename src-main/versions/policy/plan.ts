import type { SprtDesign } from './sequential.ts';

/** How a new version gets to answer, as data. */

/** 立即启用, 分阶段, 仅影子. */
export const modes = ['now', 'staged', 'shadow'] as const;
export type Mode = (typeof modes)[number];

export interface Stage {
  /** Share of the gaps that the new version answers, 0–1. */
  readonly share: number;
  /** Least requests that it must have answered in this stage. */
  readonly requests: number;
  /** Least seconds of use; a pause counts as no more than `idleSeconds`. */
  readonly seconds: number;
  /**
   * Least odds that the new version is not worse than the old one, higher for larger shares. At a share of 1 only the
   * new version answers and nothing is compared: the stage before decides.
   */
  readonly odds: number;
}

export interface Plan {
  /** Both versions run, the old one is shown. Null where the engine cannot run a version unshown. */
  readonly shadow: { readonly requests: number; readonly seconds: number } | null;
  readonly stages: readonly Stage[];
  readonly idleSeconds: number;
  /** Every phase must pass this test anew. */
  readonly errors: SprtDesign;
  /** Loss of acceptance that still counts as “not worse”, 0–1. */
  readonly margin: number;
  /**
   * Least requests that both versions ran, and the largest ratio of their latencies. Between this ratio and the
   * breaker's the phase waits: an equal latency cannot be told from a doubled one there.
   */
  readonly pace: { readonly pairs: number; readonly ratio: number };
  /** Share of the requests in the stages on which the other version runs beside, for comparison. */
  readonly beside: number;
}

/** 0.5 % against 5 % errors: 65 runs without one pass, three within the first few dozen fail. */
const errors: SprtDesign = { healthy: 0.005, bad: 0.05, alpha: 0.01, beta: 0.05 };

/** For one writer with a few hundred suggestions a day: about 350 requests in all. */
export const rolloutPlan: Plan = {
  shadow: { requests: 40, seconds: 300 },
  stages: [
    { share: 0.05, requests: 5, seconds: 1_200, odds: 1.5 },
    { share: 0.2, requests: 15, seconds: 2_400, odds: 3 },
    { share: 0.5, requests: 30, seconds: 3_600, odds: 20 },
    { share: 1, requests: 60, seconds: 3_600, odds: 1 },
  ],
  idleSeconds: 900,
  errors,
  margin: 0.1,
  pace: { pairs: 30, ratio: 1.35 },
  beside: 1,
};
