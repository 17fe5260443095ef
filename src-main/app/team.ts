import { join } from 'node:path';
import type { Clock } from '../base/clock.ts';
import { type Log, silentLog } from '../base/log.ts';
import type { Paths } from '../base/paths.ts';
import { contactsFile, createContactLog } from '../models/contacts.ts';
import { expandedFile } from '../models/expand.ts';
import { patchFile } from '../models/patch.ts';
import type { EventHub } from '../shell/dispatch.ts';
import type { Store } from '../store/open.ts';
import { findVersion } from '../store/versions.ts';
import { Team } from '../team/team.ts';
import { patchesDir, type Slots } from '../versions/live/slots.ts';
import { removeVersion } from '../versions/record/remove.ts';
import { versionsInService } from '../versions/record/standing.ts';
import type { Core } from './core.ts';
import type { Running } from './running.ts';

/** A team's shared files, connected to the store, the exam and the slot. */

export interface TeamParts {
  readonly paths: Paths;
  readonly clock: Clock;
  readonly log?: Log;
  readonly store: Store;
  readonly core: Core;
  readonly hub: EventHub;
  readonly running: Pick<Running, 'slots' | 'learning'>;
  /** The phrases that the team shares changed. */
  readonly onTaken: () => void;
}

/** Takes a version out of service: back to the last good one, and if that is the same one, to the base model. */
function withdraw({ router }: Slots, version: string): void {
  const isUsed = () => {
    const { main, candidate, target } = router.view();
    return [main.version, candidate?.version, target].includes(version);
  };
  if (isUsed()) router.rollback();
  if (isUsed()) router.rollback('base');
}

export function openTeam({
  paths,
  clock,
  log = silentLog,
  store,
  core,
  hub,
  running,
  onTaken,
}: TeamParts): Team {
  const { slots, learning } = running;
  const patches = patchesDir(paths.home);
  return new Team({
    store,
    clock,
    log,
    contacts: createContactLog(join(paths.home, contactsFile), clock),
    resources: paths.resources,
    patches,
    model: core.active,
    examine: (version) => learning.examine(version),
    offer: (version) => learning.offer(version),
    async removeVersion(id, out) {
      if (out) withdraw(slots, id);
      if (versionsInService(store.read, clock.now()).has(id)) return;
      const modelId = findVersion(store.read, id)?.modelId ?? '';
      const files = [patchFile(patches, id), expandedFile(join(paths.models, modelId), id)];
      await removeVersion(store.write, id, files, clock.now());
      hub.emit('record', { id });
    },
    onState: (state) => hub.emit('team', state),
    onTaken() {
      for (const what of ['samples', 'terms', 'pairs'] as const) hub.emit('samples', { what });
      onTaken();
    },
  });
}
