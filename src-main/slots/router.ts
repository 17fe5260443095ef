import type { Clock } from '../base/clock.ts';
import { CodedError, reasonOf } from '../base/error.ts';
import type { Log } from '../base/log.ts';
import { type BreakerPolicy, breakerPolicy, paceOf, watchAcceptance, watchMemory } from './breaker.ts';
import * as commands from './commands.ts';
import {
  type Control,
  follow,
  type Moment,
  type Order,
  obeyBreaker,
  type Step,
  startControl,
  toSlot,
} from './control.ts';
import { createDurable } from './durable.ts';
import { parseSnapshot } from './parse.ts';
import { type Mode, type PlanName, plans } from './plan.ts';
import type { Ports } from './ports.ts';
import { advance, type Evidence, noteJudgement, noteReplay, type Rollout } from './rollout.ts';
import type { Failure, SlotEvent } from './state.ts';
import { entryText, notSaved, versionBlocked } from './texts.ts';
import * as traffic from './traffic.ts';
import type { VersionId } from './version.ts';
import { type RouterView, viewOf } from './view.ts';

export interface RouterOptions {
  readonly ports: Ports;
  readonly clock: Clock;
  readonly log: Log;
  /** What `persist` stored last; null on the first start. */
  readonly stored: string | null;
  readonly policy?: BreakerPolicy;
}

/** Commands throw CodedError `store-unwritable` where a step forward cannot be stored; nothing has changed then. */
export interface Router {
  /** Which version answers this request; every ticket must be finished once. */
  begin(key: traffic.RequestKey): traffic.Ticket;
  /** @returns a ticket to ask again with, where a better version may answer what failed; null otherwise */
  finish(ticket: traffic.Ticket, outcome: traffic.Outcome): traffic.Ticket | null;
  /** The writer took or refused what `version` suggested. */
  judged(version: VersionId, accepted: boolean): void;
  /** A stored gap was run through `version`, under way, and the main one: which put the writer's word first? */
  replayed(version: VersionId, newRight: boolean, oldRight: boolean): void;
  /** Private memory of the engine's process; counts while a new version is under way. */
  memory(bytes: number): void;
  /**
   * A new version starts its way; one under way is given up.
   * @param byItself nobody asked @throws CodedError `version-blocked` where it was stopped before and nobody asked
   */
  offer(version: VersionId, mode: Mode, plan: PlanName, byItself: boolean): void;
  /** 推进 */
  push(): void;
  /** 暂停 */
  pause(paused: boolean): void;
  /** 放弃 */
  abandon(): void;
  /** 立即切回: always works, whatever state engine and store are in. */
  rollback(to?: VersionId): void;
  /** Back to a state of `view().history`. */
  restore(id: number): void;
  engineDied(): void;
  /** The engine answers (again) and has nothing loaded. */
  engineBack(): void;
  view(): RouterView;
  /** Called after every change. @returns a function that ends the subscription */
  onChange(listener: () => void): () => void;
}

const storeRetryMilliseconds = 1_000;

const failureOf = (error: unknown): Failure => {
  if (error instanceof CodedError) return { code: error.code, text: error.text };
  const reason = reasonOf(error);
  const zh = `无法装入这个版本：${reason}。请重新学习，或改用另一个版本。`;
  const en = `This version cannot be loaded: ${reason}. Learn again, or use another version.`;
  return { code: 'engine-failed', text: { zh, en } };
};

/** The one place that mutates: it asks the pure parts and has every change stored before traffic follows. */
export function createRouter(options: RouterOptions): Router {
  const { ports, clock, log, stored, policy = breakerPolicy } = options;
  const parsed = parseSnapshot(stored);
  if (parsed.trouble) log.warn(`the slot's stored state is ${parsed.trouble}; what is sound was kept`);
  const durable = createDurable(ports, log, parsed.snapshot);
  const listeners = new Set<() => void>();
  let control: Control = startControl(parsed.snapshot);
  /** Entries up to this id were shown to the writer. */
  let told = 0;

  const moment = (): Moment => ({ at: clock.now(), monotonic: clock.monotonic() });

  /**
   * Stores, then follows. A step back to safety is made even where it cannot be stored.
   * @returns whether the step was made
   */
  function take({ control: next, orders }: Step, direction: 'forward' | 'back'): boolean {
    if (!durable.save(next.snapshot) && direction === 'forward') return false;
    control = next;
    for (const order of orders) perform(order);
    deliver();
    putBack();
    for (const listener of [...listeners]) listener();
    return true;
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
      ports.engine.unload(version);
      return;
    }
    const { load, generation } = order;
    const done = kind === 'load' ? ('loaded' as const) : ('warmed' as const);
    const work = kind === 'load' ? ports.engine.load(version) : ports.engine.warm(version);
    work.then(
      () => fromEngine({ kind: done, load, generation }),
      (error) => fromEngine({ kind: 'refused', load, generation, failure: failureOf(error) }),
    );
  }

  function fromEngine(event: SlotEvent): void {
    const direction = event.kind === 'refused' ? 'back' : 'forward';
    if (take(toSlot(control, event, moment()), direction)) return;
    // The engine says it once: without a store the version waits outside.
    clock.after(storeRetryMilliseconds, () => fromEngine(event));
  }

  /** Follows the breaker, then the evidence. */
  function settle(): void {
    if (control.breaker?.state === 'open') take(obeyBreaker(control, moment()), 'back');
    const { rollout, evidence } = control.snapshot;
    const decision = rollout ? advance(rollout, evidence, paceOf(control.breaker)) : null;
    if (!decision || decision.kind === 'hold') return;
    const captured = decision.kind === 'finish' ? ports.capture() : null;
    const made = take(
      follow(control, decision, moment(), captured),
      decision.kind === 'stop' ? 'back' : 'forward',
    );
    if (!made) log.warn('the new version waits for the store');
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
    const judged = breaker && watchAcceptance(breaker, policy, evidence.comparison, clock.monotonic());
    take(
      { control: { ...control, snapshot: { ...snapshot, evidence }, breaker: judged }, orders: [] },
      'back',
    );
    settle();
  }

  return {
    begin(key) {
      const begun = traffic.begin(control, key);
      control = begun.control;
      return begun.ticket;
    },
    finish(ticket, outcome) {
      const { retry, ...step } = traffic.finish(control, ticket, outcome, moment(), policy);
      take(step, 'back');
      settle();
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
      control = { ...control, breaker: watchMemory(breaker, policy, bytes, clock.monotonic()) };
      settle();
    },
    offer(version, mode, plan, byItself) {
      if (byItself && control.snapshot.blocked.includes(version))
        throw new CodedError(versionBlocked.code, versionBlocked.text);
      command(commands.offer(control, { version, mode, plan: plans[plan] }, moment(), ports.capture()));
    },
    push: () => command(commands.push(control, moment(), ports.capture())),
    pause: (paused) => command({ control: commands.pause(control, paused), orders: [] }),
    abandon: () => void take(commands.abandon(control, moment()), 'back'),
    rollback: (to) => void take(commands.rollback(control, moment(), ports.capture(), to), 'back'),
    restore: (id) => void take(commands.restore(control, id, moment(), ports.capture()), 'back'),
    engineDied: () => void take(toSlot(control, { kind: 'engine-died' }, moment()), 'back'),
    engineBack: () => void take(toSlot(control, { kind: 'engine-back' }, moment()), 'back'),
    view: () => viewOf(control, clock.now()),
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
