import { z } from 'zod';
import { Bilingual } from './schemas.ts';

/** What happens to versions in service, as policy writes it and the archive keeps it. */

const count = z.int().min(0);

/** Records of before rules had files of their own hold the figures beside the rule's name. */
const nested = (value: unknown): unknown => {
  const { rule, ...figures } = z.looseObject({ rule: z.string() }).safeParse(value).data ?? {};
  return rule === undefined || 'figures' in figures ? value : { rule, figures };
};

/** The rule by which a breaker opened, with what it saw. */
export const Opening = z.preprocess(
  nested,
  z.object({ rule: z.string(), figures: z.record(z.string(), z.number()) }),
);

export type Opening = z.infer<typeof Opening>;

/** What was seen of a version, without the state of the tests that run on it. */
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

/** `id` counts up for ever: an entry that is written twice is the same entry. */
const entry = { id: count, at: z.number(), version: z.string() };

/** One line of a version's record in service. */
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
    failure: z.object({ code: z.string(), text: Bilingual }),
    wasMain: z.boolean(),
  }),
  /** Traffic went to this version, or to the base model until it is loaded. */
  z.object({ ...entry, kind: z.literal('back-to'), from: z.string() }),
]);
export type RolloutEntry = z.infer<typeof RolloutEntry>;

const incident = { id: z.int(), at: z.number(), version: z.string() };

/** Something that went wrong with a version, or took it out of service. */
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
    failure: z.object({ code: z.string(), text: Bilingual }),
    wasMain: z.boolean(),
  }),
  /** `to`: who answers instead; null where the version had not replaced another. */
  z.object({
    ...incident,
    kind: z.literal('rolled-back'),
    to: z.string().nullable(),
    evidence: RolloutEvidence.nullable(),
  }),
]);
export type Incident = z.infer<typeof Incident>;
