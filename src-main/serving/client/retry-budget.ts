/**
 * How many requests may be sent again: a share of those that are sent, so that a gateway in trouble is not asked twice
 * as often. A token bucket, as in gRPC's retry throttling.
 */
export interface RetryBudget {
  /** Called for every request that is sent first. */
  earn(): void;
  /** @returns whether one more request may be sent, which is then counted */
  take(): boolean;
}

/** Retries for each request. */
const share = 0.1;
/** Retries that can be saved up. */
const most = 5;

export function createRetryBudget(): RetryBudget {
  let left = 1;
  return {
    earn() {
      left = Math.min(most, left + share);
    },
    take() {
      if (left < 1) return false;
      left -= 1;
      return true;
    },
  };
}
