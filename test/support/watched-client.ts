import type { Client, EventName, EventOf, Handlers, Input, Method } from '../../src-main/contract/index.ts';
import { createEventHub } from '../../src-main/shell/dispatch.ts';
import { createFakeClient } from './fake-client.ts';
import { fakeHandlers } from './fake-handlers.ts';

export interface WatchedClient {
  readonly client: Client;
  /** What a method was called with, in order. */
  calls<M extends Method>(name: M): Input<M>[];
  /** Tells every subscriber of an event. */
  tell<E extends EventName>(name: E, event: EventOf<E>): void;
  /** Subscriptions to events that have not ended. */
  subscribers(): number;
}

/** A client whose calls are recorded. @param own handlers in place of those that answer with nothing */
export function watchedClient(own: Partial<Handlers> = {}): WatchedClient {
  const made: { readonly name: string; readonly input: unknown }[] = [];
  const all = { ...fakeHandlers().handlers, ...own };
  const watched = Object.entries(all).map(([name, handler]) => [
    name,
    (input: never, context: never) => {
      made.push({ name, input });
      return handler(input, context);
    },
  ]);
  const hub = createEventHub();
  const fake = createFakeClient(Object.fromEntries(watched) as Handlers, hub);
  let subscribers = 0;
  const on: Client['on'] = (name, listener) => {
    const end = fake.on(name, listener);
    subscribers++;
    return () => {
      end();
      subscribers--;
    };
  };
  return {
    client: { ...fake, on },
    subscribers: () => subscribers,
    calls: (name) => made.filter((one) => one.name === name).map(({ input }) => input as never),
    tell: (name, event) => hub.emit(name, event),
  };
}

/** Lets every answer arrive that is on its way. */
export const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));
