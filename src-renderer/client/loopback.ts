import type { Client, Connection, Envelope, Method, Output } from '../../src-main/contract/index.ts';
import { sessionHeader } from '../../src-main/contract/session.ts';
import { type ConnectionEvent, connecting, update } from './connection.ts';
import { shellGone, unwrap } from './error.ts';
import { readEvents } from './event-stream.ts';
import { createListeners, eventNames } from './listeners.ts';
import { isKnown, storedSession } from './session.ts';

/** Longest body of a `keepalive` request, in characters; browsers allow 64 kB for all such requests together. */
const longestPromise = 8_000;

async function post(address: string, input: unknown, signal: AbortSignal | undefined): Promise<Envelope> {
  const request = {
    method: 'POST',
    headers: { 'content-type': 'application/json', [sessionHeader]: storedSession() },
    body: JSON.stringify(input),
  };
  // A `keepalive` request is delivered even if the page closes, up to the browser's limit.
  const keepalive = address.includes('/call/drafts.') && request.body.length < longestPromise;
  let response: Response;
  try {
    response = await fetch(address, { ...request, keepalive, ...(signal ? { signal } : {}) });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw shellGone();
  }
  // Any other answer means that the server does not know this page's session (any more).
  if (!response.headers.get('content-type')?.startsWith('application/json')) throw shellGone();
  return (await response.json()) as Envelope;
}

/** The stream of server-sent events, opened again whenever it breaks. */
class EventStream {
  readonly #base: string;
  readonly #deliver: ReturnType<typeof createListeners>['deliver'];
  readonly #watchers = new Set<(connection: Connection) => void>();
  #state = connecting;
  #isStarted = false;
  #settleFirst = () => {};
  /** Settles when the first attempt to open the stream succeeded or failed. */
  #first = Promise.resolve();

  constructor(base: string, deliver: ReturnType<typeof createListeners>['deliver']) {
    this.#base = base;
    this.#deliver = deliver;
  }

  start(): void {
    if (this.#isStarted) return;
    this.#isStarted = true;
    this.#first = new Promise((resolve) => {
      this.#settleFirst = resolve;
    });
    this.#open();
  }

  /** Waits for the first attempt: events that follow a call come through the stream. @throws ContractError when it is broken */
  async ready(): Promise<void> {
    await this.#first;
    if (this.#state.said !== 'open') throw shellGone();
  }

  watch(watcher: (connection: Connection) => void): () => void {
    this.#watchers.add(watcher);
    return () => void this.#watchers.delete(watcher);
  }

  #open(): void {
    const headers = { [sessionHeader]: storedSession() };
    const deliver = (name: string, data: string) => {
      const known = eventNames.find((one) => one === name);
      if (known) this.#deliver(known, JSON.parse(data));
    };
    readEvents(`${this.#base}/events`, headers, () => this.#follow({ type: 'opened' }), deliver)
      .catch(() => undefined)
      .then(() => isKnown(this.#base))
      .then((known) => this.#follow({ type: 'broke', known }));
  }

  #follow(event: ConnectionEvent): void {
    const { state, effects } = update(this.#state, event);
    this.#state = state;
    this.#settleFirst();
    for (const effect of effects) {
      if (effect.type === 'retry') setTimeout(() => void this.#tryAgain(), effect.ms);
      else for (const watcher of [...this.#watchers]) watcher(effect.connection);
    }
  }

  /** The stream is opened again only once the server says that it knows this page. */
  async #tryAgain(): Promise<void> {
    const known = await isKnown(this.#base);
    if (known) this.#open();
    else this.#follow({ type: 'broke', known });
  }
}

/** The contract over HTTP: one POST for each call, one stream of server-sent events for all subscriptions. */
export function createLoopbackClient(base = ''): Client {
  const { on, deliver } = createListeners();
  const stream = new EventStream(base, deliver);
  return {
    async call<M extends Method>(name: M, input: unknown, options: { signal?: AbortSignal } = {}) {
      await stream.ready();
      return unwrap(await post(`${base}/call/${name}`, input, options.signal)) as Output<M>;
    },
    on(name, listener) {
      stream.start();
      return on(name, listener);
    },
    onConnection: (listener) => stream.watch(listener),
  };
}
