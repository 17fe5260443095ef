import type { Clock } from '../base/clock.ts';
import type { Paths } from '../base/paths.ts';
import type { Removal, RemovalScope, StoredData } from '../contract/index.ts';
import { compact, emptyLog } from '../store/db.ts';
import type { Store } from '../store/open.ts';
import { removableRows, removeRows } from '../store/stored-tables.ts';
import { storedTables } from '../store/table-sizes.ts';
import { markRemoved, versionsBefore } from '../store/versions.ts';
import { versionsInService } from '../versions/record/standing.ts';
import { removableFiles, removeFiles, storedFiles } from './stored-files.ts';

/** What the data folder holds, and its removal, for the app and the command line. */

export interface DataOptions {
  readonly store: Store;
  readonly paths: Paths;
  readonly clock: Clock;
}

const day = 24 * 60 * 60 * 1000;

const beforeOf = ({ olderThanDays }: RemovalScope, clock: Clock): number | null =>
  olderThanDays === null ? null : clock.now() - olderThanDays * day;

export async function listData({ store, paths }: DataOptions): Promise<StoredData> {
  const expired = Number(
    store.read.prepare('SELECT ifnull(sum(count), 0) FROM expired_suggestions').pluck().get(),
  );
  return { folder: paths.home, tables: storedTables(store.read), files: await storedFiles(paths), expired };
}

/** Versions that are older and not in service: their patches go, their records stay. */
function oldVersions({ store, clock }: DataOptions, before: number | null): string[] {
  if (before === null) return [];
  const used = versionsInService(store.read, clock.now());
  return versionsBefore(store.read, before).filter((id) => !used.has(id));
}

export async function previewRemoval(options: DataOptions, scope: RemovalScope): Promise<Removal> {
  const { store, paths, clock } = options;
  const before = beforeOf(scope, clock);
  const files = await storedFiles(paths);
  return {
    tables: removableRows(store.read, before),
    files: removableFiles(store.read, files, {
      all: before === null,
      versions: oldVersions(options, before),
    }),
  };
}

export interface RemovalOptions extends DataOptions {
  /** Takes own documents that were last changed before a time out of the index. */
  readonly removeOldDocuments: (before: number) => Promise<void>;
}

/**
 * Removes rows and files. When it settles, neither the store, its log nor a backup holds them. Services that write them
 * must have stopped.
 * @returns what was removed
 */
export async function removeData(options: RemovalOptions, scope: RemovalScope): Promise<Removal> {
  const { store, paths, clock } = options;
  await store.idle();
  const { tables } = await previewRemoval(options, scope);
  const before = beforeOf(scope, clock);
  if (before !== null) await options.removeOldDocuments(before);
  const versions = oldVersions(options, before);
  // Marked first: a crash in between leaves a file too many, never a version without its patch.
  for (const id of versions) markRemoved(store.write, id, clock.now());
  removeRows(store.write, before);
  // Sources that no draft uses any more go too.
  const files = removableFiles(store.read, await storedFiles(paths), { all: before === null, versions });
  await removeFiles(paths, files);
  compact(store.write);
  emptyLog(store.write);
  await store.purge();
  return { tables, files };
}
