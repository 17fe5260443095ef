import { closedBreaker } from './breaker.ts';
import {
  type Control,
  follow,
  followedBy,
  goodBefore,
  goTo,
  type Moment,
  type Step,
  stay,
  stopRollout,
  toSlot,
  worthKeeping,
} from './control.ts';
import type { Mode, Plan } from './plan.ts';
import { nextPhase, noEvidence, startRollout } from './rollout.ts';
import { type Snapshot, withEntry, withSaved } from './snapshot.ts';
import { base, type VersionId } from './version.ts';

/** What a person asks of the slot. Pure. */

export interface Offer {
  readonly version: VersionId;
  readonly mode: Mode;
  readonly plan: Plan;
}

/** A new version starts its way; one that is under way gives up its place, and the plan starts again. */
export function offer(
  control: Control,
  { version, mode, plan }: Offer,
  moment: Moment,
  captured: string | null,
): Step {
  const { at } = moment;
  const before = control.snapshot;
  if (version === before.main || version === base) return stay(control);
  const under = before.rollout;
  const saved = withSaved(before, at, captured);
  const noted = under
    ? withEntry(saved, at, under.version, { kind: 'ended', how: 'replaced', evidence: before.evidence })
    : saved;
  const snapshot: Snapshot = {
    ...noted,
    rollout: startRollout(version, mode, plan, at),
    evidence: noEvidence,
    target: null,
    blocked: noted.blocked.filter((one) => one !== version),
  };
  const offered = { ...control, snapshot, breaker: closedBreaker(version) };
  return toSlot(offered, { kind: 'load', version }, moment);
}

/** 推进: the next phase now, whatever the evidence. */
export function push(control: Control, moment: Moment, captured: string | null): Step {
  const { rollout } = control.snapshot;
  if (!rollout || rollout.phase.name === 'preparing') return stay(control);
  const phase = nextPhase(rollout);
  return follow(control, phase ? { kind: 'next', phase } : { kind: 'finish' }, moment, captured);
}

/** 暂停 and its end. */
export function pause(control: Control, paused: boolean): Control {
  const { snapshot } = control;
  const { rollout } = snapshot;
  if (!rollout || rollout.paused === paused) return control;
  return { ...control, snapshot: { ...snapshot, rollout: { ...rollout, paused } } };
}

/** 放弃: the new version goes, the old one stays. */
export const abandon = (control: Control, moment: Moment): Step =>
  stopRollout(control, moment, { how: 'abandoned' });

/** 立即切回: out of a roll-out, or back to the version before, or to `to`. Always possible, engine or not. */
export function rollback(
  control: Control,
  moment: Moment,
  captured: string | null,
  to: VersionId | null = null,
): Step {
  const { rollout, main } = control.snapshot;
  const stopped = rollout ? stopRollout(control, moment, { how: 'rolled-back' }) : stay(control);
  const target = to ?? (rollout ? main : goodBefore(control.snapshot));
  if (target === main) return stopped;
  return followedBy(stopped, (one) =>
    goTo({ ...one, snapshot: withSaved(one.snapshot, moment.at, captured) }, target, moment),
  );
}

/** Puts back a state of the history, with the settings and memory index that belong to it. */
export function restore(control: Control, id: number, moment: Moment, captured: string | null): Step {
  const saved = control.snapshot.history.find((one) => one.id === id);
  if (!saved) return stay(control);
  const stopped = stopRollout(control, moment, { how: 'rolled-back' });
  return followedBy(stopped, (one) => {
    const kept = withSaved(one.snapshot, moment.at, captured);
    const snapshot = { ...kept, reinstate: saved.captured };
    return goTo({ ...one, snapshot }, saved.main, moment);
  });
}

/** Loads the version before, so that 立即切回 need not: after a start of the app, or where a new version came to nothing. */
export function keep(control: Control, moment: Moment): Step {
  const version = worthKeeping(control, moment.at);
  return version === null ? stay(control) : toSlot(control, { kind: 'keep', version }, moment);
}
