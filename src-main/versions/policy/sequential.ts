/** Tests that may be looked at after every observation without losing their error rates. */

export interface SprtDesign {
  /** Rate of failures of a healthy version. */
  readonly healthy: number;
  /** Rate of failures of a bad one. */
  readonly bad: number;
  /** Chance to call a healthy version bad. */
  readonly alpha: number;
  /** Chance to call a bad version healthy. */
  readonly beta: number;
}

export interface Sprt {
  readonly observed: number;
  readonly failures: number;
  /** Log-likelihood ratio of bad over healthy. */
  readonly ratio: number;
  readonly verdict: 'open' | 'healthy' | 'bad';
}

export const openSprt: Sprt = { observed: 0, failures: 0, ratio: 0, verdict: 'open' };

/** Evidence of one observation for `bad` over `healthy`: a log-likelihood ratio. */
export const evidence = ({ healthy, bad }: SprtDesign, failed: boolean) =>
  failed ? Math.log(bad / healthy) : Math.log((1 - bad) / (1 - healthy));

const acceptAt = ({ alpha, beta }: SprtDesign) => Math.log(beta / (1 - alpha));
const rejectAt = ({ alpha, beta }: SprtDesign) => Math.log((1 - beta) / alpha);

/**
 * Sequential probability ratio test of a Bernoulli rate.
 * Source: A. Wald, “Sequential Tests of Statistical Hypotheses”, Ann. Math. Statist. 16 (1945), 117–186.
 * A verdict stays: the test has ended, only the counts go on.
 */
export function observe(design: SprtDesign, test: Sprt, failed: boolean): Sprt {
  const observed = test.observed + 1;
  const failures = test.failures + (failed ? 1 : 0);
  if (test.verdict !== 'open') return { ...test, observed, failures };
  const ratio = test.ratio + evidence(design, failed);
  const verdict = ratio >= rejectAt(design) ? 'bad' : ratio <= acceptAt(design) ? 'healthy' : 'open';
  return { observed, failures, ratio, verdict };
}

/** Observations without a failure that would end the test as healthy. */
export function cleanStillNeeded(design: SprtDesign, test: Sprt): number {
  if (test.verdict === 'healthy') return 0;
  return Math.max(1, Math.ceil((acceptAt(design) - test.ratio) / evidence(design, false)));
}

/** Shares of the capital staked; the mixture over them needs no guess of the effect's size. */
const stakes = [0.05, 0.1, 0.2, 0.4, 0.7] as const;

/**
 * Paired comparison of two versions. Every pair pays +1 (only the new one was right), 0 or −1.
 * Two bets run at once, each worth exp(log) of its starting capital:
 * `worse` against “the new one is no worse” and `fine` against “it is worse by `margin` or more”.
 */
export interface Comparison {
  readonly wins: number;
  readonly ties: number;
  readonly losses: number;
  /** Log capital a stake, in the order of `stakes`. */
  readonly worse: readonly number[];
  readonly fine: readonly number[];
  /** Most that the bet `fine` was ever worth: a test that has passed a bound has passed it. */
  readonly best: number;
}

export const openComparison: Comparison = {
  wins: 0,
  ties: 0,
  losses: 0,
  worse: stakes.map(() => 0),
  fine: stakes.map(() => 0),
  best: 1,
};

/**
 * Under the claim that it bets against, a capital is a supermartingale, so it ever reaches 1/α with
 * probability ≤ α (Ville's inequality), at whatever moment somebody looks.
 * Source: I. Waudby-Smith and A. Ramdas, “Estimating means of bounded random variables by betting”,
 * J. R. Statist. Soc. B 86 (2024), 1–27; the mixture over stakes is H. Robbins' (1970) method.
 * @param margin loss of acceptance that still counts as harmless, 0–1
 */
export function compare(margin: number, test: Comparison, newRight: boolean, oldRight: boolean): Comparison {
  const pays = Number(newRight) - Number(oldRight);
  const fine = stakes.map((stake, i) => (test.fine[i] ?? 0) + Math.log(1 + stake * (pays + margin)));
  return {
    wins: test.wins + (pays > 0 ? 1 : 0),
    ties: test.ties + (pays === 0 ? 1 : 0),
    losses: test.losses + (pays < 0 ? 1 : 0),
    worse: stakes.map((stake, i) => (test.worse[i] ?? 0) + Math.log(1 - stake * pays)),
    fine,
    best: Math.max(test.best, mixture(fine)),
  };
}

function mixture(logs: readonly number[]): number {
  const top = Math.max(...logs);
  return Math.exp(top) * (logs.reduce((sum, log) => sum + Math.exp(log - top), 0) / logs.length);
}

/** Odds, 1 at the start, that the new version is worse. */
export const oddsWorse = (test: Comparison) => mixture(test.worse);

/** Pairs without a difference that would bring `best` to `odds`; at most `limit`. */
export function pairsStillNeeded(margin: number, test: Comparison, odds: number, limit = 1_000): number {
  if (test.best >= odds) return 0;
  const after = (pairs: number) =>
    mixture(stakes.map((stake, i) => (test.fine[i] ?? 0) + pairs * Math.log1p(stake * margin)));
  let [enough, short] = [limit, -1];
  while (enough - short > 1) {
    const middle = Math.floor((enough + short) / 2);
    if (after(middle) >= odds) enough = middle;
    else short = middle;
  }
  return enough;
}

/**
 * 95 % interval of a share, sound for few observations too.
 * Source: E. B. Wilson, “Probable Inference”, J. Am. Stat. Assoc. 22 (1927), 209–212.
 */
export function wilson(successes: number, of: number): { readonly low: number; readonly high: number } {
  if (of === 0) return { low: 0, high: 1 };
  const z = 1.96;
  const share = successes / of;
  const middle = share + (z * z) / (2 * of);
  const half = z * Math.sqrt((share * (1 - share)) / of + (z * z) / (4 * of * of));
  const whole = 1 + (z * z) / of;
  return { low: Math.max(0, (middle - half) / whole), high: Math.min(1, (middle + half) / whole) };
}
