import type { Opening } from '../../contract/rollouts.ts';
import { type Breaker, closedBreaker } from './breaker.ts';
import { type LatencyWindow, noLatencies } from './latency.ts';
import { carryOver, type Decision, nextPhase, noEvidence, type Phase, shareOf } from './rollout.ts';
import { type Snapshot, withBlocked, withEntry, withSaved } from './snapshot.ts';
import { initialSlot, mainVersion, roomToKeep, type Slot, type SlotEffect, type SlotEvent } from './state.ts';
import { update } from './transitions.ts';
import { base, type VersionId } from './version.ts';

/** Everything the router knows, and how places, roll-out and breaker move together. Pure. */

export interface Tally {
  readonly requests: number;
  readonly errors: number;
  readonly latencies: LatencyWindow;
  readonly accepted: number;
  readonly judged: number;
}

export interface Control {
  readonly slot: Slot;
  readonly snapshot: Snapshot;
  /** Watches the new version, or the main one where none is under way; nobody watches the base model. */
  readonly breaker: Breaker | null;
  /** Since the app started. */
  readonly tallies: Readonly<Record<VersionId, Tally>>;
}

export interface Moment {
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** Milliseconds on a clock that never jumps. */
  readonly monotonic: number;
}

/** What the engine must do. */
export type Order = Extract<SlotEffect, { kind: 'load' | 'warm' | 'unload' }>;

export interface Step {
  readonly control: Control;
  readonly orders: readonly Order[];
}

export const noTally: Tally = { requests: 0, errors: 0, latencies: noLatencies, accepted: 0, judged: 0 };

/** 立即切回 stays at hand for so long. */
const backMilliseconds = 7 * 24 * 3_600_000;

export const stay = (control: Control): Step => ({ control, orders: [] });

export function followedBy(step: Step, next: (control: Control) => Step): Step {
  const { control, orders } = next(step.control);
  return { control, orders: [...step.orders, ...orders] };
}

const watchOver = (version: VersionId): Breaker | null => (version === base ? null : closedBreaker(version));

export function startControl(snapshot: Snapshot): Control {
  const under = snapshot.rollout?.version ?? null;
  return {
    slot: initialSlot(snapshot.main, under ?? snapshot.target),
    snapshot,
    breaker: watchOver(under ?? snapshot.main),
    tallies: {},
  };
}

export const phaseName = (phase: Phase, share: number) =>
  phase.name === 'stage' ? `${Math.round(share * 100)} %` : phase.name;

function enterPhase(control: Control, phase: Phase, { at }: Moment): Control {
  const { snapshot } = control;
  const { rollout, evidence } = snapshot;
  if (!rollout) return control;
  const entered = { ...rollout, phase };
  const next = { ...snapshot, rollout: entered, evidence: carryOver(evidence) };
  const name = phaseName(phase, shareOf(entered));
  const seen = rollout.phase.name === 'preparing' ? null : evidence;
  return {
    ...control,
    snapshot: withEntry(next, at, rollout.version, { kind: 'phase', phase: name, evidence: seen }),
  };
}

/** The new version is ready for traffic: its next phase begins, or it becomes main where it was awaited. */
function candidateLive(control: Control, version: VersionId, moment: Moment): Step {
  const { snapshot } = control;
  if (snapshot.target === version) {
    const known = { ...control, snapshot: { ...snapshot, main: version, target: null } };
    return toSlot({ ...known, breaker: watchOver(version) }, { kind: 'promote' }, moment);
  }
  const { rollout } = snapshot;
  if (rollout?.version !== version || rollout.phase.name !== 'preparing') return stay(control);
  const phase = nextPhase(rollout);
  return stay(phase ? enterPhase(control, phase, moment) : control);
}

function versionFailed(
  control: Control,
  { version, failure, wasMain }: Extract<SlotEffect, { kind: 'failed' }>,
  moment: Moment,
): Step {
  const { snapshot } = control;
  const { rollout, target } = snapshot;
  const noted = withEntry(snapshot, moment.at, version, { kind: 'failed', failure, wasMain });
  const blocked = withBlocked(noted, version);
  const candidate = rollout?.version === version;
  const next: Snapshot = {
    ...blocked,
    ...(wasMain ? { main: base } : {}),
    ...(target === version ? { target: null } : {}),
    ...(candidate ? { rollout: null, evidence: noEvidence } : {}),
  };
  const failed = { ...control, snapshot: next };
  if (!wasMain) return stay(candidate ? { ...failed, breaker: watchOver(next.main) } : failed);
  // A new version that is under way goes on against the base model.
  if (next.rollout) return stay(failed);
  return goTo(failed, goodBefore(next), moment);
}

/** Hands one event to the places and follows up on what they report. */
export function toSlot(control: Control, event: SlotEvent, moment: Moment): Step {
  const { slot, effects } = update(control.slot, event);
  let step = stay({ ...control, slot });
  for (const effect of effects) {
    if (effect.kind === 'candidate-live')
      step = followedBy(step, (one) => candidateLive(one, effect.version, moment));
    else if (effect.kind === 'failed') step = followedBy(step, (one) => versionFailed(one, effect, moment));
    else step = followedBy(step, (one) => ({ control: one, orders: [effect] }));
  }
  return step;
}

/** The last version that served well and was not stopped since. */
export function goodBefore({ previous, blocked, main }: Snapshot): VersionId {
  if (!previous || previous.version === main || blocked.includes(previous.version)) return base;
  return previous.version;
}

/** The version that 立即切回 leads to, where it is not loaded and nothing else is to be done. */
export function worthKeeping({ slot, snapshot }: Control, at: number): VersionId | null {
  const { rollout, target, previous } = snapshot;
  if (rollout || target !== null || !previous || at >= previous.until) return null;
  const version = goodBefore(snapshot);
  return roomToKeep(slot, version) === null ? null : version;
}

/** Sends all traffic to `to` at once; to the base model for as long as `to` must be loaded first. */
export function goTo(control: Control, to: VersionId, moment: Moment): Step {
  const from = control.snapshot.main;
  const fallen = toSlot(control, { kind: 'fall-back', to }, moment);
  const main = mainVersion(fallen.control.slot);
  const target = main === to ? null : to;
  const next: Snapshot = {
    ...fallen.control.snapshot,
    main,
    target,
    rollout: null,
    evidence: noEvidence,
    previous: null,
  };
  const snapshot = from === to ? next : withEntry(next, moment.at, to, { kind: 'back-to', from });
  const there: Step = { ...fallen, control: { ...fallen.control, snapshot, breaker: watchOver(main) } };
  if (target === null) return there;
  return followedBy(there, (one) => toSlot(one, { kind: 'load', version: target }, moment));
}

/** Ends the roll-out without the new version; the old one goes on. */
export function stopRollout(
  control: Control,
  moment: Moment,
  why: { readonly opening: Opening } | { readonly how: 'abandoned' | 'rolled-back' },
): Step {
  const { rollout, evidence } = control.snapshot;
  if (!rollout) return stay(control);
  const { version } = rollout;
  const content =
    'opening' in why
      ? { kind: 'opened' as const, opening: why.opening, evidence }
      : { kind: 'ended' as const, how: why.how, evidence };
  const noted = withBlocked(withEntry(control.snapshot, moment.at, version, content), version);
  const snapshot = { ...noted, rollout: null, evidence: noEvidence };
  const ended = { ...control, snapshot, breaker: watchOver(snapshot.main) };
  return toSlot(ended, { kind: 'abandon' }, moment);
}

/** The main version itself was stopped. */
function stopMain(control: Control, opening: Opening, moment: Moment, captured: string | null): Step {
  const { main } = control.snapshot;
  const saved = withSaved(control.snapshot, moment.at, captured);
  const noted = withEntry(saved, moment.at, main, { kind: 'opened', opening, evidence: null });
  const snapshot = withBlocked(noted, main);
  return goTo({ ...control, snapshot }, goodBefore(snapshot), moment);
}

/** Follows an open breaker. */
export function obeyBreaker(control: Control, moment: Moment, captured: string | null): Step {
  const { breaker, snapshot } = control;
  if (breaker?.state !== 'open') return stay(control);
  const { opening, version } = breaker;
  if (snapshot.rollout?.version === version) return stopRollout(control, moment, { opening });
  return snapshot.main === version ? stopMain(control, opening, moment, captured) : stay(control);
}

/** The new version becomes main; the old one drains. */
function finish(control: Control, moment: Moment, captured: string | null): Step {
  const { rollout, evidence, main } = control.snapshot;
  if (!rollout) return stay(control);
  const { version } = rollout;
  const { at } = moment;
  const noted = withEntry(withSaved(control.snapshot, at, captured), at, version, {
    kind: 'ended',
    how: 'finished',
    evidence,
  });
  const previous = { version: main, until: at + backMilliseconds };
  const snapshot = { ...noted, main: version, rollout: null, evidence: noEvidence, previous };
  return toSlot({ ...control, snapshot }, { kind: 'promote' }, moment);
}

/** Carries a decision out. Only `hold` changes nothing. */
export function follow(control: Control, decision: Decision, moment: Moment, captured: string | null): Step {
  switch (decision.kind) {
    case 'hold':
      return stay(control);
    case 'next':
      return stay(enterPhase(control, decision.phase, moment));
    case 'finish':
      return finish(control, moment, captured);
    case 'stop':
      return stopRollout(control, moment, { opening: decision.opening });
  }
}
