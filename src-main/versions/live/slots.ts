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
import { createSwitchedRouter } from './switched-router.ts';

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

export interface Slots {
  /** Of the model in use; nothing is kept where there is none. */
  readonly router: Router;
  /** Another model is in use. @param base SHA-256 of its weights, null for none */
  use(base: string | null): void;
  /** Loads the versions that answer on a base model into an engine that is to take over. Never rejects. */
  prepare(next: Engine, base: string): Promise<void>;
  view(): SlotView;
  /**
   * A version of the record starts its way, as the writer wishes.
   * @throws CodedError `not-found`, `patch-foreign`, `store-unwritable`
   */
  promote(version: string, mode: Mode): void;
  /** A version that passed its exam starts its way by itself. @throws CodedError `version-blocked` */
  offer(version: string, mode: Mode): void;
  /** Called at every request. @returns a function that ends the subscription */
  onRequest(listener: () => void): () => void;
  /** Answers with the version that the slot chooses; one that fails is asked no more, a better one answers. */
  fill(request: EngineRequest, key: RequestKey, options?: EngineFillOptions): Promise<EngineAnswer>;
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

export function createSlots(options: SlotsOptions): Slots {
  const { store, engine, clock, log, guest = false } = options;
  const port = enginePort(options);
  const leak = createLeakWatch();
  let base: string | null = null;
  const routerOf = (of: string | null) =>
    createRouter({
      clock,
      log,
      stored: of === null ? null : readSlotState(store.read, of),
      ports: {
        engine: {
          ...port,
          async unload(id) {
            await port.unload(id);
            leak.unloaded();
          },
        },
        ...(of === null || guest ? forgetful : portsOf(options, of)),
        notify: options.notify,
      },
    });
  const router = createSwitchedRouter(routerOf);

  let memory: number | null = null;
  const asking = createListeners();
  let prepared: readonly string[] = [];
  let ready = false;
  engine.onState(({ phase }) => {
    if (phase !== 'ready' && ready) router.engineDied();
    ready = phase === 'ready';
  });
  engine.onProcess(() => {
    leak.started();
    router.engineBack();
    // What went out of service while the process was being prepared.
    const wanted = held();
    for (const id of prepared) if (!wanted.includes(id)) void port.unload(id);
    prepared = [];
  });

  /** The versions in the engine, the base model aside. */
  function held(): string[] {
    const { main, candidate, kept } = router.view();
    return taughtOf([main.version, candidate?.version, kept]);
  }

  /** @throws CodedError `not-found`, `patch-foreign` */
  function checkOffer(id: string): void {
    const version = recordOf(store, id);
    if (version.base !== base) throw ofAnotherModel(id, version.modelId);
  }

  /** Finishes the ticket once the shadow has told how it ended. */
  async function attempt(
    ticket: Ticket,
    request: EngineRequest,
    key: RequestKey,
    fillOptions: EngineFillOptions,
  ): Promise<EngineAnswer | Ticket> {
    const input = digest(request.text);
    let shadowed: (outcome: ShadowOutcome) => void = () => undefined;
    const shadow = new Promise<ShadowOutcome>((resolve) => {
      shadowed = resolve;
    });
    const { version } = ticket;
    try {
      const answer = await engine.fill(
        { ...request, version, shadow: ticket.shadow },
        { ...fillOptions, onShadow: (outcome) => shadowed(outcome) },
      );
      const finish = (told: ShadowOutcome | null) => {
        const run = runOf(answer, answer.milliseconds);
        router.finish(ticket, { kind: 'answered', run, input, shadow: shadowOf(answer, told) });
        memory = answer.memory;
        router.memory(memory);
        if (leak.grown(memory, () => held().length)) options.onLeak();
      };
      if (ticket.shadow === null) finish(null);
      else void shadow.then(finish);
      return answer;
    } catch (error) {
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

  return {
    router,
    use(next) {
      base = next;
      // The last one written is the one in use.
      if (next !== null && !guest)
        writeSlotState(store.write, next, readSlotState(store.read, next) ?? unused, clock.now());
      router.use(next);
    },
    async prepare(next, of) {
      const stored = () => parseSnapshot(readSlotState(store.read, of)).snapshot.main;
      prepared = of === base ? held() : taughtOf([stored()]);
      const beside = enginePort({ ...options, engine: next });
      for (const id of prepared) {
        // The slot meets the same fault when the engine has taken over, and knows what to do.
        await beside
          .load(id)
          .catch((error: unknown) => log.info(`${id} was not prepared: ${reasonOf(error)}`));
      }
    },
    view: () => slotView(router.view(), memory),
    promote(version, mode) {
      if (version === baseVersion) return router.rollback(baseVersion);
      checkOffer(version);
      router.offer(version, mode, false);
    },
    offer(version, mode) {
      checkOffer(version);
      router.offer(version, mode, true);
    },
    onRequest: asking.add,
    async fill(request, key, fillOptions = {}) {
      asking.tell();
      let ticket = router.begin(key);
      for (;;) {
        const outcome = await attempt(ticket, request, key, fillOptions);
        if ('gaps' in outcome) return outcome;
        ticket = outcome;
      }
    },
  };
}

export const patchesDir = (home: string): string => join(home, 'patches');
