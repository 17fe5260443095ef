import { chmodSync, closeSync, openSync } from 'node:fs';
import Database from 'better-sqlite3';
import { ownerOnlyFile } from '../base/owner-only.ts';

type Connection = Database.Database;

/** A connection that can read. */
export type ReadDb = Connection & { readonly __readable: never };
/** A connection that can also write. */
export type WriteDb = ReadDb & { readonly __writable: never };

const busyMs = 5_000;

/** Lets the owner alone read a database file, which is created if it is missing. SQLite's side files get its mode. */
export function makePrivate(file: string): void {
  if (file === ':memory:') return;
  try {
    closeSync(openSync(file, 'a', ownerOnlyFile));
    chmodSync(file, ownerOnlyFile);
  } catch {
    // SQLite says why the file cannot be opened; a disk without permissions has none to set.
  }
}

/**
 * Opens or creates a database for writing. `synchronous = FULL`: a committed transaction survives a power loss.
 * `secure_delete`: deleted content is overwritten with zeros.
 * @param file a path, or `:memory:`
 */
export function openWritable(file: string): WriteDb {
  makePrivate(file);
  const db = new Database(file, { timeout: busyMs });
  try {
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = FULL');
    db.pragma('secure_delete = ON');
    db.pragma('foreign_keys = ON');
    db.pragma(`busy_timeout = ${busyMs}`);
    db.pragma('trusted_schema = OFF');
  } catch (error) {
    db.close();
    throw error;
  }
  return db as WriteDb;
}

/** Opens an existing database and never changes its file. */
export function openReadable(file: string): ReadDb {
  return new Database(file, { readonly: true, fileMustExist: true, timeout: busyMs }) as Connection as ReadDb;
}

/**
 * Locks a file for this process. The operating system releases the lock when the process ends, also after a crash.
 * @returns a function that releases it; null if another process has it
 */
export function lockFile(file: string): (() => void) | null {
  makePrivate(file);
  const db = new Database(file, { timeout: 0 });
  try {
    db.exec('BEGIN EXCLUSIVE');
    return () => void db.close();
  } catch (error) {
    db.close();
    if (sqliteCode(error)?.startsWith('SQLITE_BUSY')) return null;
    throw error;
  }
}

/** SQLite's extended result code of an error, e.g. `SQLITE_CORRUPT`; null for another kind of error. */
export const sqliteCode = (error: unknown): string | null =>
  error instanceof Database.SqliteError ? error.code : null;

/** Whether SQLite's quick check finds no fault. @throws SqliteError if the file cannot be read */
export const isSound = (db: ReadDb): boolean => db.pragma('quick_check(1)', { simple: true }) === 'ok';

export const userVersion = (db: ReadDb): number => Number(db.pragma('user_version', { simple: true }));

/** Runs `work` in one transaction that takes the write lock at its start; an error rolls it back. */
export function inTransaction<T>(db: WriteDb, work: () => T): T {
  return db.transaction(work).immediate();
}

/** Copies all committed data into a new database. */
export const copyTo = (db: ReadDb, file: string): void => void db.prepare('VACUUM INTO ?').run(file);

/** Writes the whole database anew: nothing deleted remains in its pages. */
export const compact = (db: WriteDb): void => void db.exec('VACUUM');

/** Moves the write-ahead log into the database and empties its file, as far as no other connection reads it. */
export const emptyLog = (db: WriteDb): void => void db.pragma('wal_checkpoint(TRUNCATE)');

/** Makes the database a single file, without -wal and -shm files. */
export const toSingleFile = (db: WriteDb): void => void db.pragma('journal_mode = DELETE');
