import type { Client, Connection, Envelope, Method, Output } from '../../src-main/contract/index.ts';
import { type ConnectionEvent, connecting, update } from './connection.ts';
import { shellGone, unwrap } from './error.ts';
import { createListeners, eventNames } from './listeners.ts';

/** Characters; browsers promise 64 kB for all such requests together. */
const longestPromise = 8_000;

async function post(address: string, input: unknown, signal: AbortSignal | undefined): Promise<Envelope> {
  const request = {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(input),
  };
  // What a page sends in its last moment is delivered where it is small enough for the browser to promise it.
  const keepalive = address.includes('/call/drafts.') && request.body.length < longestPromise;
  let response: Response;
  try {
    response = await fetch(address, { ...request, keepalive, ...(signal ? { signal } : {}) });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw shellGone();
  }
  // Anything but an envelope means that this page's session is not (or no longer) known to the server.
  if (!response.headers.get('content-type')?.startsWith('application/json')) throw shellGone();
  return (await response.json()) as Envelope;
}

/** Whether the server knows this page; null where no server answers. */
async function isKnown(base: string): Promise<boolean | null> {
  try {
    const response = await fetch(`${base}/known`);
    return (await response.text()) === 'yes';
  } catch {
    return null;
  }
}

/** The contract over HTTP: one POST a call, one stream of server-sent events for all subscriptions. */
export function createLoopbackClient(base = ''): Client {
  const { on, deliver } = createListeners();
  const watchers = new Set<(connection: Connection) => void>();
  let stream: EventSource | undefined;
  let state = connecting;
  /** Settles when the stream was opened, or could not be: what happens after a call's answer is told by it. */
  let settleFirst = () => {};
  let first = Promise.resolve();

  function follow(event: ConnectionEvent): void {
    const { state: after, effects } = update(state, event);
    state = after;
    settleFirst();
    for (const effect of effects) {
      if (effect.type === 'retry') setTimeout(tryAgain, effect.ms);
      else for (const watcher of [...watchers]) watcher(effect.connection);
    }
  }

  /** Nothing is asked of a server before it says that it knows this page. */
  async function tryAgain(): Promise<void> {
    const known = await isKnown(base);
    if (known) connect();
    else follow({ type: 'broke', known });
  }

  function connect(): void {
    const source = new EventSource(`${base}/events`);
    stream = source;
    for (const name of eventNames) {
      source.addEventListener(name, (message) =>
        deliver(name, JSON.parse((message as MessageEvent<string>).data)),
      );
    }
    source.addEventListener('open', () => follow({ type: 'opened' }));
    source.addEventListener('error', () => {
      // Not left to the browser, which gives up for good where the server answers with an error.
      source.close();
      void isKnown(base).then((known) => follow({ type: 'broke', known }));
    });
  }

  return {
    async call<M extends Method>(name: M, input: unknown, options: { signal?: AbortSignal } = {}) {
      await first;
      if (state.said !== 'open') throw shellGone();
      return unwrap(await post(`${base}/call/${name}`, input, options.signal)) as Output<M>;
    },
    on(name, listener) {
      if (!stream) {
        first = new Promise((resolve) => {
          settleFirst = resolve;
        });
        connect();
      }
      return on(name, listener);
    },
    onConnection(listener) {
      watchers.add(listener);
      return () => void watchers.delete(listener);
    },
  };
}
