import type { Clock } from '../base/clock.ts';
import { isAbort, reasonOf } from '../base/error.ts';
import type { Log } from '../base/log.ts';
import type { EventHub } from '../shell/dispatch.ts';
import type { Store } from '../store/open.ts';
import { getSettings } from '../store/settings.ts';
import type { Team } from '../team/team.ts';

/** Asks the address of a team from time to time, if this desktop has joined one. */

/** Milliseconds after the start. */
const first = 45_000;
const minute = 60_000;

export interface ScheduleOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly store: Store;
  readonly hub: EventHub;
  readonly team: Pick<Team, 'state' | 'sync' | 'removeOrphans'>;
}

/** @returns a function that ends it */
export function startTeamSchedule({ clock, log, store, hub, team }: ScheduleOptions): () => void {
  let cancel = () => {};
  const wait = (milliseconds: number) => {
    cancel();
    cancel = clock.after(milliseconds, ask);
  };

  function next(): void {
    const { teamMinutes } = getSettings(store.read);
    // Without a team, or by the writer's wish, nothing is asked.
    if (teamMinutes !== null && team.state().joined) wait(teamMinutes * minute);
  }

  async function ask(): Promise<void> {
    try {
      await team.removeOrphans();
      if (getSettings(store.read).teamMinutes !== null && team.state().joined) await team.sync();
    } catch (error) {
      // The state shows it to the writer.
      if (!isAbort(error)) log.info(`the shared files were not taken: ${reasonOf(error)}`);
    }
    if (store.read.open) next();
  }

  wait(first);
  let known = getSettings(store.read).teamMinutes;
  let wasJoined = team.state().joined !== null;
  const off = hub.subscribe((name) => {
    if (name !== 'settings' && name !== 'team') return;
    const { teamMinutes } = getSettings(store.read);
    const isJoined = team.state().joined !== null;
    // Other changes leave the timer as it is, or it might never end.
    if (teamMinutes !== known || isJoined !== wasJoined) {
      cancel();
      next();
    }
    known = teamMinutes;
    wasJoined = isJoined;
  });
  return () => {
    off();
    cancel();
  };
}
