import { copyFileSync } from 'node:fs';
import { renameDurablyNow, syncNow } from '../base/durable.ts';
import { DamagedCopy, discard, dropUnjudged } from './backup.ts';
import { compact, isSound, openWritable, type ReadDb, toSingleFile, type WriteDb } from './db.ts';
import { migrate } from './migrate.ts';

/** Removes from a backup what the store no longer has. */

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

/**
 * Replaces a backup by one without what was removed since.
 * @param present file of the store
 * @throws DamagedCopy, or CodedError `store-newer`, if the backup is damaged or of a later Bumo
 */
export function purgeBackup(file: string, present: string): void {
  const temp = `${file}.part-${process.pid}`;
  try {
    copyFileSync(file, temp);
    const copy = openWritable(temp);
    try {
      migrate(copy);
      copy.prepare('ATTACH ? AS present').run(present);
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
