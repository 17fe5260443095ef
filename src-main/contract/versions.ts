import { z } from 'zod';
import { Change, Effect, ExamReport, Score, Verdict } from './exam.ts';
import { SampleSource } from './learning.ts';
import { RolloutEvidence } from './rollouts.ts';
import { Message } from './text.ts';

/** Versions and their health records. Times are milliseconds since the epoch, sizes are bytes. */

const count = z.int().min(0);

/** `base` is the base model itself. */
export const VersionId = z.string().regex(/^(?:base|[0-9a-f]{16})$/);

export const VersionState = z.enum([
  /** The main version. */
  'live',
  /** The version of the rollout under way. */
  'under-way',
  /** The version that a rollback leads to. */
  'previous',
  /** Stopped by a breaker or abandoned; its rollout does not start again by itself. */
  'stopped',
  'ready',
  /** Its patch was removed; the record stays. */
  'removed',
]);
export type VersionState = z.infer<typeof VersionState>;

export const VersionSummary = z.object({
  id: VersionId,
  mode: z.enum(['base', 'patch', 'lora']),
  state: VersionState,
  /** SHA-256 of the base model's weights; null for a base model itself. */
  base: z.string().nullable(),
  modelId: z.string().nullable(),
  createdAt: z.number().nullable(),
  removedAt: z.number().nullable(),
  /** Number of samples it was trained on. */
  samples: count,
  bytes: count.nullable(),
  /** Null before its exam. */
  verdict: Verdict.nullable(),
  reason: Message.nullable(),
  /** Top-1 on the fixed suites, of the version that answered at its exam and of this one. */
  general: z.object({ against: z.string(), before: z.number(), after: z.number() }).nullable(),
  /** Top-1 on corrections held out of training; null if there were none. */
  heldOut: z.object({ before: z.number(), after: z.number() }).nullable(),
  /** Whether an organisation shared it; otherwise it was trained here. */
  team: z.boolean(),
});
export type VersionSummary = z.infer<typeof VersionSummary>;

export const Training = z.object({
  at: z.number(),
  mode: z.enum(['patch', 'lora']),
  seed: z.int(),
  /** Null if the stored one is damaged. */
  recipe: z.record(z.string(), z.unknown()).nullable(),
  metrics: z.record(z.string(), z.number()).nullable(),
  patchFile: z.string(),
  patchBytes: count,
  samples: count,
  sources: z.array(z.object({ source: SampleSource, count })),
  /** Number of samples held out of training for the exam. */
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

/** A measurement of the version before and of this one: a share (0–1), milliseconds or bytes. */
export const Metric = z.object({
  name: MetricName,
  before: z.number().nullable(),
  after: z.number().nullable(),
});
export type Metric = z.infer<typeof Metric>;

/** The score of a version on a suite. `at`: time of its first exam. */
export const TrendPoint = z.object({ version: VersionId, at: z.number(), score: Score });
export type TrendPoint = z.infer<typeof TrendPoint>;

export const TrendSeries = z.object({
  /** One of the fixed suites, or `overall`. */
  suite: z.string(),
  name: Message,
  /** The base model first, then versions, oldest first. */
  points: z.array(TrendPoint),
});
export type TrendSeries = z.infer<typeof TrendSeries>;

/** Other measurements of a version's exam, for the same charts. */
export const TrendVersion = z.object({
  version: VersionId,
  at: z.number(),
  ece: z.number(),
  p50: z.number(),
  p95: z.number(),
  /** Null, like the next field, for a version that was never examined itself. */
  peakMemory: z.number().nullable(),
  /** Top-1 on corrections held out of training, which differ from version to version. */
  heldOut: z.number().nullable(),
});
export type TrendVersion = z.infer<typeof TrendVersion>;

/** Versions of one base model that answered the same questions, so that their measurements are comparable. */
export const Trend = z.object({
  base: z.string(),
  /** Hash of the questions. */
  questions: z.string(),
  series: z.array(TrendSeries),
  versions: z.array(TrendVersion),
});
export type Trend = z.infer<typeof Trend>;

export const RolloutLine = z.object({
  at: z.number(),
  text: Message,
  evidence: RolloutEvidence.nullable(),
});
export type RolloutLine = z.infer<typeof RolloutLine>;

export const IncidentLine = z.object({
  at: z.number(),
  kind: z.enum(['breaker', 'failure', 'rolled-back']),
  reason: Message,
  evidence: RolloutEvidence.nullable(),
});
export type IncidentLine = z.infer<typeof IncidentLine>;

/** All records of a version. */
export const HealthRecord = z.object({
  format: z.literal('bumo-health-record'),
  formatVersion: z.literal(1),
  version: VersionSummary,
  /** Null for the base model. */
  training: Training.nullable(),
  /** The last exam; null if there was none. */
  exam: ExamReport.nullable(),
  metrics: z.array(Metric),
  /** The versions of the same base model that answered the same questions; null if there was no exam. */
  drift: Trend.nullable(),
  /** Wrong answers on the fixed suites. */
  limits: z.array(Change).readonly(),
  rollout: z.array(RolloutLine),
  incidents: z.array(IncidentLine),
  /** Notes of the writer, oldest first. */
  notes: z.array(z.object({ id: z.int(), at: z.number(), text: z.string() })),
  /** The parts of the record that could not be read. */
  damaged: z.array(Message),
});
export type HealthRecord = z.infer<typeof HealthRecord>;

export const RecordFormat = z.enum(['markdown', 'json', 'html']);
export type RecordFormat = z.infer<typeof RecordFormat>;

/** A sample, and the versions that were made with it. */
export const LedgerItem = z.object({
  /** The sample's id. */
  id: z.string(),
  /** Null for a forgotten sample that a version still has. */
  text: z.string().nullable(),
  answer: z.string().nullable(),
  source: SampleSource,
  at: z.number(),
  /** The document of the feedback; null if it is unknown. */
  documentId: z.string().nullable(),
  /** `learned`: the next version is trained on it. `waiting`: it is not, for the reason in `unused`. */
  standing: z.enum(['learned', 'waiting', 'forgotten']),
  unused: Message.nullable(),
  /** Whether the memory has it, and so offers its word at once. */
  inMemory: z.boolean(),
  /** Newest first. */
  versions: z.array(
    z.object({
      version: VersionId,
      state: VersionState,
      /** Held out of training, and asked in the exam. */
      heldOut: z.boolean(),
      /** The rank of its word before and after; null if the exam did not ask it. */
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

/** The record of a version changed. */
export const RecordChanged = z.object({ id: VersionId });
