import { rmSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { CodedError } from '../base/error.ts';
import { DamagedCopy, listBackups } from './backup.ts';
import { type CopyWork, workHere } from './copy-work.ts';
import { compact, emptyLog, type ReadDb, type WriteDb } from './db.ts';
import { meansCorrupt } from './inspect.ts';

/**
 * Removal from everything that SQLite and the backups retain. Deleted content is overwritten at once in the database
 * (`secure_delete`); the write-ahead log and the backups follow here.
 */

interface Removals {
  readonly count: number;
  /** The count when the backups were last purged; -1 if the store itself was never. */
  readonly purged: number;
}

const removalsOf = (db: ReadDb): Removals =>
  db.prepare<[], Removals>('SELECT count, purged FROM removals').get() ?? { count: 0, purged: 0 };

/** Whether something was removed that backups may still have. */
export function isPurgeDue(db: ReadDb): boolean {
  const { count, purged } = removalsOf(db);
  return count > purged;
}

/** Whether a backup could not be restored. */
const isUseless = (error: unknown): boolean =>
  error instanceof DamagedCopy ||
  meansCorrupt(error) ||
  (error instanceof CodedError && error.code === 'store-newer');

/**
 * Removes from the log and the backups what was removed from the store. A damaged backup, or one of a later Bumo, is
 * deleted: it could not be restored either. Other work gets its turn between two backups.
 * @throws the system's error, e.g. of a full disk; the purge stays due
 */
export async function purge(db: WriteDb, folder: string, work: CopyWork = workHere): Promise<void> {
  const { count, purged } = removalsOf(db);
  if (purged < 0) compact(db);
  emptyLog(db);
  for (const backup of listBackups(folder)) {
    await setImmediate();
    if (!db.open) return;
    try {
      await work({ kind: 'purge', file: backup.file, present: db.name });
    } catch (error) {
      if (!isUseless(error)) throw error;
      rmSync(backup.file, { force: true });
    }
    if (!db.open) return;
  }
  db.prepare('UPDATE removals SET purged = ?').run(count);
  emptyLog(db);
}
