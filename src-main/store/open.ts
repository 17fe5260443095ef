import { existsSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ForkChild } from '../base/child.ts';
import type { Clock } from '../base/clock.ts';
import { CodedError, reasonOf } from '../base/error.ts';
import { type Log, silentLog } from '../base/log.ts';
import { ownerOnlyFolder, restrictFolder } from '../base/owner-only.ts';
import { storageFaultOf } from '../base/storage-fault.ts';
import type { Notice } from '../contract/schemas.ts';
import { message } from '../texts/message.ts';
import { DamagedCopy, isBackupDue, listBackups, makeBackup } from './backup.ts';
import { copyWork, workHere } from './copy-work.ts';
import { emptyLog, openWritable, type ReadDb, sqliteCode, type WriteDb } from './db.ts';
import { hasForeignLog, inspect, meansCorrupt } from './inspect.ts';
import { migrate, refuseNewer } from './migrate.ts';
import { isPurgeDue, purge } from './purge.ts';
import { backupFolder, databaseFile, dropForeignLog, recover } from './recover.ts';
import { forgetSound, isNotedSound, noteSound } from './sound.ts';
import { expireUnjudged } from './suggestions.ts';

export interface Store {
  readonly read: ReadDb;
  readonly write: WriteDb;
  /** Messages for the writer: a damaged file, a restored backup. */
  readonly notices: readonly Notice[];
  /** Settles when no backup or purge is under way. */
  idle(): Promise<void>;
  /** Removes from the log and the backups what was removed from the store, if there is anything. */
  purge(): Promise<void>;
  /** Waits for a backup under way. The connections must not be used afterwards. */
  close(): Promise<void>;
}

export interface StoreOptions {
  /** Created if it is missing. Holds bumo.db and backups/. */
  readonly dir: string;
  readonly clock: Clock;
  readonly log?: Log;
  /** Most backups, one a day; 7 by default. */
  readonly keep?: number;
  /** Starts the process for work on copies of a large store; without it this process does that. */
  readonly fork?: ForkChild;
}

const unwritableCodes =
  /^(?:SQLITE_(?:CANTOPEN|READONLY|PERM|AUTH|IOERR|FULL|BUSY|LOCKED)|E(?:ACCES|PERM|ROFS|NOTDIR|EXIST|NOSPC|ISDIR|IO|NOENT|DQUOT))/;

function asUnwritable(dir: string, error: unknown): unknown {
  const code = sqliteCode(error) ?? (error instanceof Error && 'code' in error ? String(error.code) : '');
  if (error instanceof CodedError || !unwritableCodes.test(code)) return error;
  const fault = storageFaultOf(error)?.fault;
  const text = message(fault ? `store.cannot.${fault}` : 'store.unwritable', { dir }, code);
  return new CodedError('store-unwritable', text, { cause: error });
}

function proveWritable(dir: string): void {
  mkdirSync(dir, { recursive: true, mode: ownerOnlyFolder });
  restrictFolder(dir);
  const probe = join(dir, '.write-test');
  writeFileSync(probe, '');
  rmSync(probe);
}

/** Checks the file and recovers it if it is damaged. Afterwards it is sound and of a known version, or missing. */
function prepare(file: string, backups: string, now: number): Notice[] {
  if (!existsSync(file)) {
    // A log or backups without a database: the database was removed from outside.
    return listBackups(backups).length > 0 || hasForeignLog(file) ? [recover(file, backups, now)] : [];
  }
  if (statSync(file).size === 0 && listBackups(backups).length > 0) return [recover(file, backups, now)];
  const foreignLog = hasForeignLog(file);
  const found = inspect(file, isNotedSound(file));
  if (found.state === 'corrupt') return [recover(file, backups, now)];
  refuseNewer(found.version);
  return foreignLog ? [dropForeignLog(file, now)] : [];
}

function openMigrated(file: string): WriteDb {
  const db = openWritable(file);
  try {
    migrate(db);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

function openOrRecover(dir: string, now: number): { db: WriteDb; notices: Notice[] } {
  const file = databaseFile(dir);
  const notices = prepare(file, backupFolder(dir), now);
  try {
    return { db: openMigrated(file), notices };
  } catch (error) {
    // The pages are sound, but the tables are not Bumo's.
    if (!meansCorrupt(error)) throw error;
    notices.push(recover(file, backupFolder(dir), now));
    return { db: openMigrated(file), notices };
  }
}

const minute = 60 * 1000;
const hour = 60 * minute;

/** Longest milliseconds until removed content leaves the log and the backups. */
const purgeEvery = 10 * minute;
/** Milliseconds that a suggestion without feedback is stored. */
const unjudgedFor = 24 * hour;

/**
 * Makes a backup once a day: checks at once, then every hour. Suggestions without feedback expire then too. What was
 * removed leaves the log and the backups within ten minutes.
 */
function keepBackups(db: WriteDb, { dir, clock, log = silentLog, keep = 7, fork }: StoreOptions) {
  const folder = backupFolder(dir);
  const work = fork ? copyWork(fork) : workHere;
  let running: Promise<unknown> = Promise.resolve();
  let isSound = true;
  const cancels = { look: () => {}, purge: () => {} };
  const next = (work: () => Promise<unknown>, what: string) => {
    running = running.then(work).catch((error: unknown) => {
      if (error instanceof DamagedCopy || meansCorrupt(error)) isSound = false;
      log.warn(`${what} failed: ${reasonOf(error)}`);
    });
  };
  const expire = () => {
    if (expireUnjudged(db, clock.now() - unjudgedFor) > 0) emptyLog(db);
  };
  const look = () => {
    cancels.look = clock.after(hour, look);
    expire();
    if (isBackupDue(folder, clock.now()))
      next(() => makeBackup(db, folder, clock.now(), { keep, work }), 'backup');
  };
  const purgeIfDue = async () => {
    if (!db.open || !isPurgeDue(db)) return;
    expire();
    await purge(db, folder, work);
  };
  const clean = () => {
    cancels.purge = clock.after(purgeEvery, clean);
    next(purgeIfDue, 'purge');
  };
  look();
  cancels.purge = clock.after(purgeEvery, clean);
  return {
    /** False if a copy came out damaged. */
    isSound: () => isSound,
    idle: async () => void (await running),
    purge: async () => {
      await running;
      await purgeIfDue();
    },
    stop: async () => {
      cancels.look();
      cancels.purge();
      await running;
    },
  };
}

/**
 * Checks the store, recovers it if it is damaged, and migrates it to the latest version.
 * @throws CodedError `store-newer` (the file stays as it is), `store-unwritable`
 */
export function openStore(options: StoreOptions): Store {
  try {
    proveWritable(options.dir);
    const { db, notices } = openOrRecover(options.dir, options.clock.now());
    const backups = keepBackups(db, options);
    return {
      read: db,
      write: db,
      notices,
      idle: backups.idle,
      purge: backups.purge,
      close: async () => {
        await backups.stop();
        db.close();
        if (backups.isSound()) noteSound(databaseFile(options.dir));
        else forgetSound(databaseFile(options.dir));
      },
    };
  } catch (error) {
    throw asUnwritable(options.dir, error);
  }
}
