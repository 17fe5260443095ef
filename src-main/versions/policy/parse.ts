import { z } from 'zod';
import { RolloutEntry } from '../../contract/rollouts.ts';
import { RolloutMode } from '../../contract/slot.ts';
import { noEvidence } from './rollout.ts';
import { format, freshSnapshot, type Snapshot } from './snapshot.ts';
import { base } from './version.ts';

/** Reads stored state without trusting it: parts that are not valid are left out. */

const count = z.int().min(0);
const span = z.number().min(0);
const share = z.number().min(0).max(1);
const rate = z.number().gt(0).lt(1);
const version = z.string().regex(/^(base|[0-9a-z-]{1,64})$/);
const bets = z.array(z.number()).length(noEvidence.comparison.fine.length);

const orNull = <T extends z.ZodType>(schema: T) => schema.nullable().catch(null).default(null);
/** Of a list the sound ones. */
const each = <T extends z.ZodType>(schema: T) =>
  z
    .array(z.unknown())
    .catch([])
    .default([])
    .transform((list) =>
      list.flatMap((one) => {
        const { success, data } = schema.safeParse(one);
        return success ? [data] : [];
      }),
    );
const isTrue = z.unknown().transform((value) => value === true);

const SprtDesign = z
  .object({ healthy: rate, bad: rate, alpha: rate, beta: rate })
  .refine(({ healthy, bad }) => healthy < bad);

const Stage = z.object({ share, requests: count, seconds: span, odds: span });

/** The last stage has a share of 1; otherwise the roll-out would never end. */
const Plan = z.object({
  shadow: z.object({ requests: count, seconds: span }).nullable(),
  stages: z
    .array(Stage)
    .refine((stages) => stages.at(-1)?.share === 1)
    .refine((stages) => stages.every((one, i) => i === 0 || one.share > (stages[i - 1]?.share ?? 0))),
  idleSeconds: span,
  errors: SprtDesign,
  margin: rate,
  pace: z.object({ pairs: count, ratio: z.number().min(1) }),
  beside: share,
});

const Phase = z.discriminatedUnion('name', [
  z.object({ name: z.literal('preparing') }),
  z.object({ name: z.literal('shadow') }),
  z.object({ name: z.literal('stage'), index: count }),
]);

const Rollout = z
  .object({
    version: version.refine((id) => id !== base),
    mode: RolloutMode,
    plan: Plan,
    phase: Phase,
    paused: isTrue,
    startedAt: z.number(),
  })
  .refine(({ plan, phase }) => phase.name !== 'stage' || phase.index < plan.stages.length);

const Evidence = z.object({
  answered: count,
  useMilliseconds: span,
  lastAt: z.number(),
  errors: z.object({
    observed: count,
    failures: count,
    ratio: z.number(),
    verdict: z.enum(['open', 'healthy', 'bad']),
  }),
  comparison: z.object({
    wins: count,
    ties: count,
    losses: count,
    worse: bets,
    fine: bets,
    best: z.number(),
  }),
  unpaired: z.object({ ofNew: isTrue, accepted: each(z.boolean()) }).catch({ ofNew: false, accepted: [] }),
  agreement: z.object({ same: count, of: count }),
  replayed: count,
});

const Saved = z.object({
  id: count,
  at: z.number(),
  main: version,
  rollout: orNull(Rollout),
  captured: orNull(z.string()),
});

const kinds = RolloutEntry.options.map(({ shape }) => shape.kind.value);
const EntryHead = z.object({ id: count, at: z.number(), version, kind: z.enum(kinds) });
/** The archive reads entries itself; here they only pass through. */
const Entry = z.custom<RolloutEntry>((value) => EntryHead.safeParse(value).success);

/** Text that cannot be read counts as no state. */
const Stored = z.object({
  format: z.literal(format),
  main: version,
  ids: count,
  target: orNull(version),
  rollout: orNull(Rollout),
  evidence: orNull(Evidence),
  previous: orNull(z.object({ version, until: z.number() })),
  blocked: each(version),
  history: each(Saved),
  outbox: each(Entry),
  reinstate: orNull(z.string()),
});

export interface Parsed {
  readonly snapshot: Snapshot;
  /** What was wrong; null for sound or first-time state. */
  readonly trouble: 'unreadable' | 'newer' | null;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

const isNewer = (stored: unknown): boolean =>
  z.object({ format: count.gt(format) }).safeParse(stored).success;
const hasRollout = (stored: unknown): boolean =>
  z.object({ rollout: z.unknown().refine((value) => (value ?? null) !== null) }).safeParse(stored).success;

/**
 * @param text JSON of a snapshot, null where none was ever stored
 * @returns a state that is safe to start with: the base model alone where nothing better is certain
 */
export function parseSnapshot(text: string | null): Parsed {
  const fresh = freshSnapshot(noEvidence);
  if (text === null) return { snapshot: fresh, trouble: null };
  const stored = jsonOf(text);
  if (isNewer(stored)) return { snapshot: fresh, trouble: 'newer' };
  const { data } = Stored.safeParse(stored);
  if (!data) return { snapshot: fresh, trouble: 'unreadable' };
  const { rollout, evidence, target, ...rest } = data;
  // A roll-out without its evidence is dropped.
  const kept = rollout && evidence && rollout.version !== data.main ? { rollout, evidence } : null;
  return {
    snapshot: { ...fresh, ...rest, target: target === data.main ? null : target, ...kept },
    trouble: hasRollout(stored) && !kept ? 'unreadable' : null,
  };
}
