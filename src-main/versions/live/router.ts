import type { Clock } from '../../base/clock.ts';
import { CodedError, reasonOf } from '../../base/error.ts';
import { createListeners } from '../../base/listeners.ts';
import type { Log } from '../../base/log.ts';
import { paceOf, watch } from '../policy/breaker.ts';
import * as commands from '../policy/commands.ts';
import {
  type Control,
  follow,
  type Moment,
  type Order,
  obeyBreaker,
  type Step,
  startControl,
  toSlot,
  worthKeeping,
} from '../policy/control.ts';
import { parseSnapshot } from '../policy/parse.ts';
import { rolloutPlan } from '../policy/plan.ts';
import { advance, type Evidence, noteJudgement, noteReplay, type Rollout } from '../policy/rollout.ts';
import type { SlotEvent } from '../policy/state.ts';
import { entryText, loadFailed, notSaved, versionBlocked } from '../policy/texts.ts';
import * as traffic from '../policy/traffic.ts';
import type { VersionId } from '../policy/version.ts';
import { viewOf } from '../policy/view.ts';
import { createDurable, differs } from './durable.ts';
import type { Router } from './interface.ts';
import type { Ports } from './ports.ts';

export interface RouterOptions {
  readonly ports: Ports;
  readonly clock: Clock;
  readonly log: Log;
  /** What `persist` stored last; null on the first start. */
  readonly stored: string | null;
}

const storeRetryMilliseconds = 1_000;
/** The version before is loaded once the slot was left alone for so long; whoever starts the app writes first. */
const keepAfterMilliseconds = 20_000;

/** The promise of `work`, also where it throws at once. */
function promised(work: () => Promise<void>): Promise<void> {
  try {
    return work();
  } catch (error) {
    return Promise.reject(error);
  }
}

/** The one place that mutates: it asks the pure parts and has every change stored before traffic follows. */
export function createRouter(options: RouterOptions): Router {
  const { ports, clock, log, stored } = options;
  const parsed = parseSnapshot(stored);
  if (parsed.trouble) log.warn(`the slot's stored state is ${parsed.trouble}; what is sound was kept`);
  const durable = createDurable(ports, log, parsed.snapshot);
  const listeners = createListeners();
  const open = new Set<traffic.Ticket>();
  let control: Control = startControl(parsed.snapshot);
  /** Entries up to this id were shown to the writer. */
  let told = 0;
  let stopKeeping: (() => void) | null = null;

  const moment = (): Moment => ({ at: clock.now(), monotonic: clock.monotonic() });

  /**
   * Stores, then follows. A step back to safety is made even where it cannot be stored.
   * @returns whether the step was made
   */
  function take({ control: next, orders }: Step, direction: 'forward' | 'back'): boolean {
    const saved = durable.save(next.snapshot);
    if (!saved && direction === 'forward' && differs(next.snapshot, control.snapshot)) return false;
    control = next;
    for (const order of orders) perform(order);
    deliver();
    putBack();
    keepSoon();
    listeners.tell();
    return true;
  }

  function keepSoon(): void {
    if (worthKeeping(control, clock.now()) === null) {
      stopKeeping?.();
      stopKeeping = null;
    } else
      stopKeeping ??= clock.after(keepAfterMilliseconds, () => {
        stopKeeping = null;
        take(commands.keep(control, moment()), 'back');
      });
  }

  /** Hands entries to the archive; those that it refuses stay for the next time. */
  function deliver(): void {
    const { outbox } = control.snapshot;
    if (outbox.length === 0) return;
    try {
      for (const entry of outbox) {
        ports.archive(entry);
        const text = entry.id > told ? entryText(entry) : null;
        told = Math.max(told, entry.id);
        if (text) ports.notify(text);
      }
      control = { ...control, snapshot: { ...control.snapshot, outbox: [] } };
    } catch (error) {
      log.warn(`the health archive refused an entry: ${reasonOf(error)}`);
    }
  }

  function putBack(): void {
    const { reinstate } = control.snapshot;
    if (reinstate === null) return;
    try {
      ports.reinstate(reinstate);
      control = { ...control, snapshot: { ...control.snapshot, reinstate: null } };
      durable.save(control.snapshot);
    } catch (error) {
      log.warn(`captured settings could not be put back: ${reasonOf(error)}`);
    }
  }

  function perform({ kind, version, ...order }: Order): void {
    if (!('load' in order)) {
      promised(() => ports.engine.unload(version)).catch((error) =>
        log.warn(`version ${version} could not be unloaded: ${reasonOf(error)}`),
      );
      return;
    }
    const { load, generation } = order;
    const refused = (error: unknown) =>
      fromEngine({ kind: 'refused', load, generation, failure: loadFailed(error) });
    // Called now, not in a microtask: loads and unloads must reach the engine in this order.
    if (kind === 'load')
      void promised(() => ports.engine.load(version)).then(
        () => fromEngine({ kind: 'loaded', load, generation }),
        refused,
      );
    else
      void promised(() => ports.engine.warm(version)).then(
        () => fromEngine({ kind: 'warmed', load, generation }),
        refused,
      );
  }

  function fromEngine(event: SlotEvent): void {
    // A version that is on its way back is a step to safety.
    const back = event.kind === 'refused' || control.snapshot.target !== null;
    if (take(toSlot(control, event, moment()), back ? 'back' : 'forward')) return;
    // The engine says it once: without a store the version waits outside.
    clock.after(storeRetryMilliseconds, () => fromEngine(event));
  }

  /** Nothing that fails here may stand in the way of going back. */
  function capture(): string | null {
    try {
      return ports.capture();
    } catch (error) {
      log.warn(`settings could not be captured: ${reasonOf(error)}`);
      return null;
    }
  }

  /** Follows the breaker, then the evidence. */
  function settle(): void {
    if (control.breaker?.state === 'open') take(obeyBreaker(control, moment(), capture()), 'back');
    const { rollout, evidence } = control.snapshot;
    const decision = rollout ? advance(rollout, evidence, paceOf(control.breaker)) : null;
    if (!decision || decision.kind === 'hold') return;
    const captured = decision.kind === 'finish' ? capture() : null;
    const direction = decision.kind === 'stop' ? 'back' : 'forward';
    // Where the store refuses, the next request decides again.
    take(follow(control, decision, moment(), captured), direction);
  }

  function command(step: Step): void {
    if (!take(step, 'forward')) throw new CodedError(notSaved.code, notSaved.text);
  }

  /** Adds to the evidence of the roll-out of `version`, if it is still under way. */
  function note(version: VersionId | null, add: (rollout: Rollout, evidence: Evidence) => Evidence): void {
    const { snapshot, breaker } = control;
    const { rollout } = snapshot;
    if (!rollout || rollout.phase.name === 'preparing') return;
    if (version !== null && rollout.version !== version) return;
    const evidence = add(rollout, snapshot.evidence);
    const judged = breaker && watch(breaker, 'comparison', evidence.comparison, clock.monotonic());
    take(
      { control: { ...control, snapshot: { ...snapshot, evidence }, breaker: judged }, orders: [] },
      'back',
    );
    settle();
  }

  // What a power loss kept from being done.
  deliver();
  putBack();

  return {
    begin(key) {
      const begun = traffic.begin(control, key);
      control = begun.control;
      open.add(begun.ticket);
      return begun.ticket;
    },
    finish(ticket, outcome) {
      // A second end would release a version that others still use.
      if (!open.delete(ticket)) return null;
      const { retry, ...step } = traffic.finish(control, ticket, outcome, moment());
      take(step, 'back');
      settle();
      if (retry) open.add(retry);
      return retry;
    },
    judged(version, accepted) {
      control = traffic.judge(control, version, accepted);
      const { rollout, main } = control.snapshot;
      if (rollout?.phase.name !== 'stage' || (version !== rollout.version && version !== main)) return;
      note(null, ({ plan }, evidence) => noteJudgement(plan, evidence, version !== main, accepted));
    },
    replayed: (version, newRight, oldRight) =>
      note(version, ({ plan }, evidence) => noteReplay(plan, evidence, newRight, oldRight)),
    memory(bytes) {
      const { breaker, snapshot } = control;
      if (!breaker || !snapshot.rollout) return;
      control = { ...control, breaker: watch(breaker, 'memory', { bytes }, clock.monotonic()) };
      settle();
    },
    offer(version, mode, byItself) {
      if (byItself && control.snapshot.blocked.includes(version))
        throw new CodedError(versionBlocked.code, versionBlocked.text);
      command(commands.offer(control, { version, mode, plan: rolloutPlan }, moment(), capture()));
    },
    push: () => command(commands.push(control, moment(), capture())),
    pause: (paused) => command({ control: commands.pause(control, paused), orders: [] }),
    abandon: () => void take(commands.abandon(control, moment()), 'back'),
    rollback: (to) => void take(commands.rollback(control, moment(), capture(), to), 'back'),
    restore: (id) => void take(commands.restore(control, id, moment(), capture()), 'back'),
    engineDied: () => void take(toSlot(control, { kind: 'engine-died' }, moment()), 'back'),
    engineGone: () => void take(toSlot(control, { kind: 'engine-gone' }, moment()), 'back'),
    engineBack: () => void take(toSlot(control, { kind: 'engine-back' }, moment()), 'back'),
    view: () => viewOf(control, clock.now()),
    onChange: listeners.add,
  };
}
