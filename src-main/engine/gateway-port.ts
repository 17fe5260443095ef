import { createListeners } from '../base/listeners.ts';
import type { GatewayState } from '../contract/gateway.ts';
import type { GatewayAccess } from '../serving/client/access.ts';
import type { FromEngine, ToEngine } from './protocol.ts';

export interface GatewayReport {
  readonly state: GatewayState;
  /** Bytes from this gateway so far, by the present process. */
  readonly received: number;
}

/** The gateway that every new process of the engine is given at its start, and what the present one says of it. */
export interface GatewayPort {
  /** From now on, over restarts too; null for none. */
  set(access: GatewayAccess | null): void;
  access(): GatewayAccess | null;
  report(): GatewayReport;
  /** @returns a function that ends the subscription. */
  onReport(listener: (report: GatewayReport) => void): () => void;
  hear(message: Extract<FromEngine, { kind: 'gateway' }>): void;
  /** The process is gone; the next one connects again. */
  gone(): void;
}

const off: GatewayReport = { state: { phase: 'off' }, received: 0 };
const connecting: GatewayReport = { state: { phase: 'connecting' }, received: 0 };

/** @param post sends to the process that runs now, where one does */
export function createGatewayPort(post: (message: ToEngine) => void): GatewayPort {
  const listeners = createListeners<[GatewayReport]>();
  let access: GatewayAccess | null = null;
  let report = off;

  function tell(next: GatewayReport): void {
    if (JSON.stringify(next) === JSON.stringify(report)) return;
    report = next;
    listeners.tell(report);
  }

  return {
    set(wanted) {
      access = wanted;
      tell(wanted ? connecting : off);
      post({ kind: 'gateway', gateway: wanted });
    },
    access: () => access,
    report: () => report,
    onReport: listeners.add,
    hear({ state, received }) {
      // What a process said before it heard of a change.
      if ((state.phase === 'off') === (access === null)) tell({ state, received });
    },
    gone: () => tell(access ? connecting : off),
  };
}
