import { CodedError } from '../base/error.ts';
import type { EngineError } from '../fillmask/engine-error.ts';
import type { Chore, ChoreResult, ToEngine } from './protocol.ts';
import { aborted } from './texts.ts';

/**
 * Chores that an engine was given and has not finished: an engine that dies is given them again, once. Loads and
 * unloads end with the process: what a new one holds is decided anew.
 */

interface Pending {
  readonly chore: Chore;
  readonly resolve: (result: ChoreResult[Chore['kind']]) => void;
  readonly reject: (error: Error) => void;
  readonly onProgress: NonNullable<AskOptions['onProgress']>;
  /** Engines that died while it was theirs. */
  deaths: number;
}

export interface AskOptions {
  /** Drops a `prepare` or `calibrate`: its promise is refused with `aborted`. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number, of: number) => void;
}

export interface Chores {
  /** Sent at once where the engine is ready, else as soon as one is. */
  ask<C extends Chore>(chore: C, ready: boolean, options?: AskOptions): Promise<ChoreResult[C['kind']]>;
  doing(id: number, done: number, of: number): void;
  /** A new engine is ready: it gets all that is open. */
  onReady(): void;
  /** The engine is gone. */
  onDeath(error: EngineError): void;
  /** Whether a version is being loaded. */
  isLoading(): boolean;
  done(id: number, result: ChoreResult[Chore['kind']]): void;
  failed(id: number, error: EngineError): void;
  rejectAll(error: EngineError): void;
}

export function createChores(post: (message: ToEngine) => void): Chores {
  const open = new Map<number, Pending>();
  let lastId = 0;
  let alive = false;

  const reject = (id: number, { code, text }: EngineError) => {
    open.get(id)?.reject(new CodedError(code, text));
    open.delete(id);
  };

  return {
    ask<C extends Chore>(
      chore: C,
      ready: boolean,
      { signal, onProgress = () => undefined }: AskOptions = {},
    ) {
      const id = ++lastId;
      const drop = () => {
        post({ kind: 'drop', id });
        reject(id, aborted);
      };
      return new Promise<ChoreResult[C['kind']]>((resolve, refuse) => {
        // A chore's kind names its result; the map forgets which.
        const settle = resolve as Pending['resolve'];
        open.set(id, { chore, resolve: settle, reject: refuse, onProgress, deaths: 0 });
        if (ready) post({ kind: 'do', id, chore });
        if (signal?.aborted) drop();
        signal?.addEventListener('abort', drop, { once: true });
      }).finally(() => signal?.removeEventListener('abort', drop));
    },
    doing: (id, done, of) => open.get(id)?.onProgress(done, of),
    onReady() {
      alive = true;
      for (const [id, { chore }] of open) post({ kind: 'do', id, chore });
    },
    onDeath(error) {
      if (!alive) return;
      alive = false;
      for (const [id, pending] of open) {
        const { kind } = pending.chore;
        if (kind === 'unload') pending.resolve(null);
        if (kind === 'unload') open.delete(id);
        else if (kind === 'load' || ++pending.deaths > 1) reject(id, error);
      }
    },
    isLoading: () => [...open.values()].some(({ chore }) => chore.kind === 'load'),
    done(id, result) {
      open.get(id)?.resolve(result);
      open.delete(id);
    },
    failed: reject,
    rejectAll(error) {
      for (const id of open.keys()) reject(id, error);
    },
  };
}
