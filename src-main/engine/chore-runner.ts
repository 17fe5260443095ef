import { isAbort } from '../base/error.ts';
import type { Lock } from '../base/lock.ts';
import { turn } from '../base/turn.ts';
import { toEngineError } from '../fillmask/engine-error.ts';
import type { Host } from './host.ts';
import type { Chore, ChoreResult, FromEngine } from './protocol.ts';
import { aborted } from './texts.ts';
import { createVersionWork } from './version-work.ts';

export interface ChoreRunnerOptions {
  /** Held while the model runs, released between two steps of a chore. */
  readonly lock: Lock;
  readonly send: (message: FromEngine) => void;
}

/** Does the chores of the engine's process. Between two steps of a chore, requests that wait are answered. */
export class ChoreRunner {
  readonly #options: ChoreRunnerOptions;
  readonly #versionWork = createVersionWork();
  readonly #droppable = new Map<number, AbortController>();

  constructor(options: ChoreRunnerOptions) {
    this.#options = options;
  }

  /** Settles when the version is neither being loaded nor unloaded. */
  readonly settled = (version: string): Promise<void> => this.#versionWork.settled(version);

  start(id: number, chore: Chore, host: Host): void {
    const work = (signal?: AbortSignal) => this.#work(id, chore, host, signal);
    if (chore.kind === 'load') this.#versionWork.load(chore.version.id, work);
    else if (chore.kind === 'unload') this.#versionWork.unload(chore.id, () => work());
    else if (chore.kind === 'prepare' || chore.kind === 'calibrate') {
      const abort = new AbortController();
      this.#droppable.set(id, abort);
      void work(abort.signal).finally(() => this.#droppable.delete(id));
    } else void work();
  }

  /** Ends a `prepare` or `calibrate` between two of its steps. */
  drop(id: number): void {
    this.#droppable.get(id)?.abort();
  }

  async #work(id: number, chore: Chore, host: Host, signal?: AbortSignal): Promise<void> {
    const { lock, send } = this.#options;
    let release: () => void = () => undefined;
    const pause = async () => {
      release();
      await turn();
      release = await lock.acquire();
      signal?.throwIfAborted();
    };
    const tell = (done: number, of: number) => send({ kind: 'doing', id, done, of });
    const perform = (): Promise<ChoreResult[Chore['kind']]> => {
      switch (chore.kind) {
        case 'load':
          return host.load(chore, pause);
        case 'unload':
          return host.unload(chore.id).then(() => null);
        case 'embed':
          return host.embed(chore.places, pause);
        case 'prepare':
          return host.prepare(chore.texts, pause, tell, chore.others).then(() => null);
        case 'calibrate':
          return host.calibrate(chore.gaps, pause, tell);
      }
    };
    try {
      // Hashing and writing weights takes long; requests are answered meanwhile.
      if (chore.kind === 'load') await host.verify(chore.version);
      release = await lock.acquire();
      signal?.throwIfAborted();
      send({ kind: 'done', id, result: await perform() });
    } catch (error) {
      send({ kind: 'undone', id, error: isAbort(error) ? aborted : toEngineError(error) });
    } finally {
      release();
    }
  }
}
