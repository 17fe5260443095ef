import { copyFileSync, rmSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { renameDurablyNow, syncNow } from '../base/durable.ts';
import { CodedError } from '../base/error.ts';
import { type Backup, DamagedCopy, discard, dropUnjudged, listBackups } from './backup.ts';
import { compact, emptyLog, isSound, openWritable, type ReadDb, toSingleFile, type WriteDb } from './db.ts';
import { meansCorrupt } from './inspect.ts';
import { migrate } from './migrate.ts';

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

const namesOf = (db: ReadDb, sql: string, ...values: string[]): string[] =>
  db
    .prepare(sql)
    .pluck()
    .all(...values) as string[];

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/**
 * The columns that tell a row from others. Whole numbers are given to other rows after a removal, so that such a key
 * does not do.
 */
function identityOf(db: ReadDb, table: string): string[] {
  const all = 'SELECT name FROM pragma_table_info(?)';
  const key = namesOf(db, `${all} WHERE pk > 0`, table);
  const isNumbered = namesOf(db, `${all} WHERE pk > 0 AND type = 'INTEGER'`, table).length === 1;
  return key.length === 0 || (key.length === 1 && isNumbered) ? namesOf(db, all, table) : key;
}

/** Removes the rows that the present store does not have. Those that it has stay as they were. */
function dropRemoved(copy: WriteDb): void {
  const tables = namesOf(
    copy,
    `SELECT name FROM main.sqlite_schema
     WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name <> 'removals'`,
  );
  for (const table of tables) {
    const same = identityOf(copy, table)
      .map((column) => `p.${quoted(column)} IS o.${quoted(column)}`)
      .join(' AND ');
    copy.exec(
      `DELETE FROM main.${quoted(table)} AS o WHERE NOT EXISTS (SELECT 1 FROM present.${quoted(table)} p WHERE ${same})`,
    );
  }
  // A forgotten sample's row stays in the record of versions, without its text.
  copy.exec(`UPDATE main.version_samples AS o SET text = NULL, answer = NULL WHERE EXISTS (
    SELECT 1 FROM present.version_samples p
    WHERE p.version = o.version AND p.sample_id = o.sample_id AND p.text IS NULL)`);
}

/** Whether a backup could not be restored. */
const isUseless = (error: unknown): boolean =>
  error instanceof DamagedCopy ||
  meansCorrupt(error) ||
  (error instanceof CodedError && error.code === 'store-newer');

/** Replaces a backup by one without what was removed since. @throws if it is damaged or of a later Bumo */
function purgeBackup(db: ReadDb, { file }: Backup): void {
  const temp = `${file}.part-${process.pid}`;
  try {
    copyFileSync(file, temp);
    const copy = openWritable(temp);
    try {
      migrate(copy);
      copy.prepare('ATTACH ? AS present').run(db.name);
      dropRemoved(copy);
      copy.exec('DETACH present');
      // After the removal of feedback, which leaves its suggestion without any.
      dropUnjudged(copy);
      compact(copy);
      if (!isSound(copy)) throw new DamagedCopy('the purged backup came out damaged');
      toSingleFile(copy);
    } finally {
      copy.close();
    }
    syncNow(temp);
    renameDurablyNow(temp, file);
  } finally {
    discard(temp);
  }
}

/**
 * Removes from the log and the backups what was removed from the store. A damaged backup, or one of a later Bumo, is
 * deleted: it could not be restored either. Other work gets its turn between two backups.
 * @throws the system's error, e.g. of a full disk; the purge stays due
 */
export async function purge(db: WriteDb, folder: string): Promise<void> {
  const { count, purged } = removalsOf(db);
  if (purged < 0) compact(db);
  emptyLog(db);
  for (const backup of listBackups(folder)) {
    await setImmediate();
    if (!db.open) return;
    try {
      purgeBackup(db, backup);
    } catch (error) {
      if (!isUseless(error)) throw error;
      rmSync(backup.file, { force: true });
    }
  }
  db.prepare('UPDATE removals SET purged = ?').run(count);
  emptyLog(db);
}
