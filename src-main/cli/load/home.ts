import { copyFile, link, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { Core } from '../../app/core.ts';
import { createRunning, type Running } from '../../app/running.ts';
import { silentLog } from '../../base/log.ts';
import { removeExpanded } from '../../models/expand.ts';
import { patchFile } from '../../models/patch.ts';
import { createEventHub, type EventHub } from '../../shell/dispatch.ts';
import { mustBeAlone } from '../../store/alone.ts';
import { copyTo } from '../../store/db.ts';
import { openStore, type Store } from '../../store/open.ts';
import { databaseFile } from '../../store/recover.ts';
import { getSettings } from '../../store/settings.ts';
import { listVersions } from '../../store/versions.ts';
import { patchesDir } from '../../versions/live/slots.ts';
import { type Session, withStore } from '../session.ts';

/** A copy of the writer's data for the load, so that trial versions never reach the writer's own record. */
export interface LoadHome {
  readonly running: Running;
  readonly store: Store;
  readonly hub: EventHub;
  /** Folder of the copy's patches, with those of the writer. */
  readonly patches: string;
}

/** Removes the expanded weights of trial versions from the model's folder. */
async function removeTrials(core: Core, { read }: Store): Promise<void> {
  const model = core.active();
  if (!model) return;
  const trials = listVersions(read).filter(({ recipe }) => recipe && 'trial' in recipe);
  for (const { id } of trials) await removeExpanded(model, id);
}

/** Links the file, or copies it if the file system has no hard links. */
async function share(from: string, to: string): Promise<void> {
  await link(from, to).catch(() => copyFile(from, to));
}

async function copyHome(session: Session, home: string): Promise<void> {
  const patches = patchesDir(home);
  await mkdir(patches, { recursive: true });
  await withStore(session, async ({ read }) => {
    copyTo(read, databaseFile(home));
    for (const { id, removedAt } of listVersions(read)) {
      const file = patchFile(patchesDir(session.paths.home), id);
      // The load fails later if it uses a version whose patch is missing.
      if (removedAt === null) await share(file, join(patches, basename(file))).catch(() => undefined);
    }
  });
}

/**
 * Works with a copy of the writer's data and removes it afterwards.
 * @param core has the engine that the copy uses
 * @throws CodedError `app-running`, since a running app would distort every measurement
 */
export async function withLoadHome<T>(
  session: Session,
  core: Core,
  work: (home: LoadHome) => Promise<T>,
): Promise<T> {
  const { paths, clock, fork } = session;
  const leave = await mustBeAlone({ dir: paths.home, clock, milliseconds: 0 });
  const home = await mkdtemp(join(tmpdir(), 'bumo-load-'));
  try {
    await copyHome(session, home);
    const store = openStore({ dir: home, clock });
    await core.locate(getSettings(store.read));
    const hub = createEventHub();
    const running = createRunning({
      paths: { ...paths, home },
      fork,
      clock,
      log: silentLog,
      store,
      core,
      hub,
      onBattery: () => true,
    });
    try {
      return await work({ running, store, hub, patches: patchesDir(home) });
    } finally {
      running.close();
      core.engine.close();
      await removeTrials(core, store);
      await store.close();
    }
  } finally {
    await rm(home, { recursive: true, force: true });
    leave();
  }
}
