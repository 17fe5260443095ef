import { z } from 'zod';
import { Bilingual } from './schemas.ts';

/** What an exam of a version finds out: it crosses processes and is kept in the health archive. */

const list = <T extends z.ZodType>(item: T) => z.array(item).readonly();
const count = z.int().min(0);
const share = z.number().min(0).max(1);

/** One question of the fixed suites and what a version made of it. */
export const Mark = z.object({
  /** Names the question in its suite. */
  item: z.string(),
  /** Place of the right word, from 0; null where it was not listed. */
  rank: count.nullable(),
  /** What the version gave to the right word. */
  probability: share,
  /** The word that came first; null where nothing was offered. */
  first: z.object({ word: z.string(), probability: share }).nullable(),
});
export type Mark = z.infer<typeof Mark>;
export const Marks = list(Mark);

export const Score = z.object({
  n: count,
  top1: share,
  /** Share of questions whose word was among the first three. */
  top3: share,
  top5: share,
  /** Mean reciprocal rank; 0 for a word that was not on the list. */
  mrr: share,
});
export type Score = z.infer<typeof Score>;

/** How far a version's probabilities can be believed. */
export const ConfidenceHealth = z.object({
  /** Mean squared error of the first word's probability (Brier, 1950). */
  brier: z.number(),
  /** Mean negative log probability of the right word, nats. */
  nll: z.number(),
  /** Expected calibration error over bins of equal mass (Nguyen and O'Connor, 2015), with a 95 % bootstrap interval. */
  ece: z.object({ value: z.number(), low: z.number(), high: z.number() }),
  /** Of answers given with more than 95 %: how many there were, and how many were wrong. */
  sure: z.object({ given: count, wrong: count }),
});
export type ConfidenceHealth = z.infer<typeof ConfidenceHealth>;

/** One question that came out otherwise. */
export const Change = z.object({
  suite: z.string(),
  text: z.string(),
  answer: z.string(),
  before: z.string().nullable(),
  after: z.string().nullable(),
});
export type Change = z.infer<typeof Change>;

/** Two versions on the same questions. */
const Paired = z.object({
  /** Questions that only the new version answered first. */
  gained: count,
  lost: count,
  /** Two-sided exact probability of so uneven a split by chance (McNemar, 1947). */
  p: share,
});
export type Paired = z.infer<typeof Paired>;

export const SuiteResult = z.object({ suite: z.string(), before: Score, after: Score, paired: Paired });
export type SuiteResult = z.infer<typeof SuiteResult>;

/** `unjudged`: too few corrections were kept out of training. */
export const Verdict = z.enum(['better', 'no-different', 'worse', 'unjudged']);
export type Verdict = z.infer<typeof Verdict>;

const Pace = z.object({ p50: z.number(), p95: z.number() });

export const ExamReport = z.object({
  /** The version examined, and the one it was compared with. */
  version: z.string(),
  against: z.string(),
  at: z.number(),
  /** Names the questions of the fixed suites, so that results over versions compare. */
  questions: z.string(),
  suites: list(SuiteResult),
  /** All fixed suites together. */
  overall: SuiteResult,
  /** Corrections of words that were kept out of training altogether; null where there are none. */
  heldOut: SuiteResult.nullable(),
  /**
   * Other sentences of words that were trained on, kept out of training; null where there are none, as in exams of
   * before, which had whole words alone.
   */
  heldOutSentences: SuiteResult.nullable().default(null),
  /** Corrections that were trained on, a sample of them; null where there are none. */
  learned: SuiteResult.nullable(),
  confidence: z.object({ before: ConfidenceHealth, after: ConfidenceHealth }),
  /** Divides the scores before they become probabilities; 1 where there was too little to fit it. */
  temperature: z.number().positive(),
  /** Milliseconds. */
  latency: z.object({ before: Pace, after: Pace }),
  /** Most memory of the process that learned and examined, bytes. */
  peakMemory: z.number(),
  verdict: Verdict,
  /** The verdict in one sentence, with what it rests on. */
  reason: Bilingual,
  /** What changed for the worse, and for the better: a few of each. */
  worse: list(Change),
  improved: list(Change),
  /** Mistakes on the fixed suites: the version's known limits. */
  limits: list(Change),
});
export type ExamReport = z.infer<typeof ExamReport>;

/** Where a learned word stood before and after; from 0, null where it was not listed. */
export const Effect = z.object({ before: count.nullable(), after: count.nullable() });
export type Effect = z.infer<typeof Effect>;
