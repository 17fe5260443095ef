import { type RolloutEntry, RolloutEntry as RolloutEntryShape } from '../contract/rollouts.ts';
import type { Control } from '../versions/policy/control.ts';
import type { VersionId } from '../versions/policy/version.ts';
import type { Alarm } from './alarm.ts';
import type { EngineKind } from './events.ts';
import type { Totals } from './ports.ts';
import type { Shares } from './shares.ts';

/** Everything that the controller knows. Plain data, made from the ledger alone. */

/** What two versions answered at the same time, until it is enough for a comparison of their latency. */
export interface Pair {
  readonly mine: { readonly answered: number; readonly milliseconds: number };
  readonly live: { readonly answered: number; readonly milliseconds: number };
}

export interface ControllerState {
  readonly engine: EngineKind;
  readonly origin: number;
  /** Roll-out, evidence, breaker and history, as on the desktop. Places of versions mean nothing here. */
  readonly control: Control;
  /** Versions that were offered here at any time: a restart with the same arguments offers none again. */
  readonly offered: readonly VersionId[];
  /** Ids of the latest commands. */
  readonly commands: readonly string[];
  readonly totals: Totals;
  readonly pair: Pair;
  /** Of the version that answers most. */
  readonly alarm: Alarm;
  /** The split that the engine was last known to have by our hand; null before the first. */
  readonly applied: Shares | null;
  /** Splits that were asked for since. */
  readonly asked: readonly Shares[];
  /** The split of somebody else. */
  readonly foreign: Shares | null;
  /** The log of the archive, newest last. */
  readonly entries: readonly RolloutEntry[];
  /** Of the last event, milliseconds since the epoch. */
  readonly at: number;
}

export const emptyPair: Pair = {
  mine: { answered: 0, milliseconds: 0 },
  live: { answered: 0, milliseconds: 0 },
};

const mostEntries = 1_000;

/** Moves entries from the policy's outbox to the log, without the state of its running tests. */
export function archived(state: ControllerState): ControllerState {
  const { snapshot } = state.control;
  if (snapshot.outbox.length === 0) return state;
  const fresh = snapshot.outbox.map((entry) => RolloutEntryShape.parse(entry));
  return {
    ...state,
    control: { ...state.control, snapshot: { ...snapshot, outbox: [] } },
    entries: [...state.entries, ...fresh].slice(-mostEntries),
  };
}
