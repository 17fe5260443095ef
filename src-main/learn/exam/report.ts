import type { Bilingual } from '../../base/error.ts';

/** What an exam finds out. Plain data: it crosses processes and is kept in the health archive. */

/** One question and what a version made of it. */
export interface Mark {
  /** Names the question in its suite. */
  readonly item: string;
  /** Place of the right word in the list, from 0; null where it was not on it. */
  readonly rank: number | null;
  /** Probability that the version gave to the right word. */
  readonly probability: number;
  /** The word that came first, and its probability; null where nothing was offered. */
  readonly first: { readonly word: string; readonly probability: number } | null;
}

export interface Score {
  readonly n: number;
  readonly top1: number;
  /** Share of questions whose word was among the first three. */
  readonly top3: number;
  readonly top5: number;
  /** Mean reciprocal rank; 0 for a word that was not on the list. */
  readonly mrr: number;
}

/** How far a version's probabilities can be believed. */
export interface ConfidenceHealth {
  /** Mean squared error of the first word's probability (Brier, 1950). */
  readonly brier: number;
  /** Mean negative log probability of the right word, nats. */
  readonly nll: number;
  /** Expected calibration error over bins of equal mass (Nguyen and O'Connor, 2015), with a 95 % bootstrap interval. */
  readonly ece: { readonly value: number; readonly low: number; readonly high: number };
  /** Of answers given with more than 95 %: how many there were, and how many were wrong. */
  readonly sure: { readonly given: number; readonly wrong: number };
}

/** Two versions on the same questions. */
export interface Paired {
  /** Questions that only the new version answered first. */
  readonly gained: number;
  readonly lost: number;
  /** Two-sided exact probability of so uneven a split by chance (McNemar, 1947). */
  readonly p: number;
}

/** One question that came out otherwise. */
export interface Change {
  readonly suite: string;
  readonly text: string;
  readonly answer: string;
  readonly before: string | null;
  readonly after: string | null;
}

export interface SuiteResult {
  readonly suite: string;
  readonly before: Score;
  readonly after: Score;
  readonly paired: Paired;
}

/** `unjudged`: too few corrections were kept out of training. */
export type Verdict = 'better' | 'no-different' | 'worse' | 'unjudged';

export interface ExamReport {
  /** The version examined, and the one it was compared with. */
  readonly version: string;
  readonly against: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** Names the questions of the fixed suites, so that results over versions compare. */
  readonly questions: string;
  readonly suites: readonly SuiteResult[];
  /** All fixed suites together. */
  readonly overall: SuiteResult;
  /** Corrections that were kept out of training; null where there are none. */
  readonly heldOut: SuiteResult | null;
  /** Corrections that were trained on, a sample of them; null where there are none. */
  readonly learned: SuiteResult | null;
  readonly confidence: { readonly before: ConfidenceHealth; readonly after: ConfidenceHealth };
  /** Divides the scores before they become probabilities; 1 where there was too little to fit it. */
  readonly temperature: number;
  readonly latency: {
    readonly before: { readonly p50: number; readonly p95: number };
    readonly after: { readonly p50: number; readonly p95: number };
  };
  /** Most memory of the process that learned and examined, bytes. */
  readonly peakMemory: number;
  readonly verdict: Verdict;
  /** The verdict in one sentence, with what it rests on. */
  readonly reason: Bilingual;
  /** What changed for the worse, and for the better: a few of each. */
  readonly worse: readonly Change[];
  readonly improved: readonly Change[];
  /** Mistakes on the fixed suites: the version's known limits. */
  readonly limits: readonly Change[];
}
