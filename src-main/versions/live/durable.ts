import { reasonOf } from '../../base/error.ts';
import type { Log } from '../../base/log.ts';
import type { Snapshot } from '../policy/snapshot.ts';
import type { Ports } from './ports.ts';

/** Evidence is stored every so many requests: a power loss costs no more of it. */
const evidenceEvery = 10;

/** What traffic depends on. Evidence and delivered entries may be stored later. */
const decisive = ['main', 'target', 'rollout', 'previous', 'blocked', 'history', 'reinstate', 'ids'] as const;

/** Whether traffic would depend on a difference between these. */
export const differs = (a: Snapshot, b: Snapshot): boolean => decisive.some((field) => a[field] !== b[field]);

export interface Durable {
  /** @returns false where the store does not hold what traffic would depend on */
  save(snapshot: Snapshot): boolean;
}

/** Knows what the store holds, and stores no more often than it must. */
export function createDurable(ports: Pick<Ports, 'persist'>, log: Log, stored: Snapshot): Durable {
  let held = stored;
  let evidence = stored.evidence;
  let unsaved = 0;
  let failing = false;

  return {
    save(snapshot) {
      const changed = differs(snapshot, held);
      if (snapshot.evidence !== evidence) unsaved++;
      evidence = snapshot.evidence;
      if (!changed && unsaved < evidenceEvery) return true;
      unsaved = 0;
      try {
        ports.persist(JSON.stringify(snapshot));
        held = snapshot;
        failing = false;
        return true;
      } catch (error) {
        // Tried again with every request: once is enough to say it.
        if (!failing) log.warn(`the slot's state could not be stored: ${reasonOf(error)}`);
        failing = true;
        return !changed;
      }
    },
  };
}
