import type { Client, Envelope, Method, Output } from '../../src-main/contract/index.ts';
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

/** The contract over HTTP: one POST a call, one stream of server-sent events for all subscriptions. */
export function createLoopbackClient(base = ''): Client {
  const { on, deliver } = createListeners();
  let stream: EventSource | undefined;

  /** EventSource reconnects by itself after a break. */
  function open(): void {
    if (stream) return;
    stream = new EventSource(`${base}/events`);
    for (const name of eventNames) {
      stream.addEventListener(name, (message) =>
        deliver(name, JSON.parse((message as MessageEvent<string>).data)),
      );
    }
  }

  return {
    async call<M extends Method>(name: M, input: unknown, options: { signal?: AbortSignal } = {}) {
      return unwrap(await post(`${base}/call/${name}`, input, options.signal)) as Output<M>;
    },
    on(name, listener) {
      open();
      return on(name, listener);
    },
  };
}
