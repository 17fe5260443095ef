import { silentLog } from '../../src-main/base/log.ts';
import type { Client, EventName, Handlers, Method, Output } from '../../src-main/contract/index.ts';
import { createDispatch, type EventHub } from '../../src-main/shell/dispatch.ts';
import { unwrap } from '../../src-renderer/client/error.ts';
import { createListeners } from '../../src-renderer/client/listeners.ts';

/** The contract without a transport: what tests of the interface hold instead of a shell. */
export function createFakeClient(handlers: Handlers, hub: EventHub): Client {
  const dispatch = createDispatch(handlers, silentLog);
  const { on, deliver } = createListeners();
  hub.subscribe((name, event) => deliver(name as EventName, structuredClone(event) as never));
  return {
    on,
    onConnection: () => () => undefined,
    async call<M extends Method>(name: M, input: unknown, { signal }: { signal?: AbortSignal } = {}) {
      const context = { signal: signal ?? new AbortController().signal };
      return unwrap(structuredClone(await dispatch(name, structuredClone(input), context))) as Output<M>;
    },
  };
}
