import { z } from 'zod';
import { Bilingual } from './schemas.ts';

/** What an exam of a version found, as the archive keeps it. Agrees with learn/exam/report.ts (a test holds the two together). */

const list = <T extends z.ZodType>(item: T) => z.array(item).readonly();
const count = z.int().min(0);
const share = z.number().min(0).max(1);

/** One question of the fixed suites and what a version made of it. */
export const Mark = z.object({
  item: z.string(),
  /** Place of the right word, from 0; null where it was not listed. */
  rank: count.nullable(),
  probability: share,
  first: z.object({ word: z.string(), probability: share }).nullable(),
});
export type Mark = z.infer<typeof Mark>;
export const Marks = list(Mark);

export const Score = z.object({ n: count, top1: share, top3: share, top5: share, mrr: share });
export type Score = z.infer<typeof Score>;

export const ConfidenceHealth = z.object({
  brier: z.number(),
  nll: z.number(),
  ece: z.object({ value: z.number(), low: z.number(), high: z.number() }),
  sure: z.object({ given: count, wrong: count }),
});

export const Change = z.object({
  suite: z.string(),
  text: z.string(),
  answer: z.string(),
  before: z.string().nullable(),
  after: z.string().nullable(),
});
export type Change = z.infer<typeof Change>;

export const SuiteResult = z.object({
  suite: z.string(),
  before: Score,
  after: Score,
  paired: z.object({ gained: count, lost: count, p: share }),
});
export type SuiteResult = z.infer<typeof SuiteResult>;

export const Verdict = z.enum(['better', 'no-different', 'worse', 'unjudged']);
export type Verdict = z.infer<typeof Verdict>;

const Pace = z.object({ p50: z.number(), p95: z.number() });

export const ExamReport = z.object({
  version: z.string(),
  against: z.string(),
  at: z.number(),
  questions: z.string(),
  suites: list(SuiteResult),
  overall: SuiteResult,
  heldOut: SuiteResult.nullable(),
  learned: SuiteResult.nullable(),
  confidence: z.object({ before: ConfidenceHealth, after: ConfidenceHealth }),
  temperature: z.number().positive(),
  /** Milliseconds. */
  latency: z.object({ before: Pace, after: Pace }),
  peakMemory: z.number(),
  verdict: Verdict,
  reason: Bilingual,
  worse: list(Change),
  improved: list(Change),
  limits: list(Change),
});
export type ExamReport = z.infer<typeof ExamReport>;

/** Where a learned word stood before and after; from 0, null where it was not listed. */
export const Effect = z.object({ before: count.nullable(), after: count.nullable() });
export type Effect = z.infer<typeof Effect>;
