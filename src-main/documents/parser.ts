import { CodedError } from '../base/error.ts';
import { message } from '../texts/message.ts';
import {
  type Outcome,
  type ParserChild,
  type ParserLimits,
  type ParserOptions,
  startChild,
} from './parser-child.ts';
import { type JobRequest, tooComplex } from './parser-protocol.ts';

/**
 * Opens and saves foreign files in separate processes: a job over its limits of time or memory ends with its process,
 * and the app goes on.
 */
export interface Parser {
  /**
   * Runs a job of parser-jobs.ts. Input and output are structured clones.
   * @throws CodedError `document-too-complex` for a job over the limits, `aborted` after `close`, or what the job threw
   */
  run<O>(job: string, input: unknown): Promise<O>;
  /** Ends all processes. */
  close(): void;
}

const usualLimits: ParserLimits = {
  milliseconds: 10_000,
  startMilliseconds: 30_000,
  heapMegabytes: 1536,
  keptMegabytes: 400,
  idleMilliseconds: 60_000,
  atOnce: 2,
};

const closing = (): CodedError => new CodedError('aborted', message('document.closing'));

const notStarted = (how: string): CodedError =>
  new CodedError('internal', message('document.notStarted', { how }));

/** The idle processes; each ends after waiting too long. */
function createPool(options: ParserOptions, limits: ParserLimits) {
  const idle = new Map<ParserChild, () => void>();
  const all = new Set<ParserChild>();

  function start(): ParserChild {
    const child = startChild(options, limits);
    all.add(child);
    void child.ended.then(() => {
      idle.get(child)?.();
      idle.delete(child);
      all.delete(child);
    });
    return child;
  }

  return {
    take(): { child: ParserChild; isNew: boolean } {
      for (const [child, stop] of idle) {
        stop();
        idle.delete(child);
        return { child, isNew: false };
      }
      return { child: start(), isNew: true };
    },
    giveBack: (child: ParserChild) =>
      void idle.set(
        child,
        options.clock.after(limits.idleMilliseconds, () => child.kill()),
      ),
    close() {
      for (const child of all) child.kill();
    },
  };
}

/** Limits concurrent jobs; waiting jobs are admitted in order. */
function createGate(most: number) {
  const waiting: (() => void)[] = [];
  let inside = 0;
  return {
    async enter(): Promise<void> {
      if (inside < most) inside++;
      else await new Promise<void>((resolve) => waiting.push(resolve));
    },
    leave(): void {
      const next = waiting.shift();
      if (next) next();
      else inside--;
    },
  };
}

export function createParser(options: ParserOptions): Parser {
  const limits: ParserLimits = { ...usualLimits, ...options.limits };
  const pool = createPool(options, limits);
  const gate = createGate(limits.atOnce);
  let isClosed = false;

  async function attempt(request: JobRequest): Promise<Outcome> {
    const { child, isNew } = pool.take();
    const outcome = await child.run(request);
    if (outcome.kind === 'done' || outcome.kind === 'failed') {
      if (outcome.memory > limits.keptMegabytes * 1024 * 1024) child.kill();
      else pool.giveBack(child);
      return outcome;
    }
    // A reused process may have ended for an earlier job: the job is tried again in a new one.
    const isOwnFault = isNew || outcome.kind === 'late' || isClosed;
    return isOwnFault ? outcome : attempt(request);
  }

  return {
    async run<O>(job: string, input: unknown): Promise<O> {
      await gate.enter();
      try {
        if (isClosed) throw closing();
        const outcome = await attempt({ job, input });
        if (outcome.kind === 'done') return outcome.output as O;
        if (outcome.kind === 'failed') throw new CodedError(outcome.error.code, outcome.error.text);
        if (isClosed) throw closing();
        if (outcome.kind === 'unready') throw notStarted(outcome.how);
        throw tooComplex(new Error(outcome.kind === 'late' ? `over ${limits.milliseconds} ms` : outcome.how));
      } finally {
        gate.leave();
      }
    },
    close() {
      isClosed = true;
      pool.close();
    },
  };
}
