import type { Clock } from '../base/clock.ts';
import { CodedError, messageOf, reasonOf } from '../base/error.ts';
import type { Message } from '../contract/text.ts';
import { message } from '../texts/message.ts';
import type { VersionId } from '../versions/policy/version.ts';
import type { Command, EngineKind, GatewayEvent } from './events.ts';
import { fold, isInForce } from './fold.ts';
import { commandOf } from './inbox.ts';
import type { Ledger } from './ledger.ts';
import type { ServingEngine } from './ports.ts';
import { type Shares, sameShares, sharesOf, sharesText } from './shares.ts';
import type { ControllerState } from './state.ts';
import { told } from './telling.ts';

export interface ControllerOptions {
  readonly ledger: Ledger;
  /** As the ledger tells it; null for a new ledger. */
  readonly state: ControllerState | null;
  readonly kind: EngineKind;
  readonly engine: ServingEngine;
  readonly clock: Pick<Clock, 'now'>;
  /** The version that answers, where the ledger is new. */
  readonly stable: VersionId;
  /** Offered once, as soon as the engine has it. */
  readonly canary: VersionId | null;
  /** Whether desktops report acceptance. */
  readonly acceptance: boolean;
  /** A number that tells this ledger's entries from those of others. */
  readonly origin: number;
  readonly say: (text: Message) => void;
}

type Content<T> = T extends unknown ? Omit<T, 'at'> : never;

/** Whether a step takes a version out of service. After it, what is asked of the engine is a step back as well. */
function isStepBack(before: ControllerState, after: ControllerState): boolean {
  const from = before.applied ?? {};
  const to = sharesOf(after.control);
  const { main } = before.control.snapshot;
  const under = before.control.snapshot.rollout?.version;
  if (under !== undefined) return (to[under] ?? 0) === 0;
  // Asked of the engine after the step itself: the version in service gets more, nobody else does.
  const others = Object.keys(to).filter((version) => version !== main);
  return !sameShares(from, to) && others.every((version) => (to[version] ?? 0) <= (from[version] ?? 0));
}

/**
 * Runs the policy beside an engine: reads its counters, decides, and sets its traffic split. Never in the way of a
 * request; where it does not run, the split stays as it is.
 */
export class Controller {
  readonly #options: ControllerOptions;
  #state: ControllerState;
  /** What was said last of each matter, so that it is said once. */
  readonly #said = new Map<string, string>();

  constructor(options: ControllerOptions) {
    this.#options = options;
    const { state, kind, stable, origin } = options;
    this.#state = state ?? this.#open({ kind: 'opened', format: 1, engine: kind, main: stable, origin });
  }

  get state(): ControllerState {
    return this.#state;
  }

  /** One look at the engine and what follows from it. Never rejects: a failure of the engine is said and outlived. */
  async tick(): Promise<void> {
    const isThere = await this.#attempt('engine', async () => {
      await this.#compare();
      await this.#count();
    });
    if (isThere) await this.#attempt('offer', () => this.#offer());
    await this.#attempt('set', () => this.#set());
    this.#options.ledger.compact(this.#state);
  }

  /**
   * Takes a command; the split follows with the next `tick`.
   * @throws CodedError `serving-refused` where the engine does not have the version that it names
   */
  async command(given: Command): Promise<void> {
    // Whether desktops report is known here alone.
    const command = given.what === 'offer' ? { ...given, acceptance: this.#options.acceptance } : given;
    if ('version' in command) {
      const { version } = command;
      if (!(await this.#options.engine.isReady(version)))
        throw new CodedError('serving-refused', message('controller.not-served', { version }));
      // Where its counters stand now: what it answered before belongs to no stage.
      await this.#count([version]);
    }
    this.#append({ kind: 'command', command });
  }

  /** Counts of desktops. Those of a version that is not in service here are dropped. */
  report(version: VersionId, counts: { accepted: number; refused: number; errors: number }): void {
    const { main, rollout } = this.#state.control.snapshot;
    if (version !== main && version !== rollout?.version) return;
    this.#append({ kind: 'reported', version, ...counts });
  }

  #open(content: Content<GatewayEvent>): ControllerState {
    const event = { at: this.#options.clock.now(), ...content } as GatewayEvent;
    this.#options.ledger.append(event);
    return fold(null, event);
  }

  /** The ledger first, then the state: what is not written has not happened, but for a step back to safety. */
  #append(content: Content<GatewayEvent>): void {
    const at = Math.max(this.#state.at, this.#options.clock.now());
    const event = { at, ...content } as GatewayEvent;
    const before = this.#state;
    const after = fold(before, event);
    try {
      this.#options.ledger.append(event);
    } catch (error) {
      if (!isStepBack(before, after)) throw error;
      this.#sayOnce('ledger', message('controller.unwritten', {}, reasonOf(error)));
    }
    this.#state = after;
    for (const text of told(before, after, event)) this.#options.say(text);
  }

  /** Compares the engine's split with what was set here. Somebody else's is noticed and left as it is. */
  async #compare(): Promise<void> {
    const found = await this.#options.engine.split.read();
    const { applied, asked, foreign } = this.#state;
    // The first look: a split that was there before is nobody's contradiction.
    if (applied === null) return this.#append({ kind: 'applied', shares: found });
    if (foreign && sameShares(foreign, found)) return;
    const isAsked = asked.some((one) => sameShares(one, found));
    if (!isAsked && !sameShares(applied, found)) return this.#append({ kind: 'foreign', shares: found });
    if (foreign) this.#append({ kind: 'foreign', shares: null });
    // It was set, but the answer was lost, or a restart came between.
    if (isAsked) this.#append({ kind: 'applied', shares: found });
  }

  async #count(extra: readonly VersionId[] = []): Promise<void> {
    const { main, rollout } = this.#state.control.snapshot;
    const versions = [...new Set([main, ...(rollout ? [rollout.version] : []), ...extra])];
    const now = await this.#options.engine.evidence.read(versions);
    const { totals } = this.#state;
    const changed = Object.entries(now).filter(([series, { answered, failed }]) => {
      const before = totals[series];
      return before?.answered !== answered || before.failed !== failed;
    });
    if (changed.length > 0) this.#append({ kind: 'counted', totals: Object.fromEntries(changed) });
  }

  /** Offers the canary of the arguments once. */
  async #offer(): Promise<void> {
    const { canary, acceptance, engine } = this.#options;
    if (canary === null || this.#state.offered.includes(canary)) return;
    if (!(await engine.isReady(canary))) {
      this.#sayOnce('offer', message('controller.not-ready', { version: canary }));
      return;
    }
    await this.command(commandOf({ what: 'offer', version: canary, acceptance }));
  }

  /** Asks the engine for the split that the policy wants. */
  async #set(): Promise<void> {
    const { applied, foreign, control } = this.#state;
    if (applied === null || foreign || isInForce(this.#state)) return;
    const shares: Shares = sharesOf(control);
    this.#append({ kind: 'asked', shares });
    await this.#options.engine.split.set(shares);
    this.#append({ kind: 'applied', shares });
    this.#options.say(message('controller.set', { shares: sharesText(shares) }));
  }

  /** @returns whether it succeeded; a failure is said once, and so is its end */
  async #attempt(matter: string, work: () => Promise<void>): Promise<boolean> {
    try {
      await work();
    } catch (error) {
      const { text } = messageOf(error, (reason) => ({
        code: 'internal',
        text: message('controller.failed', {}, reason),
      }));
      this.#sayOnce(matter, text);
      return false;
    }
    if (this.#said.delete(matter) && matter === 'engine') this.#options.say(message('controller.back'));
    return true;
  }

  #sayOnce(matter: string, text: Message): void {
    if (this.#said.get(matter) === text.code) return;
    this.#said.set(matter, text.code);
    this.#options.say(text);
  }
}
