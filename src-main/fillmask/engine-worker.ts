import type { Parent } from '../base/child.ts';
import type { Clock } from '../base/clock.ts';
import { CodedError, isAbort } from '../base/error.ts';
import { type FromEngine, type StartOptions, type ToEngine, toEngineError } from './engine-protocol.ts';
import type { Filler, FillRequest } from './types.ts';

export type LoadFiller = (options: StartOptions) => Promise<Filler>;

interface Job {
  readonly id: number;
  readonly request: FillRequest;
  readonly abort: AbortController;
}

/** A gap that every checkpoint can fill: the first run pays for lazy allocation, not the writer. */
const warmUp: FillRequest = { text: '今天[MASK]气很好。', maxLength: 1, top: 1 };

/** Lets messages that wait in the channel be read: two turns pass one whole poll phase. */
async function turn(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
  await new Promise((resolve) => setImmediate(resolve));
}

/** Gives the channel a turn before each step, since a run of the model blocks the thread. */
export const withTurns =
  <A extends readonly unknown[], R>(step: (...args: A) => Promise<R>) =>
  async (...args: A): Promise<R> => {
    await turn();
    return step(...args);
  };

/** Serves a parent with one filler, one request at a time. `exit` ends the process. */
export function serveEngine(parent: Parent, load: LoadFiller, clock: Clock, exit: () => void): void {
  const send = (message: FromEngine) => parent.send(message);
  const jobs: Job[] = [];
  let filler: Filler | null = null;
  let busy = false;

  const start = async (options: StartOptions) => {
    try {
      const loaded = await load(options);
      await loaded.fill(warmUp);
      filler = loaded;
      send({ kind: 'ready' });
      void serveAll();
    } catch (error) {
      send({ kind: 'start-failed', error: toEngineError(error), final: error instanceof CodedError });
    }
  };

  const serve = async (job: Job, by: Filler) => {
    const began = clock.monotonic();
    const { id, request, abort } = job;
    try {
      abort.signal.throwIfAborted();
      const answer = await by.fill(request, {
        signal: abort.signal,
        onFirst: (first) => send({ kind: 'first', id, answer: first }),
      });
      send({ kind: 'answer', id, answer, milliseconds: clock.monotonic() - began });
    } catch (error) {
      if (isAbort(error)) send({ kind: 'cancelled', id });
      else send({ kind: 'failed', id, error: toEngineError(error) });
    }
  };

  const serveAll = async () => {
    if (busy || !filler) return;
    busy = true;
    for (let job = jobs[0]; job; job = jobs[0]) {
      // A cancel that was sent while the last job ran must be heard before this one starts.
      await turn();
      await serve(job, filler);
      jobs.shift();
    }
    busy = false;
  };

  const handle = (message: ToEngine) => {
    switch (message.kind) {
      case 'start':
        void start(message.options);
        return;
      case 'fill':
        jobs.push({ id: message.id, request: message.request, abort: new AbortController() });
        void serveAll();
        return;
      case 'cancel':
        jobs.find((job) => job.id === message.id)?.abort.abort();
        return;
      case 'stop':
        exit();
    }
  };

  parent.onMessage((message) => handle(message as ToEngine));
  parent.onGone(exit);
}
