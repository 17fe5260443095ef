import { z } from 'zod';
import { RolloutEntry } from '../contract/rollouts.ts';

/**
 * What the ledger holds: everything that ever changed the controller's state, in order. The state is what `fold` makes
 * of it, so that a restart at any moment continues where the ledger ends.
 */

export const engines = ['ray', 'kserve'] as const;
export type EngineKind = (typeof engines)[number];

const count = z.int().min(0);
export const Version = z.string().regex(/^(base|[0-9a-z-]{1,64})$/);
const Shares = z.record(Version, z.number().min(0).max(1));
const Totals = z.record(
  z.string().regex(/^\S+ \S*$/),
  z.object({ answered: count, failed: count, milliseconds: z.number().min(0) }),
);

/** What a person asks for. `id` is given once: the same command read twice counts once. */
export const Command = z.discriminatedUnion('what', [
  /** A version starts its way. */
  z.object({ id: z.string(), what: z.literal('offer'), version: Version, acceptance: z.boolean() }),
  /** All requests to this version at once. */
  z.object({ id: z.string(), what: z.literal('pin'), version: Version }),
  /** Out of the roll-out, or to the version before. */
  z.object({ id: z.string(), what: z.literal('back') }),
  /** The next stage now, whatever the evidence. */
  z.object({ id: z.string(), what: z.literal('push') }),
  z.object({ id: z.string(), what: z.literal('pause') }),
  /** Ends a pause, and takes over a split that somebody else set. */
  z.object({ id: z.string(), what: z.literal('resume') }),
]);
export type Command = z.infer<typeof Command>;

const Alarm = z.object({ version: Version, sum: z.number(), requests: count, errors: count });

/** The state without the running tests of the breaker: what a ledger that has grown long begins anew with. */
export const Checkpoint = z.object({
  engine: z.enum(engines),
  origin: count,
  snapshot: z.string(),
  offered: z.array(Version),
  commands: z.array(z.string()),
  totals: Totals,
  applied: Shares.nullable(),
  asked: z.array(Shares),
  foreign: Shares.nullable(),
  alarm: Alarm,
  entries: z.array(RolloutEntry),
});
export type Checkpoint = z.infer<typeof Checkpoint>;

/** Milliseconds since the epoch; never before the event's predecessor. */
const at = z.number();

export const GatewayEvent = z.discriminatedUnion('kind', [
  /** The first one. `origin` tells this ledger's entries from those of others in an archive. */
  z.object({
    at,
    kind: z.literal('opened'),
    format: z.literal(1),
    engine: z.enum(engines),
    main: Version,
    origin: count,
  }),
  z.object({ at, kind: z.literal('checkpoint'), format: z.literal(1), state: Checkpoint }),
  z.object({ at, kind: z.literal('command'), command: Command }),
  /** Counters that changed, as the engine told them. */
  z.object({ at, kind: z.literal('counted'), totals: Totals }),
  /** Reports of desktops since the last event, of one version. */
  z.object({
    at,
    kind: z.literal('reported'),
    version: Version,
    accepted: count,
    refused: count,
    errors: count,
  }),
  /** Before the engine is asked for a split: whether it took it is unknown until `applied`. */
  z.object({ at, kind: z.literal('asked'), shares: Shares }),
  z.object({ at, kind: z.literal('applied'), shares: Shares }),
  /** Somebody else set the split; null: it is as it was set here again. */
  z.object({ at, kind: z.literal('foreign'), shares: Shares.nullable() }),
]);
export type GatewayEvent = z.infer<typeof GatewayEvent>;
export type EventOf<K extends GatewayEvent['kind']> = Extract<GatewayEvent, { kind: K }>;
