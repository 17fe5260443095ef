import type { Parent } from '../base/child.ts';
import { CodedError, isAbort } from '../base/error.ts';
import { createLock } from '../base/lock.ts';
import { privateMemory } from '../base/memory.ts';
import { turn } from '../base/turn.ts';
import { baseVersion } from '../fillmask/bert/versions.ts';
import { toEngineError } from '../fillmask/engine-error.ts';
import type { FillRequest } from '../fillmask/types.ts';
import type { Host, OnProgress } from './host.ts';
import type { Chore, ChoreResult, FromEngine, StartOptions, ToEngine } from './protocol.ts';
import { aborted } from './texts.ts';
import { createVersionWork } from './version-work.ts';

export type LoadHost = (options: StartOptions) => Promise<Host>;

interface Job {
  readonly id: number;
  readonly request: FillRequest;
  readonly version: string;
  readonly shadow: string | null;
  readonly abort: AbortController;
}

/** A gap that every checkpoint can fill: the first run pays for lazy allocation, not the writer. */
const warmUp: FillRequest = { text: '今天[MASK]气很好。', maxLength: 1, top: 1 };

/** Answers a request and tells how it went. @returns whether there was an answer */
async function serve(
  { id, request, version, abort }: Job,
  host: Host,
  send: (message: FromEngine) => void,
): Promise<boolean> {
  try {
    abort.signal.throwIfAborted();
    const timed = await host.fill(version, request, {
      signal: abort.signal,
      onFirst: (first) => send({ kind: 'first', id, answer: first }),
    });
    send({ kind: 'answer', id, memory: privateMemory(), ...timed });
    return true;
  } catch (error) {
    if (isAbort(error)) send({ kind: 'cancelled', id });
    else send({ kind: 'failed', id, error: toEngineError(error) });
    return false;
  }
}

function perform(
  host: Host,
  chore: Chore,
  pause: () => Promise<void>,
  onProgress: OnProgress,
): Promise<ChoreResult[Chore['kind']]> {
  switch (chore.kind) {
    case 'load':
      return host.load(chore, pause);
    case 'unload':
      return host.unload(chore.id).then(() => null);
    case 'embed':
      return host.embed(chore.places, pause);
    case 'prepare':
      return host.prepare(chore.texts, pause, onProgress).then(() => null);
  }
}

/**
 * Serves a parent with one host, one thing at a time. Requests are answered in their order; shadows and
 * chores give way to a request that waits, a chore between two steps, a shadow for good.
 * @param exit ends the process
 */
export function serveEngine(parent: Parent, load: LoadHost, exit: () => void): void {
  const send = (message: FromEngine) => parent.send(message);
  const lock = createLock();
  /** Requests that wait or run. */
  const jobs: Job[] = [];
  const versionWork = createVersionWork();
  const arrived = new Map<number, AbortController>();
  const droppable = new Map<number, AbortController>();
  /** What was taught while the host was being made. */
  const early: ((host: Host) => void)[] = [];
  let host: Host | null = null;
  let shadowing: AbortController | null = null;

  async function start(options: StartOptions): Promise<void> {
    try {
      const loaded = await load(options);
      loaded.setTerms(options.terms);
      loaded.remember({ add: options.memory, remove: [] });
      await loaded.fill(baseVersion, warmUp);
      for (const teach of early) teach(loaded);
      host = loaded;
      send({ kind: 'ready' });
      for (const job of [...jobs]) void next(job);
    } catch (error) {
      send({ kind: 'start-failed', error: toEngineError(error), final: error instanceof CodedError });
    }
  }

  async function next(job: Job): Promise<void> {
    if (!host) return;
    // After a crash requests come before their version is loaded again.
    await versionWork.settled(job.version);
    const release = await lock.acquire();
    // A cancel that was sent while the last job ran must be heard before this one starts.
    await turn();
    jobs.splice(jobs.indexOf(job), 1);
    try {
      if ((await serve(job, host, send)) && job.shadow !== null) void shadow(job, job.shadow, host);
    } finally {
      arrived.delete(job.id);
      release();
    }
  }

  async function shadow({ id, request }: Job, version: string, by: Host): Promise<void> {
    const release = await lock.acquire();
    await turn();
    shadowing = new AbortController();
    try {
      const outcome = jobs.length > 0 ? null : await by.fill(version, request, { signal: shadowing.signal });
      send({ kind: 'shadow', id, version, outcome });
    } catch (error) {
      if (isAbort(error)) send({ kind: 'shadow', id, version, outcome: null });
      else send({ kind: 'shadow', id, version, error: toEngineError(error) });
    } finally {
      shadowing = null;
      release();
    }
  }

  async function work(id: number, chore: Chore, signal?: AbortSignal): Promise<void> {
    if (!host) return;
    let release: () => void = () => undefined;
    const pause = async () => {
      release();
      await turn();
      release = await lock.acquire();
      signal?.throwIfAborted();
    };
    try {
      // Hashing and laying out weights takes long; requests are answered meanwhile.
      if (chore.kind === 'load') await host.verify(chore.version);
      release = await lock.acquire();
      signal?.throwIfAborted();
      const onProgress: OnProgress = (done, of) => send({ kind: 'doing', id, done, of });
      send({ kind: 'done', id, result: await perform(host, chore, pause, onProgress) });
    } catch (error) {
      send({ kind: 'undone', id, error: isAbort(error) ? aborted : toEngineError(error) });
    } finally {
      release();
    }
  }

  function arrange(id: number, chore: Chore): void {
    if (chore.kind === 'load') versionWork.load(chore.version.id, (signal) => work(id, chore, signal));
    else if (chore.kind === 'unload') versionWork.unload(chore.id, () => work(id, chore));
    else if (chore.kind === 'prepare') void prepare(id, chore);
    else void work(id, chore);
  }

  async function prepare(id: number, chore: Chore): Promise<void> {
    const abort = new AbortController();
    droppable.set(id, abort);
    await work(id, chore, abort.signal);
    droppable.delete(id);
  }

  function teach(change: (host: Host) => void): void {
    if (host) change(host);
    else early.push(change);
  }

  function handle(message: ToEngine): void {
    switch (message.kind) {
      case 'start':
        void start(message.options);
        return;
      case 'fill': {
        const { id, request, version, shadow: unseen } = message;
        const abort = new AbortController();
        arrived.set(id, abort);
        const job = { id, request, version, shadow: unseen, abort };
        jobs.push(job);
        shadowing?.abort();
        void next(job);
        return;
      }
      case 'cancel':
        arrived.get(message.id)?.abort();
        return;
      case 'do':
        arrange(message.id, message.chore);
        return;
      case 'drop':
        droppable.get(message.id)?.abort();
        return;
      case 'terms':
        teach((one) => one.setTerms(message.terms));
        return;
      case 'memory':
        teach((one) => one.remember(message.change));
        return;
      case 'stop':
        exit();
    }
  }

  parent.onMessage((message) => handle(message as ToEngine));
  parent.onGone(exit);
}
