import { copyFileSync, existsSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { renameDurablyNow, syncNow } from '../base/durable.ts';
import type { Notice } from '../contract/schemas.ts';
import { message } from '../texts/message.ts';
import { type Backup, fileTime, listBackups } from './backup.ts';
import { inspect } from './inspect.ts';
import { latestVersion } from './migrate.ts';

const suffixes = ['', '-wal', '-shm'];

/** An unused name: bumo.db.bad-20261123-205500, then …-2. */
function freeName(file: string, now: number): string {
  const wanted = `${file}.bad-${fileTime(now)}`;
  const taken = (name: string) => suffixes.some((suffix) => existsSync(name + suffix));
  for (let i = 1; ; i++) {
    const name = i === 1 ? wanted : `${wanted}-${i}`;
    if (!taken(name)) return name;
  }
}

/** Renames the database and its side files. @returns the new name of the database */
export function setAside(file: string, now: number, only: readonly string[] = suffixes): string {
  const name = freeName(file, now);
  for (const suffix of only) if (existsSync(file + suffix)) renameDurablyNow(file + suffix, name + suffix);
  return name;
}

/** Copies a backup under another name, checks it, and renames it. @returns false if the backup is damaged */
function restored(backup: Backup, file: string): boolean {
  const temp = `${file}.restoring`;
  rmSync(temp, { force: true });
  try {
    copyFileSync(backup.file, temp);
    const found = inspect(temp);
    if (found.state !== 'sound' || found.version < 1 || found.version > latestVersion) return false;
    syncNow(temp);
    renameDurablyNow(temp, file);
    return true;
  } finally {
    for (const suffix of suffixes) rmSync(temp + suffix, { force: true });
  }
}

const minute = (at: number) => new Date(at).toISOString().slice(0, 16).replace('T', ' ');

/** Replaces a damaged database, which stays under another name, by the newest sound backup. */
export function recover(file: string, backups: string, now: number): Notice {
  const kept = basename(setAside(file, now));
  const used = listBackups(backups).find((backup) => restored(backup, file));
  if (!used)
    return {
      level: 'error',
      text: message('store.replaced-by-empty', { kept }),
    };
  return {
    level: 'warning',
    text: message('store.restored', { time: minute(used.at), kept }),
  };
}

/** Renames a file that is not a write-ahead log; the database is sound as of its last checkpoint. */
export function dropForeignLog(file: string, now: number): Notice {
  const kept = `${basename(setAside(file, now, ['-wal', '-shm']))}-wal`;
  return {
    level: 'warning',
    text: message('store.log-damaged', { kept }),
  };
}

export const databaseFile = (dir: string): string => join(dir, 'bumo.db');
export const backupFolder = (dir: string): string => join(dir, 'backups');
