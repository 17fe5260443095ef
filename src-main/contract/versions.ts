import { z } from 'zod';
import { Change, Effect, ExamReport, Score, Verdict } from './exam.ts';
import { SampleSource } from './learning.ts';
import { RolloutEvidence } from './rollouts.ts';
import { Bilingual } from './schemas.ts';

/** The nouns of versions and their health records. Times are milliseconds since the epoch, sizes are bytes. */

const count = z.int().min(0);

/** `base` is the untouched model. */
export const VersionId = z.string().regex(/^(?:base|[0-9a-f]{16})$/);

export const VersionState = z.enum([
  /** Answers what is not the new version's. */
  'live',
  /** On its way into service. */
  'under-way',
  /** Where one step back leads. */
  'previous',
  /** Stopped or given up; does not start again by itself. */
  'stopped',
  'ready',
  /** Its patch is gone; the record stays. */
  'removed',
]);
export type VersionState = z.infer<typeof VersionState>;

export const VersionSummary = z.object({
  id: VersionId,
  mode: z.enum(['base', 'patch', 'lora']),
  state: VersionState,
  /** SHA-256 of the base model's weights; null for the base model itself, which may be any. */
  base: z.string().nullable(),
  modelId: z.string().nullable(),
  createdAt: z.number().nullable(),
  removedAt: z.number().nullable(),
  /** Samples that it learned. */
  samples: count,
  bytes: count.nullable(),
  /** Null until it is examined. */
  verdict: Verdict.nullable(),
  reason: Bilingual.nullable(),
  /** Top-1 on the fixed suites against the version that ran when it was examined. */
  general: z.object({ against: z.string(), before: z.number(), after: z.number() }).nullable(),
  /** Top-1 on corrections that were kept out of training; null where there were none. */
  heldOut: z.object({ before: z.number(), after: z.number() }).nullable(),
});
export type VersionSummary = z.infer<typeof VersionSummary>;

export const Training = z.object({
  at: z.number(),
  mode: z.enum(['patch', 'lora']),
  seed: z.int(),
  /** Null where the stored one is damaged. */
  recipe: z.record(z.string(), z.unknown()).nullable(),
  metrics: z.record(z.string(), z.number()).nullable(),
  patchFile: z.string(),
  patchBytes: count,
  samples: count,
  sources: z.array(z.object({ source: SampleSource, count })),
  /** Kept out of training for the exam. */
  heldOut: count,
});

export const MetricName = z.enum([
  'top1',
  'top3',
  'mrr',
  'held-out-top1',
  'held-out-top3',
  'held-out-mrr',
  'learned-top1',
  'ece',
  'p50',
  'p95',
  'memory',
  'size',
]);
export type MetricName = z.infer<typeof MetricName>;

/** A figure of the version before and of this one. Shares 0–1, milliseconds, bytes. */
export const Metric = z.object({
  name: MetricName,
  before: z.number().nullable(),
  after: z.number().nullable(),
});
export type Metric = z.infer<typeof Metric>;

/** One version on one suite. `at`: when it was first examined. */
export const TrendPoint = z.object({ version: VersionId, at: z.number(), score: Score });
export type TrendPoint = z.infer<typeof TrendPoint>;

export const TrendSeries = z.object({
  /** Of the fixed suites, or `overall`. */
  suite: z.string(),
  name: Bilingual,
  /** Oldest version first, the base model before all. */
  points: z.array(TrendPoint),
});
export type TrendSeries = z.infer<typeof TrendSeries>;

/** What else an exam said of a version, for the same charts. */
export const TrendVersion = z.object({
  version: VersionId,
  at: z.number(),
  ece: z.number(),
  p50: z.number(),
  p95: z.number(),
  /** Null, as the next one, for a version that others were only compared with. */
  peakMemory: z.number().nullable(),
  /** Top-1 on corrections that were kept out; those are other ones for every version. */
  heldOut: z.number().nullable(),
});
export type TrendVersion = z.infer<typeof TrendVersion>;

/** Versions of one base model that were asked the same questions, so that their figures compare. */
export const Trend = z.object({
  base: z.string(),
  /** Names the questions. */
  questions: z.string(),
  series: z.array(TrendSeries),
  versions: z.array(TrendVersion),
});
export type Trend = z.infer<typeof Trend>;

export const RolloutLine = z.object({
  at: z.number(),
  text: Bilingual,
  evidence: RolloutEvidence.nullable(),
});
export type RolloutLine = z.infer<typeof RolloutLine>;

export const IncidentLine = z.object({
  at: z.number(),
  kind: z.enum(['breaker', 'failure', 'rolled-back']),
  reason: Bilingual,
  evidence: RolloutEvidence.nullable(),
});
export type IncidentLine = z.infer<typeof IncidentLine>;

/** All that is known of a version, to be read like a medical file. */
export const HealthRecord = z.object({
  format: z.literal('bumo-health-record'),
  formatVersion: z.literal(1),
  version: VersionSummary,
  /** Null for the base model. */
  training: Training.nullable(),
  /** The last one; null where it was never examined. */
  exam: ExamReport.nullable(),
  metrics: z.array(Metric),
  /** Every version of the same base that was asked the same questions; null where it was never examined. */
  drift: Trend.nullable(),
  /** Its own mistakes on the fixed suites. */
  limits: z.array(Change).readonly(),
  rollout: z.array(RolloutLine),
  incidents: z.array(IncidentLine),
  /** Signed off by the writer, oldest first. */
  notes: z.array(z.object({ id: z.int(), at: z.number(), text: z.string() })),
  /** What of the record could not be read. */
  damaged: z.array(Bilingual),
});
export type HealthRecord = z.infer<typeof HealthRecord>;

export const RecordFormat = z.enum(['markdown', 'json', 'html']);
export type RecordFormat = z.infer<typeof RecordFormat>;

/** Something learned, and what became of it. */
export const LedgerItem = z.object({
  /** The sample's. */
  id: z.string(),
  /** Null once it was forgotten, while a version still holds it. */
  text: z.string().nullable(),
  answer: z.string().nullable(),
  source: SampleSource,
  at: z.number(),
  /** The document that it was said in; null where that is not known. */
  documentId: z.string().nullable(),
  /** `learned`: the next version learns it; `waiting`: it could, but does not, for the reason in `unused`. */
  standing: z.enum(['learned', 'waiting', 'forgotten']),
  unused: Bilingual.nullable(),
  /** Whether the memory holds it, and raises its word at once. */
  inMemory: z.boolean(),
  /** Newest first. */
  versions: z.array(
    z.object({
      version: VersionId,
      state: VersionState,
      /** Kept out of training, to be asked in the exam. */
      heldOut: z.boolean(),
      /** Where its word stood before and after; null where the exam did not ask it. */
      effect: Effect.nullable(),
    }),
  ),
});
export type LedgerItem = z.infer<typeof LedgerItem>;

export const LedgerPage = z.object({
  query: z.string().max(200).optional(),
  limit: z.int().min(1).max(500).default(50),
  offset: count.default(0),
});
export type LedgerPage = z.infer<typeof LedgerPage>;

/** Something was added to a version's record, or it was removed. */
export const RecordChanged = z.object({ id: VersionId });
