import type { Clock } from '../base/clock.ts';
import type { Paths } from '../base/paths.ts';
import type { Removal, RemovalScope, StoredData } from '../contract/index.ts';
import { compact, emptyLog } from '../store/db.ts';
import type { Store } from '../store/open.ts';
import { removableRows, removeRows } from '../store/stored-tables.ts';
import { storedTables } from '../store/table-sizes.ts';
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

export async function previewRemoval(options: DataOptions, scope: RemovalScope): Promise<Removal> {
  const { store, paths, clock } = options;
  const before = beforeOf(scope, clock);
  const files = await storedFiles(paths);
  return {
    tables: removableRows(store.read, before),
    files: removableFiles(store.read, files, before === null),
  };
}

/**
 * Removes rows and files. When it settles, neither the store, its log nor a backup holds them. Services that write them
 * must have stopped.
 * @returns what was removed
 */
export async function removeData(options: DataOptions, scope: RemovalScope): Promise<Removal> {
  const { store, paths, clock } = options;
  await store.idle();
  const { tables } = await previewRemoval(options, scope);
  const before = beforeOf(scope, clock);
  removeRows(store.write, before);
  // Sources that no draft uses any more go too.
  const files = removableFiles(store.read, await storedFiles(paths), before === null);
  await removeFiles(paths, files);
  compact(store.write);
  emptyLog(store.write);
  await store.purge();
  return { tables, files };
}
