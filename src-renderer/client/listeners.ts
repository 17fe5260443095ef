import { type Client, type EventName, type EventOf, events } from '../../src-main/contract/index.ts';

type Listeners = { [E in EventName]: Set<(event: EventOf<E>) => void> };

/** The listeners by event; a transport delivers events to them. */
export function createListeners() {
  const listeners: Listeners = {
    engine: new Set(),
    download: new Set(),
    suggestion: new Set(),
    settings: new Set(),
    notice: new Set(),
    phrases: new Set(),
    file: new Set(),
    handed: new Set(),
    draft: new Set(),
    samples: new Set(),
    record: new Set(),
    learning: new Set(),
    slot: new Set(),
    gateway: new Set(),
    team: new Set(),
  };
  const on: Client['on'] = (name, listener) => {
    listeners[name].add(listener);
    return () => void listeners[name].delete(listener);
  };
  const deliver = <E extends EventName>(name: E, event: EventOf<E>): void => {
    for (const listener of [...listeners[name]]) listener(event);
  };
  return { on, deliver };
}

export const eventNames = Object.keys(events) as EventName[];
