import { isAbort } from '../base/error.ts';
import type { Lock } from '../base/lock.ts';
import { privateMemory } from '../base/memory.ts';
import { turn } from '../base/turn.ts';
import { toEngineError } from '../fillmask/engine-error.ts';
import type { FillRequest } from '../fillmask/types.ts';
import type { Host } from './host.ts';
import type { FromEngine, ToEngine } from './protocol.ts';

type Fill = Extract<ToEngine, { kind: 'fill' }>;

export interface RequestQueueOptions {
  /** Held while the model runs. */
  readonly lock: Lock;
  readonly send: (message: FromEngine) => void;
  /** Settles when the version is neither being loaded nor unloaded. */
  readonly settled: (version: string) => Promise<void>;
}

/**
 * Answers requests in the order they arrive, one at a time. A request's shadow runs once no request waits; a request
 * that arrives ends it for good.
 */
export class RequestQueue {
  readonly #options: RequestQueueOptions;
  /** Requests that wait for the lock. */
  readonly #waiting = new Set<number>();
  /** Requests that are not answered yet. */
  readonly #aborts = new Map<number, AbortController>();
  /** Requests that arrived before the host was made. */
  #early: Fill[] = [];
  #host: Host | null = null;
  #shadowing: AbortController | null = null;

  constructor(options: RequestQueueOptions) {
    this.#options = options;
  }

  serveWith(host: Host): void {
    this.#host = host;
    for (const fill of this.#early.splice(0)) void this.#answer(fill, host);
  }

  add(fill: Fill): void {
    this.#aborts.set(fill.id, new AbortController());
    this.#waiting.add(fill.id);
    this.#shadowing?.abort();
    if (this.#host) void this.#answer(fill, this.#host);
    else this.#early.push(fill);
  }

  cancel(id: number): void {
    this.#aborts.get(id)?.abort();
  }

  async #answer(fill: Fill, host: Host): Promise<void> {
    const { id, version, shadow } = fill;
    // After a crash a request arrives before its version is loaded again.
    await this.#options.settled(version);
    const release = await this.#options.lock.acquire();
    // Lets a cancel that was sent while the last request ran arrive.
    await turn();
    this.#waiting.delete(id);
    try {
      if ((await this.#run(fill, host)) && shadow !== null) void this.#shadow(id, fill.request, shadow, host);
    } finally {
      this.#aborts.delete(id);
      release();
    }
  }

  /** @returns whether there was an answer of this machine's */
  async #run({ id, request, version, sticky }: Fill, host: Host): Promise<boolean> {
    const { send } = this.#options;
    try {
      const signal = this.#aborts.get(id)?.signal;
      signal?.throwIfAborted();
      const timed = await host.fill(version, request, {
        sticky,
        ...(signal ? { signal } : {}),
        onFirst: (first) => send({ kind: 'first', id, answer: first }),
      });
      send({ kind: 'answer', id, memory: privateMemory(), ...timed });
      return timed.gateway === null;
    } catch (error) {
      if (isAbort(error)) send({ kind: 'cancelled', id });
      else send({ kind: 'failed', id, error: toEngineError(error) });
      return false;
    }
  }

  async #shadow(id: number, request: FillRequest, version: string, host: Host): Promise<void> {
    const { lock, send } = this.#options;
    const release = await lock.acquire();
    await turn();
    const abort = new AbortController();
    this.#shadowing = abort;
    try {
      const outcome =
        this.#waiting.size > 0 ? null : await host.fill(version, request, { signal: abort.signal });
      send({ kind: 'shadow', id, version, outcome });
    } catch (error) {
      if (isAbort(error)) send({ kind: 'shadow', id, version, outcome: null });
      else send({ kind: 'shadow', id, version, error: toEngineError(error) });
    } finally {
      this.#shadowing = null;
      release();
    }
  }
}
