import { z } from 'zod';
import { Message } from './text.ts';

/** The log of versions in service, which the policy writes and the archive stores. */

const count = z.int().min(0);

/** Converts older records, which hold the figures at the level of the rule's name. */
const nested = (value: unknown): unknown => {
  const { rule, ...figures } = z.looseObject({ rule: z.string() }).safeParse(value).data ?? {};
  return rule === undefined || 'figures' in figures ? value : { rule, figures };
};

/** The rule that opened a breaker, with its figures. */
export const Opening = z.preprocess(
  nested,
  z.object({ rule: z.string(), figures: z.record(z.string(), z.number()) }),
);

export type Opening = z.infer<typeof Opening>;

/** The evidence on a version, without the state of its running tests. */
export const RolloutEvidence = z.object({
  answered: count,
  useMilliseconds: z.number(),
  errors: z.object({
    observed: count,
    failures: count,
    verdict: z.enum(['open', 'healthy', 'bad']),
  }),
  comparison: z.object({ wins: count, ties: count, losses: count }),
  agreement: z.object({ same: count, of: count }),
  replayed: count,
});
export type RolloutEvidence = z.infer<typeof RolloutEvidence>;

/** Where it happened: on this machine, or on the serving engine of the organisation. */
const where = z.literal('gateway').optional();

/** `id` never repeats: an entry that is written twice has the same id. */
const entry = { id: count, at: z.number(), version: z.string(), where };

/** An entry of the log. */
export const RolloutEntry = z.discriminatedUnion('kind', [
  z.object({
    ...entry,
    kind: z.literal('phase'),
    phase: z.string(),
    evidence: RolloutEvidence.nullable(),
  }),
  z.object({
    ...entry,
    kind: z.literal('ended'),
    how: z.enum(['finished', 'abandoned', 'rolled-back', 'replaced']),
    evidence: RolloutEvidence.nullable(),
  }),
  z.object({
    ...entry,
    kind: z.literal('opened'),
    opening: Opening,
    evidence: RolloutEvidence.nullable(),
  }),
  z.object({
    ...entry,
    kind: z.literal('failed'),
    failure: z.object({ code: z.string(), text: Message }),
    wasMain: z.boolean(),
  }),
  /** Requests go to this version again, or to the base model until it is loaded. */
  z.object({ ...entry, kind: z.literal('back-to'), from: z.string() }),
]);
export type RolloutEntry = z.infer<typeof RolloutEntry>;

const incident = { id: z.int(), at: z.number(), version: z.string(), where };

/** A fault of a version, or its removal from service. */
export const Incident = z.discriminatedUnion('kind', [
  z.object({
    ...incident,
    kind: z.literal('breaker'),
    opening: Opening,
    evidence: RolloutEvidence.nullable(),
  }),
  z.object({
    ...incident,
    kind: z.literal('failure'),
    failure: z.object({ code: z.string(), text: Message }),
    wasMain: z.boolean(),
  }),
  /** `to`: the version that answers instead; null if this version had not replaced another. */
  z.object({
    ...incident,
    kind: z.literal('rolled-back'),
    to: z.string().nullable(),
    evidence: RolloutEvidence.nullable(),
  }),
]);
export type Incident = z.infer<typeof Incident>;
