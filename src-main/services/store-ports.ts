import type { Clock } from '../base/clock.ts';
import type { Ports } from '../slots/ports.ts';
import { noEvidence } from '../slots/rollout.ts';
import { freshSnapshot } from '../slots/snapshot.ts';
import type { Store } from '../store/open.ts';
import { addRolloutEntry } from '../store/rollouts.ts';
import { getSettings, setSettings } from '../store/settings.ts';
import { writeSlotState } from '../store/slot-state.ts';

/** What the slot keeps in the store, and puts back from it. */

export interface StorePortsOptions {
  readonly store: Store;
  readonly clock: Clock;
  /** Settings were put back as a snapshot had them. */
  readonly onReinstated: () => void;
}

/** What a snapshot keeps besides versions and plan. */
function capture(store: Store): string {
  return JSON.stringify({ settings: getSettings(store.read) });
}

type StorePorts = Pick<Ports, 'persist' | 'archive' | 'capture' | 'reinstate'>;

/** Of a base model that no version was trained for. */
export const unused = JSON.stringify(freshSnapshot(noEvidence));

export const forgetful: StorePorts = {
  persist: () => undefined,
  archive: () => undefined,
  capture: () => null,
  reinstate: () => undefined,
};

export function portsOf({ store, clock, onReinstated }: StorePortsOptions, base: string): StorePorts {
  return {
    persist: (snapshot) => writeSlotState(store.write, base, snapshot, clock.now()),
    archive: (entry) => void addRolloutEntry(store.write, entry),
    capture: () => capture(store),
    reinstate(captured) {
      const { settings } = JSON.parse(captured) as { settings: Parameters<typeof setSettings>[1] };
      // The state is of one base model; which model is in use is not its business.
      const { modelId: _, ...rest } = settings;
      setSettings(store.write, rest);
      onReinstated();
    },
  };
}
