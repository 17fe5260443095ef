import { join } from 'node:path';
import type { Clock } from '../../base/clock.ts';
import { CodedError, isAbort, reasonOf } from '../../base/error.ts';
import { createListeners } from '../../base/listeners.ts';
import type { Log } from '../../base/log.ts';
import type { SlotView } from '../../contract/slot.ts';
import type {
  Engine,
  EngineAnswer,
  EngineFillOptions,
  EngineRequest,
  ShadowOutcome,
} from '../../engine/api.ts';
import { baseVersion } from '../../fillmask/bert/versions.ts';
import type { Store } from '../../store/open.ts';
import { readSlotState, writeSlotState } from '../../store/slot-state.ts';
import { message } from '../../texts/message.ts';
import { parseSnapshot } from '../policy/parse.ts';
import type { Mode } from '../policy/plan.ts';
import type { RequestKey, Ticket } from '../policy/traffic.ts';
import { enginePort, recordOf } from './engine-port.ts';
import type { Router } from './interface.ts';
import { createLeakWatch } from './leak-watch.ts';
import { digest, runOf, shadowOf } from './outcome.ts';
import type { Ports } from './ports.ts';
import { createRouter } from './router.ts';
import { slotView } from './slot-view.ts';
import { forgetful, portsOf, unused } from './store-ports.ts';
import { createSwitchedRouter, type SwitchedRouter } from './switched-router.ts';

/** The slot over the engine and the store: which version answers, and what became of it. */

export interface SlotsOptions {
  readonly store: Store;
  readonly engine: Engine;
  readonly clock: Clock;
  readonly log: Log;
  /** Folder of the patches. */
  readonly patches: string;
  /** Folder of the fixed suites. */
  readonly suites: string;
  readonly notify: Ports['notify'];
  /** Settings were put back as a snapshot had them. */
  readonly onReinstated: () => void;
  /** The engine's process keeps growing from swap to swap. */
  readonly onLeak: () => void;
  /** Another process moves versions: what is decided here stays here. */
  readonly guest?: boolean;
}

/** Faults of the request or of the engine as a whole: no version is to blame. */
const blameless = new Set([
  'no-gap',
  'text-too-long',
  'no-model',
  'engine-crash-loop',
  'model-not-installed',
]);

const codeOf = (error: unknown): string | null => (error instanceof CodedError ? error.code : null);

/** Those of them that are loaded beside the base model, once each. */
const taughtOf = (ids: readonly (string | null | undefined)[]): string[] => [
  ...new Set(ids.filter((id) => typeof id === 'string').filter((id) => id !== baseVersion)),
];

const ofAnotherModel = (id: string, modelId: string) =>
  new CodedError('patch-foreign', message('versions.of-another-model', { id, model: modelId }));

/** Answers requests with the version that the slot chooses, and tells the slot what became of each. */
export class Slots {
  /**
   * Called at every request.
   * @returns a function that ends the subscription
   */
  readonly onRequest: (listener: () => void) => () => void;
  readonly #options: SlotsOptions;
  readonly #port: ReturnType<typeof enginePort>;
  readonly #router: SwitchedRouter;
  readonly #leak = createLeakWatch();
  readonly #asking = createListeners();
  #base: string | null = null;
  /** Private memory of the engine's process at its last answer, bytes. */
  #memory: number | null = null;
  /** Versions that were loaded into a process that is to take over. */
  #prepared: readonly string[] = [];
  #isReady = false;

  constructor(options: SlotsOptions) {
    this.#options = options;
    this.#port = enginePort(options);
    this.#router = createSwitchedRouter((base) => this.#routerOf(base));
    this.onRequest = this.#asking.add;
    const { engine } = options;
    engine.onState(({ phase }) => {
      if (phase !== 'ready' && this.#isReady) this.#router.engineDied();
      this.#isReady = phase === 'ready';
    });
    engine.onProcess(() => this.#takeOver());
  }

  /** Of the model in use; nothing is kept where there is none. */
  get router(): Router {
    return this.#router;
  }

  /** Another model is in use. @param base SHA-256 of its weights, null for none */
  use(base: string | null): void {
    const { store, clock, guest = false } = this.#options;
    this.#base = base;
    // The last one written is the one in use.
    if (base !== null && !guest)
      writeSlotState(store.write, base, readSlotState(store.read, base) ?? unused, clock.now());
    this.#router.use(base);
  }

  /** Loads the versions that answer on a base model into an engine that is to take over. Never rejects. */
  async prepare(next: Engine, base: string): Promise<void> {
    const { store, log } = this.#options;
    const stored = () => parseSnapshot(readSlotState(store.read, base)).snapshot.main;
    this.#prepared = base === this.#base ? this.#held() : taughtOf([stored()]);
    const beside = enginePort({ ...this.#options, engine: next });
    for (const id of this.#prepared) {
      // The slot meets the same fault when the engine has taken over, and knows what to do.
      await beside.load(id).catch((error: unknown) => log.info(`${id} was not prepared: ${reasonOf(error)}`));
    }
  }

  view(): SlotView {
    return slotView(this.#router.view(), this.#memory);
  }

  /**
   * A version of the record starts its way, as the writer wishes.
   * @throws CodedError `not-found`, `patch-foreign`, `store-unwritable`
   */
  promote(version: string, mode: Mode): void {
    if (version === baseVersion) {
      this.#router.rollback(baseVersion);
      return;
    }
    this.#checkOffer(version);
    this.#router.offer(version, mode, false);
  }

  /** A version that passed its exam starts its way by itself. @throws CodedError `version-blocked` */
  offer(version: string, mode: Mode): void {
    this.#checkOffer(version);
    this.#router.offer(version, mode, true);
  }

  /** Where the chosen version fails, it is asked no more and a better one answers. */
  async fill(
    request: EngineRequest,
    key: RequestKey,
    options: EngineFillOptions = {},
  ): Promise<EngineAnswer> {
    this.#asking.tell();
    let ticket = this.#router.begin(key);
    for (;;) {
      const outcome = await this.#attempt(ticket, request, key, options);
      if ('gaps' in outcome) return outcome;
      ticket = outcome;
    }
  }

  #routerOf(base: string | null): Router {
    const { store, clock, log, notify, guest = false } = this.#options;
    return createRouter({
      clock,
      log,
      stored: base === null ? null : readSlotState(store.read, base),
      ports: {
        engine: {
          ...this.#port,
          unload: async (id) => {
            await this.#port.unload(id);
            this.#leak.unloaded();
          },
        },
        ...(base === null || guest ? forgetful : portsOf(this.#options, base)),
        notify,
      },
    });
  }

  /** Another process of the engine answers from now on. */
  #takeOver(): void {
    this.#leak.started();
    this.#router.engineBack();
    // What went out of service while the process was being prepared.
    const wanted = this.#held();
    for (const id of this.#prepared) if (!wanted.includes(id)) void this.#port.unload(id);
    this.#prepared = [];
  }

  /** The versions in the engine, the base model aside. */
  #held(): string[] {
    const { main, candidate, kept } = this.#router.view();
    return taughtOf([main.version, candidate?.version, kept]);
  }

  /** @throws CodedError `not-found`, `patch-foreign` */
  #checkOffer(id: string): void {
    const version = recordOf(this.#options.store, id);
    if (version.base !== this.#base) throw ofAnotherModel(id, version.modelId);
  }

  /** @returns the answer, or the ticket of the version that is to answer instead */
  async #attempt(
    ticket: Ticket,
    request: EngineRequest,
    key: RequestKey,
    options: EngineFillOptions,
  ): Promise<EngineAnswer | Ticket> {
    const { promise: shadow, resolve: shadowed } = Promise.withResolvers<ShadowOutcome>();
    try {
      const answer = await this.#options.engine.fill(
        { ...request, version: ticket.version, shadow: ticket.shadow },
        { ...options, onShadow: shadowed },
      );
      const finish = (told: ShadowOutcome | null) => this.#finish(ticket, request, answer, told);
      if (answer.gateway !== null) {
        // The version on this machine did nothing that could be counted for or against it.
        this.#router.finish(ticket, { kind: 'cancelled' });
        this.#remember(answer);
        return answer;
      }
      // The ticket is finished once the shadow has told how it ended.
      if (ticket.shadow === null) finish(null);
      else void shadow.then(finish);
      return answer;
    } catch (error) {
      return this.#afterFailure(ticket, key, error);
    }
  }

  #finish(ticket: Ticket, { text }: EngineRequest, answer: EngineAnswer, told: ShadowOutcome | null): void {
    const run = runOf(answer, answer.milliseconds);
    this.#router.finish(ticket, {
      kind: 'answered',
      run,
      input: digest(text),
      shadow: shadowOf(answer, told),
    });
    this.#remember(answer);
  }

  #remember(answer: EngineAnswer): void {
    this.#memory = answer.memory;
    this.#router.memory(answer.memory);
    if (this.#leak.grown(answer.memory, () => this.#held().length)) this.#options.onLeak();
  }

  /** @returns the ticket of another version; throws the error where none is to answer */
  #afterFailure(ticket: Ticket, key: RequestKey, error: unknown): Ticket {
    const { log } = this.#options;
    const router = this.#router;
    const { version } = ticket;
    if (isAbort(error) || codeOf(error) === 'superseded' || codeOf(error) === 'aborted') {
      router.finish(ticket, { kind: 'cancelled' });
      throw error;
    }
    if (!router.owns(ticket)) {
      // The model was changed under it: the new one answers.
      router.finish(ticket, { kind: 'cancelled' });
      log.info(`${version} went with its model: ${reasonOf(error)}`);
      return router.begin(key);
    }
    const fault = blameless.has(codeOf(error) ?? '') ? 'request' : 'version';
    const again = router.finish(ticket, { kind: 'failed', fault });
    if (!again) throw error;
    log.warn(`${version} failed, ${again.version} answers: ${reasonOf(error)}`);
    return again;
  }
}

export const patchesDir = (home: string): string => join(home, 'patches');
