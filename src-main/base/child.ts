import { type ChildProcess, fork } from 'node:child_process';
import { telemetryOff } from './telemetry.ts';

/**
 * A child process that exchanges structured clones. Implemented over `child_process` and over Electron's
 * `utilityProcess`.
 */
export interface Child {
  readonly pid: number | undefined;
  send(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  /** Calls the listener once. `code` is null if a signal ended the process. */
  onExit(listener: (code: number | null, signal: string | null) => void): void;
  kill(): void;
}

export interface ForkOptions {
  readonly env?: Record<string, string>;
  /** Discards the child's standard error: for a trial run whose failure is reported as data. */
  readonly quiet?: boolean;
  /** Receives the child's standard error; null once it has ended, which may be after the child's exit. */
  readonly onStderr?: (text: string | null) => void;
  /** Node options, before the entry file. */
  readonly execArgv?: readonly string[];
}

export type ForkChild = (entry: string, options?: ForkOptions) => Child;

/** The environment of every child process, whichever launcher starts it. */
export const childEnvironment = ({ env }: ForkOptions): NodeJS.ProcessEnv => ({
  ...process.env,
  ...env,
  ...telemetryOff,
});

export const forkNode: ForkChild = (entry, options = {}) => {
  const child: ChildProcess = fork(entry, [], {
    serialization: 'advanced',
    env: childEnvironment(options),
    // The parent's standard output is reserved for `--json`.
    stdio: ['ignore', 'ignore', options.quiet ? 'ignore' : options.onStderr ? 'pipe' : 'inherit', 'ipc'],
    execArgv: [...(options.execArgv ?? [])],
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    options.onStderr?.(text);
    process.stderr.write(text);
  });
  child.stderr?.on('close', () => options.onStderr?.(null));
  // A spawn that fails emits 'error' and no 'exit'; a closed channel is followed by 'exit'.
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

export interface Asking<R> {
  /** Hears each message; what it settles is the answer. */
  readonly hear: (
    message: unknown,
    settle: { readonly resolve: (answer: R) => void; readonly reject: (error: Error) => void },
  ) => void;
  /** @returns the error of a child that ended before it answered */
  readonly ended: (code: number | null, signal: string | null) => Error;
}

/** Sends a child one request and kills it once it has answered. */
export function askChild<R>(child: Child, request: unknown, { hear, ended }: Asking<R>): Promise<R> {
  const { promise, resolve, reject } = Promise.withResolvers<R>();
  child.onMessage((message) => hear(message, { resolve, reject }));
  child.onExit((code, signal) => reject(ended(code, signal)));
  child.send(request);
  return promise.finally(() => child.kill());
}

/** The child's end of the connection. */
export interface Parent {
  send(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  /** Calls the listener when the parent has gone, so that the child can exit. */
  onGone(listener: () => void): void;
}

interface UtilityPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { data: unknown }) => void): void;
}

/**
 * Connects to the parent process, whichever launcher started this one.
 * @throws Error if the process was started by hand
 */
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
