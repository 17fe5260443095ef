import type { RolloutEntry } from '../contract/rollouts.ts';
import type { SlotView } from '../contract/slot.ts';
import { slotView } from '../versions/live/slot-view.ts';
import { viewOf } from '../versions/policy/view.ts';
import { type Shares, sharesOf } from './shares.ts';
import type { ControllerState } from './state.ts';

/** What the controller shows: the slot as the desktop's panel has it, and the split of the engine. */
export interface GatewayStatus {
  readonly engine: string;
  /** Of the last event, milliseconds since the epoch. */
  readonly at: number;
  readonly wanted: Shares;
  /** As last set here; null before the first look. */
  readonly applied: Shares | null;
  /** As somebody else set it; null where nobody did. */
  readonly foreign: Shares | null;
  readonly slot: SlotView;
  readonly entries: readonly RolloutEntry[];
}

export function statusOf(state: ControllerState, now: number): GatewayStatus {
  const { engine, at, control, applied, foreign, entries } = state;
  return {
    engine,
    at,
    wanted: sharesOf(control),
    applied,
    foreign,
    slot: slotView(viewOf(control, now), null),
    entries,
  };
}
