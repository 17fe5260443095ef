import { z } from 'zod';
import { ExamReport } from './exam.ts';
import { Bilingual } from './schemas.ts';

/** What the interface is told of a run that learns. */

export const LearnMode = z.enum(['patch', 'lora']);

export const LearnProgress = z.object({
  /** Rows prepared, updates made, or questions put: `step` of `steps`. */
  phase: z.enum(['prepare', 'train', 'write', 'exam']),
  step: z.int(),
  steps: z.int(),
  /** Nats a character; null before the first step. */
  loss: z.number().nullable(),
  /** Divergence from the base model on replay, nats a character. */
  replayLoss: z.number().nullable(),
  /** Of this phase; null while nothing is known. */
  secondsLeft: z.number().nullable(),
  paused: z.boolean(),
});
export type LearnProgress = z.infer<typeof LearnProgress>;

/** How the last run ended. */
export const LearnOutcome = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('learned'),
    version: z.string(),
    /** Whether the version was handed to the slot. */
    offered: z.boolean(),
    steps: z.int(),
    seconds: z.number(),
    /** Samples that the model could not use; the ledger has the reasons. */
    leftOut: z.int(),
    report: ExamReport,
  }),
  z.object({ kind: z.literal('failed'), text: Bilingual }),
  z.object({ kind: z.literal('cancelled') }),
]);
export type LearnOutcome = z.infer<typeof LearnOutcome>;

export const LearnState = z.object({
  /** Good samples that no version holds yet. */
  waiting: z.int(),
  /** All samples that a run would learn from. */
  samples: z.int(),
  /** Whether enough wait that a run is worth while. */
  suggested: z.boolean(),
  /** Seconds that a run would take, by what the last ones took on this machine; null before the first. */
  estimate: z.number().nullable(),
  /** Null while nothing runs. */
  run: z.object({ mode: LearnMode, startedAt: z.int(), progress: LearnProgress }).nullable(),
  last: LearnOutcome.nullable(),
});
export type LearnState = z.infer<typeof LearnState>;

/** How long a run took on this machine. */
const PastRun = z.object({
  /** Median seconds of an update, rests included. */
  step: z.number().positive(),
  steps: z.int().positive(),
  /** Samples that the run began with. */
  samples: z.int().positive(),
  /** Seconds of the whole run without its updates: preparing, writing, the exam. */
  rest: z.number().min(0),
});
export type PastRun = z.infer<typeof PastRun>;
/** The last runs by model and method, oldest first. */
export const PastRuns = z.record(z.string(), z.array(PastRun));
export type PastRuns = z.infer<typeof PastRuns>;
