import { z } from 'zod';
import { Message } from './text.ts';

/** The state of the slot. */

const count = z.int().min(0);

const SlotVersion = z.object({
  version: z.string(),
  /** Share of the gaps that the version answers, 0–1. */
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

/** A condition that the present phase of a rollout still waits for. */
export const Need = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('requests'), requests: z.number() }),
  z.object({ kind: z.literal('use'), seconds: z.number() }),
  /** Further runs without an error that would pass the test. */
  z.object({ kind: z.literal('clean-runs'), runs: z.number() }),
  /** Requests that both versions run, to compare their latency. */
  z.object({ kind: z.literal('common-runs'), runs: z.number() }),
  /** Latency relative to the old version: too high to continue, too low to stop. */
  z.object({ kind: z.literal('slower'), ratio: z.number() }),
  /** Judged or replayed gaps that would settle the test if both versions are equally good. */
  z.object({ kind: z.literal('comparisons'), pairs: z.number() }),
  z.object({ kind: z.literal('resume') }),
  /** Shadow only: the writer decides. */
  z.object({ kind: z.literal('wish') }),
]);
export type Need = z.infer<typeof Need>;

export const RolloutMode = z.enum(['now', 'staged', 'shadow']);

export const SlotView = z.object({
  summary: Message,
  main: SlotVersion,
  /** The version of the rollout under way. */
  candidate: SlotVersion.nullable(),
  places: z.array(z.enum(['empty', 'loading', 'warming', 'live', 'draining', 'failed'])),
  rollout: z
    .object({
      version: z.string(),
      mode: RolloutMode,
      /** `preparing`, `shadow`, or the index of the stage in `stages`. */
      phase: z.union([z.enum(['preparing', 'shadow']), count]),
      /** Share of the gaps in each stage. */
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
      /** Why the breaker opened, as part of a sentence. */
      why: Message.nullable(),
    })
    .nullable(),
  /** Private memory of the engine's process, bytes; null before the first answer. */
  memory: z.number().nullable(),
  /** The version that a rollback leads to; null if there is none. */
  backTo: z.string().nullable(),
  target: z.string().nullable(),
  failure: z.object({ version: z.string(), code: z.string(), text: Message }).nullable(),
  history: z.array(z.object({ id: z.int(), at: z.number(), main: z.string() })),
});
export type SlotView = z.infer<typeof SlotView>;

/** The version that answers most gaps: the candidate in the last stage of its rollout, else the main version. */
export const answeringVersion = ({
  main,
  candidate,
}: {
  readonly main: { readonly version: string };
  readonly candidate: { readonly version: string; readonly share: number } | null;
}): string => (candidate && candidate.share > 0.5 ? candidate.version : main.version);
