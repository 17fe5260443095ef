import { z } from 'zod';
import { Calibration } from './calibration.ts';
import { Precision } from './schemas.ts';
import { Message } from './text.ts';

/** The result of a version's exam, which crosses processes and is stored in the archive. */

const list = <T extends z.ZodType>(item: T) => z.array(item).readonly();
const count = z.int().min(0);
const share = z.number().min(0).max(1);

/** A version's answer to one question of the fixed suites. */
export const Mark = z.object({
  /** Id of the question in its suite. */
  item: z.string(),
  /** Rank of the right word, from 0; null if it was not listed. */
  rank: count.nullable(),
  /** The version's probability of the right word. */
  probability: share,
  /** The first word; null if nothing was offered. */
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
  /** Mean reciprocal rank; a word that was not listed counts 0. */
  mrr: share,
});
export type Score = z.infer<typeof Score>;

/** The calibration of a version's probabilities. */
export const ConfidenceHealth = z.object({
  /** Mean squared error of the first word's probability (Brier, 1950). */
  brier: z.number(),
  /** Mean negative log probability of the right word, nats. */
  nll: z.number(),
  /** Expected calibration error over bins of equal mass (Nguyen and O'Connor, 2015), with a 95 % bootstrap interval. */
  ece: z.object({ value: z.number(), low: z.number(), high: z.number() }),
  /** Answers with a probability above 95 %: their number, and how many were wrong. */
  sure: z.object({ given: count, wrong: count }),
});
export type ConfidenceHealth = z.infer<typeof ConfidenceHealth>;

/** A question that two versions answered differently. */
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

/** `unjudged`: too few corrections were held out of training. */
export const Verdict = z.enum(['better', 'no-different', 'worse', 'unjudged']);
export type Verdict = z.infer<typeof Verdict>;

const Pace = z.object({ p50: z.number(), p95: z.number() });

export const ExamReport = z.object({
  /** The version examined, and the one it was compared with. */
  version: z.string(),
  against: z.string(),
  at: z.number(),
  /** Names the fixed questions and how the base model was asked them: results are comparable if it is equal. */
  questions: z.string(),
  /** Of both versions' linear layers. Exams of earlier versions of the app were float32. */
  precision: Precision.default('float32'),
  suites: list(SuiteResult),
  /** All fixed suites together. */
  overall: SuiteResult,
  /**
   * The run's trial, which did not learn what was held out; it answers the two suites below, and later learned what was
   * held out to become `version`. Null if nothing was held out, and in older exams, whose version was its own trial.
   */
  trial: z.string().nullable().default(null),
  /** Corrections of words that were held out in all sentences; null if there are none. */
  heldOut: SuiteResult.nullable(),
  /**
   * Held-out sentences whose words were trained on in others; null if there are none, as in older exams, which held out
   * whole words only.
   */
  heldOutSentences: SuiteResult.nullable().default(null),
  /** The questions of both, answered by the version that has learned them; null if there is no trial. */
  returned: SuiteResult.nullable().default(null),
  /** A sample of the corrections that were trained on; null if there are none. */
  learned: SuiteResult.nullable(),
  confidence: z.object({ before: ConfidenceHealth, after: ConfidenceHealth }),
  /** Divides the logits before the softmax; 1 if there were too few questions to fit it. */
  temperature: z.number().positive(),
  /** Milliseconds. */
  latency: z.object({ before: Pace, after: Pace }),
  /** Peak memory of the processes of training and exam, bytes. */
  peakMemory: z.number(),
  /** The base model's calibration that the exam was held under; absent before it had one. */
  calibration: Calibration.optional(),
  verdict: Verdict,
  /** The verdict in one sentence, with its evidence. */
  reason: Message,
  /** A few questions that became worse, and a few that became better. */
  worse: list(Change),
  improved: list(Change),
  /** Wrong answers on the fixed suites. */
  limits: list(Change),
});
export type ExamReport = z.infer<typeof ExamReport>;

/** The rank of a learned word before and after, from 0; null if it was not listed. */
export const Effect = z.object({ before: count.nullable(), after: count.nullable() });
export type Effect = z.infer<typeof Effect>;
