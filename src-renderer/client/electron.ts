import type { Client, EventName, Method, Output } from '../../src-main/contract/index.ts';
import type { Bridge } from './bridge.ts';
import { unwrap } from './error.ts';
import { createListeners } from './listeners.ts';

/** The contract over the preload's bridge. */
export function createElectronClient(bridge: Bridge): Client {
  const { on, deliver } = createListeners();
  let lastId = 0;
  bridge.onEvent((name, event) => deliver(name as EventName, event as never));
  return {
    on,
    // The window closes with its shell, so the connection never breaks.
    onConnection: () => () => undefined,
    async call<M extends Method>(name: M, input: unknown, { signal }: { signal?: AbortSignal } = {}) {
      signal?.throwIfAborted();
      const id = ++lastId;
      const abort = () => bridge.abort(id);
      signal?.addEventListener('abort', abort);
      try {
        return unwrap(await bridge.call(id, name, input)) as Output<M>;
      } finally {
        signal?.removeEventListener('abort', abort);
      }
    },
  };
}
