import type { Clock } from '../../base/clock.ts';
import { withSkip } from '../../learn/samples/skips.ts';
import type { Store } from '../../store/open.ts';
import { addRolloutEntry } from '../../store/rollouts.ts';
import { getSettings, setSettings } from '../../store/settings.ts';
import { writeSlotState } from '../../store/slot-state.ts';
import { noEvidence } from '../policy/rollout.ts';
import { freshSnapshot } from '../policy/snapshot.ts';
import type { Ports } from './ports.ts';

/** What the slot keeps in the store, and puts back from it. */

export interface StorePortsOptions {
  readonly store: Store;
  readonly clock: Clock;
  /** Settings were put back as a snapshot had them. */
  readonly onReinstated: () => void;
}

/** What a snapshot keeps besides versions and plan: the settings, and the moment, which says what the memory held. */
const capture = ({ store, clock }: StorePortsOptions): string =>
  JSON.stringify({ settings: getSettings(store.read), at: clock.now() });

type StorePorts = Pick<Ports, 'persist' | 'archive' | 'capture' | 'reinstate'>;

/** Of a base model that no version was trained for. */
export const unused = JSON.stringify(freshSnapshot(noEvidence));

export const forgetful: StorePorts = {
  persist: () => undefined,
  archive: () => undefined,
  capture: () => null,
  reinstate: () => undefined,
};

interface Captured {
  readonly settings: Parameters<typeof setSettings>[1];
  /** Missing in snapshots of the first days. */
  readonly at?: number;
}

/** Settings are put back as they were, and the memory forgets what it was taught since: it is learned all the same. */
function reinstate({ store, clock, onReinstated }: StorePortsOptions, captured: string): void {
  const { settings, at } = JSON.parse(captured) as Captured;
  // The state is of one base model; which model is in use is not its business.
  const { modelId: _, ...rest } = settings;
  const skips = settings.memorySkips ?? [];
  const memorySkips = at === undefined ? skips : withSkip(skips, at, clock.now());
  setSettings(store.write, { ...rest, memorySkips });
  onReinstated();
}

export function portsOf(options: StorePortsOptions, base: string): StorePorts {
  const { store, clock } = options;
  return {
    persist: (snapshot) => writeSlotState(store.write, base, snapshot, clock.now()),
    archive: (entry) => void addRolloutEntry(store.write, entry),
    capture: () => capture(options),
    reinstate: (captured) => reinstate(options, captured),
  };
}
