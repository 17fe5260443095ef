import type { ForkChild } from '../../src-main/base/child.ts';
import type { ParserJobs } from '../../src-main/documents/parser-protocol.ts';
import { serveParser } from '../../src-main/documents/parser-worker.ts';

/** A fork whose children do their jobs in this process; what they say after their end is not heard. */
export const inProcessChild =
  (jobs: ParserJobs): ForkChild =>
  () => {
    const toChild: ((message: unknown) => void)[] = [];
    const fromChild: ((message: unknown) => void)[] = [];
    const onExit: ((code: number | null, signal: string | null) => void)[] = [];
    let isAlive = true;
    const later = (listeners: readonly ((message: unknown) => void)[], message: unknown) =>
      setImmediate(() => {
        if (isAlive) for (const listener of listeners) listener(structuredClone(message));
      });
    serveParser(
      {
        send: (message) => void later(fromChild, message),
        onMessage: (listener) => void toChild.push(listener),
        onGone: () => undefined,
      },
      jobs,
    );
    return {
      pid: undefined,
      send: (message) => void later(toChild, message),
      onMessage: (listener) => void fromChild.push(listener),
      onExit: (listener) => void onExit.push(listener),
      kill() {
        if (!isAlive) return;
        isAlive = false;
        for (const listener of onExit) listener(null, 'SIGKILL');
      },
    };
  };
