import {
  type Child,
  connectParent,
  type ForkChild,
  type ForkOptions,
  type Parent,
} from '../../../src-main/base/child.ts';
import { createListeners, type Listeners } from '../../../src-main/base/listeners.ts';

/**
 * Child processes that outlive what uses them. A process that loaded code and weights once is lent to one user after
 * another; each user sees a child that has just started, and each lease has its own state inside the process.
 */

type ToLender =
  | { readonly lease: number; readonly kind: 'begin' }
  | { readonly lease: number; readonly kind: 'end' }
  | { readonly lease: number; readonly kind: 'message'; readonly message: unknown };

type FromLender =
  | { readonly lease: number; readonly kind: 'ended' }
  | { readonly lease: number; readonly kind: 'message'; readonly message: unknown };

/** One user's connection to the process, as the process sees it. */
export interface LeasePort extends Pick<Parent, 'send' | 'onMessage'> {
  /** Called when the user is gone, before the process is lent again. */
  onEnd(listener: () => void): void;
}

/** The inside of a process that is lent. @param serve starts a service with no state of earlier users */
export function serveLeases(serve: (port: LeasePort) => void): void {
  const parent = connectParent();
  const leases = new Map<number, { hear(message: unknown): void; end(): void }>();

  function begin(lease: number): void {
    const heard = createListeners<[unknown]>();
    const ends = createListeners();
    leases.set(lease, { hear: heard.tell, end: ends.tell });
    serve({
      send(message) {
        if (leases.has(lease)) parent.send({ lease, kind: 'message', message } satisfies FromLender);
      },
      onMessage: (listener) => void heard.add(listener),
      onEnd: (listener) => void ends.add(listener),
    });
  }

  function end(lease: number): void {
    leases.get(lease)?.end();
    leases.delete(lease);
    parent.send({ lease, kind: 'ended' } satisfies FromLender);
  }

  parent.onGone(() => process.exit(0));
  parent.onMessage((received) => {
    const request = received as ToLender;
    const { lease } = request;
    if (request.kind === 'begin') begin(lease);
    else if (request.kind === 'end') end(lease);
    else leases.get(lease)?.hear(request.message);
  });
}

type OnExit = Parameters<Parameters<Child['onExit']>[0]>;

interface Lease {
  readonly number: number;
  readonly heard: Listeners<[unknown]>;
  readonly exits: Listeners<OnExit>;
}

export interface LentProcesses {
  readonly fork: ForkChild;
  /** Ends all processes. */
  close(): void;
}

/** Lends processes: as many are started as are used at a time. @param entry serves leases */
export function lendProcesses(start: ForkChild, entry: string): LentProcesses {
  const users = new Map<Child, Lease | null>();
  const free = new Set<Child>();
  let leases = 0;

  function startProcess(options?: ForkOptions): Child {
    const child = start(entry, options);
    child.onMessage((received) => {
      const reply = received as FromLender;
      const user = users.get(child);
      if (reply.kind === 'ended') free.add(child);
      else if (reply.lease === user?.number) user.heard.tell(reply.message);
    });
    child.onExit((code, signal) => {
      users.get(child)?.exits.tell(code, signal);
      users.delete(child);
      free.delete(child);
    });
    return child;
  }

  function take(options?: ForkOptions): Child {
    for (const child of free) {
      free.delete(child);
      return child;
    }
    return startProcess(options);
  }

  return {
    fork(_entry, options) {
      const child = take(options);
      const number = leases++;
      const user: Lease = { number, heard: createListeners(), exits: createListeners() };
      users.set(child, user);
      const send = (message: ToLender) => child.send(message);
      send({ lease: number, kind: 'begin' });
      return {
        pid: child.pid,
        send: (message) => send({ lease: number, kind: 'message', message }),
        onMessage: (listener) => void user.heard.add(listener),
        onExit: (listener) => void user.exits.add(listener),
        kill() {
          if (users.get(child) !== user) return;
          users.set(child, null);
          send({ lease: number, kind: 'end' });
          // The end of a process is reported later, too.
          setImmediate(() => user.exits.tell(null, 'SIGKILL'));
        },
      };
    },
    close() {
      for (const child of users.keys()) child.kill();
    },
  };
}
