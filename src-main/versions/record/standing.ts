import type { VersionState } from '../../contract/versions.ts';
import type { ReadDb } from '../../store/db.ts';
import { currentSlotState, slotStates } from '../../store/slot-state.ts';
import { parseSnapshot } from '../policy/parse.ts';
import { base } from '../policy/version.ts';

/** What place each version has in service, read from the slot's stored state. */
export interface Standing {
  readonly live: string;
  stateOf(id: string, removed: boolean): VersionState;
}

/** For the base model in use. @param now milliseconds since the epoch: the way back stays open for a time only */
export function standingOf(db: ReadDb, now: number): Standing {
  const { main, target, rollout, previous, blocked } = parseSnapshot(currentSlotState(db)).snapshot;
  const back = previous && previous.until > now ? previous.version : null;
  function inService(id: string): VersionState | null {
    if (id === main) return 'live';
    if (id === target || id === rollout?.version) return 'under-way';
    return id === back ? 'previous' : null;
  }
  return {
    live: main,
    stateOf(id, removed) {
      const state = inService(id);
      if (state) return state;
      if (removed) return 'removed';
      return id !== base && blocked.includes(id) ? 'stopped' : 'ready';
    },
  };
}

/** The versions in service for any base model, and those that the way back leads to. @param now as for `standingOf` */
export function versionsInService(db: ReadDb, now: number): ReadonlySet<string> {
  return new Set(
    slotStates(db).flatMap((state) => {
      const { main, target, rollout, previous } = parseSnapshot(state).snapshot;
      const back = previous && previous.until > now ? previous.version : null;
      return [main, target, rollout?.version, back].filter((id) => id !== undefined && id !== null);
    }),
  );
}
