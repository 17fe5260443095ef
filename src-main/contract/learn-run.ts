import { z } from 'zod';
import { ExamReport } from './exam.ts';
import { Message } from './text.ts';

/** The state of learning and of its run. */

export const LearnMode = z.enum(['patch', 'lora']);

export const LearnProgress = z.object({
  /** `step` of `steps` counts rows prepared, updates made, or questions asked. */
  phase: z.enum(['prepare', 'train', 'write', 'exam']),
  step: z.int(),
  steps: z.int(),
  /** Nats per character; null before the first step. */
  loss: z.number().nullable(),
  /** KL divergence from the base model on the replay sentences, nats per character. */
  replayLoss: z.number().nullable(),
  /** Seconds left in this phase; null while they are unknown. */
  secondsLeft: z.number().nullable(),
  paused: z.boolean(),
});
export type LearnProgress = z.infer<typeof LearnProgress>;

/** The end of a run. */
export const LearnOutcome = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('learned'),
    version: z.string(),
    /** Whether the version was offered to the slot. */
    offered: z.boolean(),
    steps: z.int(),
    seconds: z.number(),
    /** Number of samples that the model could not use; the ledger has the reasons. */
    leftOut: z.int(),
    report: ExamReport,
  }),
  z.object({ kind: z.literal('failed'), text: Message }),
  z.object({ kind: z.literal('cancelled') }),
]);
export type LearnOutcome = z.infer<typeof LearnOutcome>;

export const LearnState = z.object({
  /** Number of samples for the next run that no version has. */
  waiting: z.int(),
  /** Number of all samples for the next run. */
  samples: z.int(),
  /** Whether enough samples wait for a run. */
  suggested: z.boolean(),
  /** Seconds for a run, estimated from the last runs on this machine; null before the first one. */
  estimate: z.number().nullable(),
  /** Null without a run. */
  run: z.object({ mode: LearnMode, startedAt: z.int(), progress: LearnProgress }).nullable(),
  last: LearnOutcome.nullable(),
});
export type LearnState = z.infer<typeof LearnState>;

/** The time of a run on this machine. */
const PastRun = z.object({
  /** Median seconds of an update, with pauses. */
  step: z.number().positive(),
  steps: z.int().positive(),
  /** Number of samples at the start of the run. */
  samples: z.int().positive(),
  /** Seconds of the run without its updates: preparation, writing, exam. */
  rest: z.number().min(0),
});
export type PastRun = z.infer<typeof PastRun>;
/** The last runs by model and method, oldest first. */
export const PastRuns = z.record(z.string(), z.array(PastRun));
export type PastRuns = z.infer<typeof PastRuns>;
