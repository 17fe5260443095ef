import type { ForkChild } from '../base/child.ts';
import type { Clock } from '../base/clock.ts';
import type { JobRequest, ParserReply } from './parser-protocol.ts';

/** Supervises one process of the parser. */

export interface ParserLimits {
  /** Of one job. */
  readonly milliseconds: number;
  /** For starting a process, which may take long on a busy machine. */
  readonly startMilliseconds: number;
  /** JavaScript heap of a process. Memory outside the heap is limited by the unpacked size of a package. */
  readonly heapMegabytes: number;
  /** A process with more resident memory after a job is not reused. */
  readonly keptMegabytes: number;
  /** An idle process ends after this time. */
  readonly idleMilliseconds: number;
  /** Most jobs at a time; further jobs wait. */
  readonly atOnce: number;
}

export interface ParserOptions {
  readonly fork: ForkChild;
  /** File of the parser's process. */
  readonly entry: string;
  readonly clock: Clock;
  readonly limits?: Partial<ParserLimits>;
}

export type Outcome =
  | Exclude<ParserReply, { kind: 'ready' }>
  | { readonly kind: 'late' }
  /** The process ended during the job, by itself or by `kill`. */
  | { readonly kind: 'ended'; readonly how: string }
  /** The process ended before it was ready. */
  | { readonly kind: 'unready'; readonly how: string };

/** Does one job at a time. */
export interface ParserChild {
  run(request: JobRequest): Promise<Outcome>;
  kill(): void;
  readonly ended: Promise<void>;
}

export function startChild({ fork, entry, clock }: ParserOptions, limits: ParserLimits): ParserChild {
  const child = fork(entry, { execArgv: [`--max-old-space-size=${limits.heapMegabytes}`], quiet: true });
  const ready = Promise.withResolvers<void>();
  const end = Promise.withResolvers<{ readonly kind: 'ended'; readonly how: string }>();
  let hear: (reply: Outcome) => void = () => undefined;
  const kill = (how = 'killed') => {
    end.resolve({ kind: 'ended', how });
    child.kill();
  };
  child.onMessage((message) => {
    const reply = message as ParserReply;
    if (reply.kind === 'ready') ready.resolve();
    else hear(reply);
  });
  child.onExit((code, signal) => end.resolve({ kind: 'ended', how: signal ?? `exit code ${code}` }));
  const stopStart = clock.after(limits.startMilliseconds, () => kill('did not start'));
  void Promise.race([ready.promise, end.promise]).then(stopStart);
  return {
    ended: end.promise.then(() => undefined),
    kill,
    async run(request) {
      const before = await Promise.race([ready.promise, end.promise]);
      if (before) return { kind: 'unready', how: before.how };
      const { promise: reply, resolve } = Promise.withResolvers<Outcome>();
      hear = resolve;
      const stop = clock.after(limits.milliseconds, () => {
        resolve({ kind: 'late' });
        kill();
      });
      child.send(request);
      const outcome = await Promise.race([reply, end.promise]);
      stop();
      return outcome;
    },
  };
}
