import { z } from 'zod';
import { Bilingual } from './schemas.ts';

/** The slot as panel and command line see it. */

const count = z.int().min(0);

const SlotVersion = z.object({
  version: z.string(),
  /** Share of the gaps that it answers, 0–1. */
  share: z.number(),
  requests: count,
  errors: count,
  /** Milliseconds. */
  p50: z.number(),
  p95: z.number(),
  /** With a 95 % interval. */
  acceptance: z.object({ accepted: count, of: count, low: z.number(), high: z.number() }),
});
export type SlotVersion = z.infer<typeof SlotVersion>;

/** What the phase under way still asks for. */
export const Need = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('requests'), requests: z.number() }),
  z.object({ kind: z.literal('use'), seconds: z.number() }),
  /** Runs without an error that would settle the test. */
  z.object({ kind: z.literal('clean-runs'), runs: z.number() }),
  /** Requests that both versions run, to compare their latency. */
  z.object({ kind: z.literal('common-runs'), runs: z.number() }),
  /** It takes so many times as long as the old one: too long to go on, too short to stop. */
  z.object({ kind: z.literal('slower'), ratio: z.number() }),
  /** Judged or replayed gaps, if both versions do equally well. */
  z.object({ kind: z.literal('comparisons'), pairs: z.number() }),
  z.object({ kind: z.literal('resume') }),
  /** Shadow only: the writer decides. */
  z.object({ kind: z.literal('wish') }),
]);
export type Need = z.infer<typeof Need>;

export const RolloutMode = z.enum(['now', 'staged', 'shadow']);

export const SlotView = z.object({
  summary: Bilingual,
  main: SlotVersion,
  /** The version under way. */
  candidate: SlotVersion.nullable(),
  places: z.array(z.enum(['empty', 'loading', 'warming', 'live', 'draining', 'failed'])),
  rollout: z
    .object({
      version: z.string(),
      mode: RolloutMode,
      /** `preparing`, `shadow`, or the stage's place in `stages`. */
      phase: z.union([z.enum(['preparing', 'shadow']), count]),
      /** Shares of the stages. */
      stages: z.array(z.number()),
      paused: z.boolean(),
      startedAt: z.number(),
    })
    .nullable(),
  agreement: z.object({ same: count, of: count }),
  comparison: z.object({ wins: count, ties: count, losses: count }),
  replayed: count,
  needs: z.array(Need),
  breaker: z
    .object({
      version: z.string(),
      state: z.enum(['closed', 'open']),
      /** Why it opened, as part of a sentence. */
      why: Bilingual.nullable(),
    })
    .nullable(),
  /** Private memory of the engine's process, bytes; null before the first answer. */
  memory: z.number().nullable(),
  /** Where going back leads; null where there is nowhere. */
  backTo: z.string().nullable(),
  target: z.string().nullable(),
  failure: z.object({ version: z.string(), code: z.string(), text: Bilingual }).nullable(),
  history: z.array(z.object({ id: z.int(), at: z.number(), main: z.string() })),
});
export type SlotView = z.infer<typeof SlotView>;

/** The version that answers: in its last stage the new one does, though the old one is still at hand. */
export const answeringVersion = ({
  main,
  candidate,
}: {
  readonly main: { readonly version: string };
  readonly candidate: { readonly version: string; readonly share: number } | null;
}): string => (candidate && candidate.share > 0.5 ? candidate.version : main.version);
