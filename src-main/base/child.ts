import { type ChildProcess, fork } from 'node:child_process';
import { telemetryOff } from './telemetry.ts';

/** A child process that talks in structured clones: one port for `child_process` and Electron's `utilityProcess`. */
export interface Child {
  readonly pid: number | undefined;
  send(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  /** Called once. `code` is null where a signal ended the process. */
  onExit(listener: (code: number | null, signal: string | null) => void): void;
  kill(): void;
}

export interface ForkOptions {
  readonly env?: Record<string, string>;
  /** Drops what the child writes to standard error: for a trial whose failure is reported as data. */
  readonly quiet?: boolean;
  /** Flags for the runtime, before the entry. */
  readonly execArgv?: readonly string[];
}

export type ForkChild = (entry: string, options?: ForkOptions) => Child;

/** The environment of every child, under either launcher. */
export const childEnvironment = ({ env }: ForkOptions): NodeJS.ProcessEnv => ({
  ...process.env,
  ...env,
  ...telemetryOff,
});

export const forkNode: ForkChild = (entry, options = {}) => {
  const child: ChildProcess = fork(entry, [], {
    serialization: 'advanced',
    env: childEnvironment(options),
    // Standard output belongs to the parent's --json.
    stdio: ['ignore', 'ignore', options.quiet ? 'ignore' : 'inherit', 'ipc'],
    execArgv: [...(options.execArgv ?? [])],
  });
  // A failed spawn reports 'error' and no 'exit'; a dead channel reports through 'exit'.
  return {
    get pid() {
      return child.pid;
    },
    send: (message) => {
      if (child.connected) child.send(message as object, () => undefined);
    },
    onMessage: (listener) => void child.on('message', listener),
    onExit: (listener) => {
      let told = false;
      const tell = (code: number | null, signal: string | null) => {
        if (told) return;
        told = true;
        listener(code, signal);
      };
      child.on('exit', tell);
      child.on('error', () => tell(null, null));
    },
    kill: () => void child.kill('SIGKILL'),
  };
};

/** The child's own side of the port. */
export interface Parent {
  send(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  /** Called when the parent is gone: nothing is left to work for. */
  onGone(listener: () => void): void;
}

interface UtilityPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { data: unknown }) => void): void;
}

/** Finds the parent under either launcher. @throws when the process was started by hand. */
export function connectParent(): Parent {
  const port = (process as { parentPort?: UtilityPort }).parentPort;
  if (port) {
    return {
      send: (message) => port.postMessage(message),
      onMessage: (listener) => port.on('message', (event) => listener(event.data)),
      onGone: () => undefined,
    };
  }
  if (!process.send) throw new Error('this file runs as a child process of Bumo only');
  return {
    send: (message) => void process.send?.(message, undefined, undefined, () => undefined),
    onMessage: (listener) => void process.on('message', listener),
    onGone: (listener) => void process.on('disconnect', listener),
  };
}
