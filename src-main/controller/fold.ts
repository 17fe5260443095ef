import { watch } from '../versions/policy/breaker.ts';
import * as commands from '../versions/policy/commands.ts';
import { type Control, follow, type Moment, startControl, toSlot } from '../versions/policy/control.ts';
import { parseSnapshot } from '../versions/policy/parse.ts';
import { noEvidence, noteJudgement } from '../versions/policy/rollout.ts';
import { freshSnapshot, type Snapshot } from '../versions/policy/snapshot.ts';
import { judge } from '../versions/policy/traffic.ts';
import { viewOf } from '../versions/policy/view.ts';
import { quiet } from './alarm.ts';
import { counted, observed } from './counting.ts';
import type { Checkpoint, Command, EventOf, GatewayEvent } from './events.ts';
import { gatewayPlan } from './plan.ts';
import { advanced, served, stopped } from './policy-steps.ts';
import { sameShares, sharesOf } from './shares.ts';
import { archived, type ControllerState, emptyPair } from './state.ts';

/** The controller's state, event by event. Pure: the same ledger gives the same state on every machine. */

const momentOf = (at: number): Moment => ({ at, monotonic: at });

/** Commands that are remembered, so that one that is read twice counts once. */
const mostCommands = 100;

/** A control over versions that the engine holds all by itself. */
function started(snapshot: Snapshot, moment: Moment): Control {
  const control = served(toSlot(startControl(snapshot), { kind: 'engine-back' }, moment), moment);
  return served(commands.keep(control, moment), moment);
}

function opened({ at, engine, main, origin }: EventOf<'opened'>): ControllerState {
  return {
    engine,
    origin,
    control: started({ ...freshSnapshot(noEvidence), main }, momentOf(at)),
    offered: [main],
    commands: [],
    totals: {},
    pair: emptyPair,
    alarm: quiet(main),
    applied: null,
    asked: [],
    foreign: null,
    entries: [],
    at,
  };
}

const restored = ({ snapshot, ...state }: Checkpoint, at: number): ControllerState => ({
  ...state,
  control: started(parseSnapshot(snapshot).snapshot, momentOf(at)),
  pair: emptyPair,
  at,
});

export const checkpointOf = (state: ControllerState): Checkpoint => {
  const { engine, origin, offered, commands: ids, totals, applied, asked, foreign, alarm, entries } = state;
  const snapshot = JSON.stringify(state.control.snapshot);
  return {
    engine,
    origin,
    snapshot,
    offered: [...offered],
    commands: [...ids],
    totals: { ...totals },
    applied,
    asked: [...asked],
    foreign,
    alarm,
    entries: [...entries],
  };
};

/** Whether the engine has the split that the policy wants, by our hand. */
export const isInForce = (state: ControllerState): boolean =>
  state.foreign === null && state.applied !== null && sameShares(state.applied, sharesOf(state.control));

/** All requests to a version. The one under way ends its roll-out with that. */
function pinned(control: Control, version: string, moment: Moment): Control {
  const { rollout, main } = control.snapshot;
  if (rollout?.version === version) return served(follow(control, { kind: 'finish' }, moment, null), moment);
  if (version === main && !rollout) return control;
  return served(commands.rollback(control, moment, null, version), moment);
}

function commanded(control: Control, command: Command, moment: Moment): Control {
  switch (command.what) {
    case 'offer': {
      const plan = gatewayPlan(command.acceptance);
      return served(
        commands.offer(control, { version: command.version, mode: 'staged', plan }, moment, null),
        moment,
      );
    }
    case 'pin':
      return pinned(control, command.version, moment);
    case 'back':
      // Without a version to go back to, the policy would choose the base model, which an engine may not have.
      return viewOf(control, moment.at).backTo === null
        ? control
        : served(commands.rollback(control, moment, null), moment);
    case 'push':
      return served(commands.push(control, moment, null), moment);
    case 'pause':
      return commands.pause(control, true);
    case 'resume':
      return commands.pause(control, false);
  }
}

function withCommand(state: ControllerState, command: Command, moment: Moment): ControllerState {
  if (state.commands.includes(command.id)) return state;
  const control = commanded(state.control, command, moment);
  const { main, rollout } = control.snapshot;
  const isNew = command.what === 'offer' && !state.offered.includes(command.version);
  // A decision of a person takes over a split that somebody else set; a pause does not touch it.
  const takesOver = command.what !== 'pause' && command.what !== 'offer';
  return {
    ...state,
    control,
    offered: isNew ? [...state.offered, command.version] : state.offered,
    commands: [...state.commands, command.id].slice(-mostCommands),
    foreign: takesOver ? null : state.foreign,
    applied: takesOver && state.foreign ? state.foreign : state.applied,
    pair: command.what === 'offer' ? emptyPair : state.pair,
    alarm: quiet(rollout?.version ?? main),
  };
}

/** Errors in reports are answers that a desktop could not use although the engine counted them as answered. */
function reported(state: ControllerState, event: EventOf<'reported'>, moment: Moment): ControllerState {
  const { version, accepted, refused, errors } = event;
  let { control } = state;
  const judged = accepted + refused;
  for (let i = 0; i < judged; i++) {
    const isAccepted = Math.floor(((i + 1) * accepted) / judged) > Math.floor((i * accepted) / judged);
    control = judge(control, version, isAccepted);
    const { rollout, main, evidence } = control.snapshot;
    if (rollout?.phase.name !== 'stage' || (version !== rollout.version && version !== main)) continue;
    const next = noteJudgement(rollout.plan, evidence, version !== main, isAccepted);
    const breaker =
      control.breaker && watch(control.breaker, 'comparison', next.comparison, moment.monotonic);
    control = { ...control, breaker, snapshot: { ...control.snapshot, evidence: next } };
  }
  const next = { ...state, control: stopped(control, moment) };
  if (errors === 0) return next;
  return observed(next, new Map([[version, { answered: 0, failed: errors, milliseconds: 0 }]]), moment);
}

function afterApplied(state: ControllerState, { shares }: EventOf<'applied'>): ControllerState {
  return { ...state, applied: shares, asked: [], foreign: null };
}

function changed(state: ControllerState, event: GatewayEvent, moment: Moment): ControllerState {
  switch (event.kind) {
    case 'opened':
      return opened(event);
    case 'checkpoint':
      return restored(event.state, event.at);
    case 'command':
      return withCommand(state, event.command, moment);
    case 'counted': {
      const next = counted(state, event.totals, moment);
      // A stage whose split is not in force has shown nothing that asks for the next one.
      return isInForce(next) ? { ...next, control: advanced(next.control, moment) } : next;
    }
    case 'reported':
      return reported(state, event, moment);
    case 'asked':
      return { ...state, asked: [...state.asked, event.shares] };
    case 'applied':
      return afterApplied(state, event);
    case 'foreign':
      return { ...state, foreign: event.shares };
  }
}

/** @param state null before the first event */
export function fold(state: ControllerState | null, event: GatewayEvent): ControllerState {
  if (state === null) {
    if (event.kind === 'opened') return opened(event);
    if (event.kind === 'checkpoint') return restored(event.state, event.at);
    throw new Error(`a ledger begins with its opening, not with ${event.kind}`);
  }
  const next = changed(state, event, momentOf(event.at));
  return archived({ ...next, at: Math.max(state.at, event.at) });
}
