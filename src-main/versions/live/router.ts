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
  obeyBreaker,
  type Step,
  startControl,
  toSlot,
  worthKeeping,
} from '../policy/control.ts';
import { parseSnapshot } from '../policy/parse.ts';
import { type Mode, rolloutPlan } from '../policy/plan.ts';
import { advance, type Evidence, noteJudgement, noteReplay, type Rollout } from '../policy/rollout.ts';
import type { Snapshot } from '../policy/snapshot.ts';
import type { SlotEvent } from '../policy/state.ts';
import { notSaved, versionBlocked } from '../policy/texts.ts';
import * as traffic from '../policy/traffic.ts';
import type { VersionId } from '../policy/version.ts';
import { type RouterView, viewOf } from '../policy/view.ts';
import { createDurable, type Durable, differs } from './durable.ts';
import { EngineOrders } from './engine-orders.ts';
import { HandOver } from './hand-over.ts';
import type { Router } from './interface.ts';
import type { Ports } from './ports.ts';

export interface RouterOptions {
  readonly ports: Ports;
  readonly clock: Clock;
  readonly log: Log;
  /** The last state that `persist` stored; null on the first start. */
  readonly stored: string | null;
}

const storeRetryMilliseconds = 1_000;
/** The previous version is loaded after so long without a change: whoever starts the app writes first. */
const keepAfterMilliseconds = 20_000;

/** The only place that changes the slot: the policy decides, the store gets the change, then traffic follows. */
class SlotRouter implements Router {
  readonly #ports: Ports;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #durable: Durable;
  readonly #handOver: HandOver;
  readonly #orders: EngineOrders;
  readonly #listeners = createListeners();
  /** Tickets of requests that have not ended. */
  readonly #open = new Set<traffic.Ticket>();
  #control: Control;
  #stopKeeping: (() => void) | null = null;

  constructor({ ports, clock, log, stored }: RouterOptions) {
    const parsed = parseSnapshot(stored);
    if (parsed.trouble) log.warn(`the slot's stored state is ${parsed.trouble}; what is sound was kept`);
    this.#ports = ports;
    this.#clock = clock;
    this.#log = log;
    this.#durable = createDurable(ports, log, parsed.snapshot);
    this.#handOver = new HandOver(ports, log);
    this.#orders = new EngineOrders(ports.engine, log, (event) => this.#fromEngine(event));
    this.#control = startControl(parsed.snapshot);
    // A power loss may have come between storing a step and handing over.
    this.#finishHandOver();
  }

  begin(key: traffic.RequestKey): traffic.Ticket {
    const begun = traffic.begin(this.#control, key);
    this.#control = begun.control;
    this.#open.add(begun.ticket);
    return begun.ticket;
  }

  finish(ticket: traffic.Ticket, outcome: traffic.Outcome): traffic.Ticket | null {
    // A second end would release a version that other requests still use.
    if (!this.#open.delete(ticket)) return null;
    const { retry, ...step } = traffic.finish(this.#control, ticket, outcome, this.#moment());
    this.#take(step, 'back');
    this.#settle();
    if (retry) this.#open.add(retry);
    return retry;
  }

  judged(version: VersionId, accepted: boolean): void {
    this.#control = traffic.judge(this.#control, version, accepted);
    const { rollout, main } = this.#control.snapshot;
    if (rollout?.phase.name !== 'stage' || (version !== rollout.version && version !== main)) return;
    this.#note(null, ({ plan }, evidence) => noteJudgement(plan, evidence, version !== main, accepted));
  }

  replayed(version: VersionId, newRight: boolean, oldRight: boolean): void {
    this.#note(version, ({ plan }, evidence) => noteReplay(plan, evidence, newRight, oldRight));
  }

  memory(bytes: number): void {
    const { breaker, snapshot } = this.#control;
    if (!breaker || !snapshot.rollout) return;
    this.#control = {
      ...this.#control,
      breaker: watch(breaker, 'memory', { bytes }, this.#clock.monotonic()),
    };
    this.#settle();
  }

  offer(version: VersionId, mode: Mode, byItself: boolean): void {
    if (byItself && this.#control.snapshot.blocked.includes(version))
      throw new CodedError(versionBlocked.code, versionBlocked.text);
    const offered = { version, mode, plan: rolloutPlan };
    this.#command(commands.offer(this.#control, offered, this.#moment(), this.#capture()));
  }

  push(): void {
    this.#command(commands.push(this.#control, this.#moment(), this.#capture()));
  }

  pause(paused: boolean): void {
    this.#command({ control: commands.pause(this.#control, paused), orders: [] });
  }

  abandon(): void {
    this.#take(commands.abandon(this.#control, this.#moment()), 'back');
  }

  rollback(to?: VersionId): void {
    this.#take(commands.rollback(this.#control, this.#moment(), this.#capture(), to), 'back');
  }

  restore(id: number): void {
    this.#take(commands.restore(this.#control, id, this.#moment(), this.#capture()), 'back');
  }

  engineDied(): void {
    this.#take(toSlot(this.#control, { kind: 'engine-died' }, this.#moment()), 'back');
  }

  engineGone(): void {
    this.#take(toSlot(this.#control, { kind: 'engine-gone' }, this.#moment()), 'back');
  }

  engineBack(): void {
    this.#take(toSlot(this.#control, { kind: 'engine-back' }, this.#moment()), 'back');
  }

  view(): RouterView {
    return viewOf(this.#control, this.#clock.now());
  }

  onChange(listener: () => void): () => void {
    return this.#listeners.add(listener);
  }

  #moment(): Moment {
    return { at: this.#clock.now(), monotonic: this.#clock.monotonic() };
  }

  /**
   * Stores a step, then follows it. A step back to safety is followed even where it cannot be stored.
   * @returns whether the step was followed
   */
  #take({ control: next, orders }: Step, direction: 'forward' | 'back'): boolean {
    const isSaved = this.#durable.save(next.snapshot);
    if (!isSaved && direction === 'forward' && differs(next.snapshot, this.#control.snapshot)) return false;
    this.#control = next;
    for (const order of orders) this.#orders.perform(order);
    this.#finishHandOver();
    this.#keepLater();
    this.#listeners.tell();
    return true;
  }

  #finishHandOver(): void {
    this.#setSnapshot(this.#handOver.deliver(this.#control.snapshot));
    const { snapshot } = this.#control;
    const after = this.#handOver.reinstate(snapshot);
    if (after === snapshot) return;
    this.#setSnapshot(after);
    this.#durable.save(after);
  }

  #setSnapshot(snapshot: Snapshot): void {
    if (snapshot !== this.#control.snapshot) this.#control = { ...this.#control, snapshot };
  }

  /** Loads the version that 立即切回 leads to, after a while without a change. */
  #keepLater(): void {
    if (worthKeeping(this.#control, this.#clock.now()) === null) {
      this.#stopKeeping?.();
      this.#stopKeeping = null;
      return;
    }
    this.#stopKeeping ??= this.#clock.after(keepAfterMilliseconds, () => {
      this.#stopKeeping = null;
      this.#take(commands.keep(this.#control, this.#moment()), 'back');
    });
  }

  #fromEngine(event: SlotEvent): void {
    // Loading the version that is switched back to is a step to safety.
    const isBack = event.kind === 'refused' || this.#control.snapshot.target !== null;
    if (this.#take(toSlot(this.#control, event, this.#moment()), isBack ? 'back' : 'forward')) return;
    // The engine reports an event once: it is tried again until the store accepts it.
    this.#clock.after(storeRetryMilliseconds, () => this.#fromEngine(event));
  }

  /** @returns null where settings cannot be captured: that must not prevent going back */
  #capture(): string | null {
    try {
      return this.#ports.capture();
    } catch (error) {
      this.#log.warn(`settings could not be captured: ${reasonOf(error)}`);
      return null;
    }
  }

  /** Follows the breaker, then the evidence. */
  #settle(): void {
    if (this.#control.breaker?.state === 'open')
      this.#take(obeyBreaker(this.#control, this.#moment(), this.#capture()), 'back');
    const { breaker, snapshot } = this.#control;
    const { rollout, evidence } = snapshot;
    const decision = rollout ? advance(rollout, evidence, paceOf(breaker)) : null;
    if (!decision || decision.kind === 'hold') return;
    const captured = decision.kind === 'finish' ? this.#capture() : null;
    const direction = decision.kind === 'stop' ? 'back' : 'forward';
    // Where the store refuses, the next request decides again.
    this.#take(follow(this.#control, decision, this.#moment(), captured), direction);
  }

  /** @throws CodedError `store-unwritable` */
  #command(step: Step): void {
    if (!this.#take(step, 'forward')) throw new CodedError(notSaved.code, notSaved.text);
  }

  /** Adds to the evidence of the roll-out that is under way. @param version that of the roll-out; null for any */
  #note(version: VersionId | null, add: (rollout: Rollout, evidence: Evidence) => Evidence): void {
    const { snapshot, breaker } = this.#control;
    const { rollout } = snapshot;
    if (!rollout || rollout.phase.name === 'preparing') return;
    if (version !== null && rollout.version !== version) return;
    const evidence = add(rollout, snapshot.evidence);
    const judged = breaker && watch(breaker, 'comparison', evidence.comparison, this.#clock.monotonic());
    const control = { ...this.#control, snapshot: { ...snapshot, evidence }, breaker: judged };
    this.#take({ control, orders: [] }, 'back');
    this.#settle();
  }
}

export const createRouter = (options: RouterOptions): Router => new SlotRouter(options);
