import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { renameDurablyNow, syncNow } from '../base/durable.ts';
import { ownerOnlyFolder } from '../base/owner-only.ts';
import {
  compact,
  isSound,
  makePrivate,
  openWritable,
  type ReadDb,
  toSingleFile,
  type WriteDb,
} from './db.ts';

const day = 24 * 60 * 60 * 1000;
const named = /^bumo-(\d{4})(\d{2})(\d{2})-(\d{2})(\d{2})(\d{2})\.db$/;

export interface Backup {
  readonly file: string;
  /** Milliseconds since the epoch, in whole seconds; from the file's name. */
  readonly at: number;
}

/** 20261123-205500, in UTC: sorts by time. */
export const fileTime = (at: number): string =>
  new Date(at).toISOString().slice(0, 19).replace(/[-:]/g, '').replace('T', '-');

/** Newest first, without unfinished copies, which have another name. */
export function listBackups(folder: string): Backup[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .flatMap((name) => {
      const [, year, month, date, hour, minute, second] = named.exec(name) ?? [];
      if (!year) return [];
      const at = Date.UTC(
        +year,
        Number(month) - 1,
        Number(date),
        Number(hour),
        Number(minute),
        Number(second),
      );
      return [{ file: join(folder, name), at }];
    })
    .sort((a, b) => b.at - a.at);
}

/** True a day after the newest backup, or if its time is in the future because the clock was wrong. */
export function isBackupDue(folder: string, now: number): boolean {
  const newest = listBackups(folder)[0];
  return !newest || now - newest.at >= day || newest.at > now + day;
}

/** Suggestions without feedback expire within a day; a backup would have them for a week. */
export const dropUnjudged = (copy: WriteDb): void =>
  void copy.exec('DELETE FROM suggestions WHERE judged = 0');

/** A copy is damaged, so that the store itself may be. */
export class DamagedCopy extends Error {}

/** Checks a copy of the store and makes it a backup's single file. @throws DamagedCopy */
export function finishBackup(temp: string): void {
  const copy = openWritable(temp);
  try {
    if (!isSound(copy)) throw new DamagedCopy('the backup came out damaged');
    dropUnjudged(copy);
    compact(copy);
    toSingleFile(copy);
  } finally {
    copy.close();
  }
  syncNow(temp);
}

/** Removes an unfinished copy with its side files. */
export const discard = (temp: string) => {
  for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(temp + suffix, { force: true });
};

export interface BackupOptions {
  /** Most backups, the newest ones. */
  readonly keep?: number;
  /** Carries out `finishBackup`, here or in another process. */
  readonly work?: (job: { readonly kind: 'finish'; readonly temp: string }) => Promise<void>;
}

/**
 * Copies the open database page by page while others write, checks the copy and renames it to a backup's name; then
 * removes all but the newest `keep`. An interrupted copy never has a backup's name.
 */
export async function makeBackup(
  db: ReadDb,
  folder: string,
  now: number,
  { keep = 7, work = async ({ temp }) => finishBackup(temp) }: BackupOptions = {},
): Promise<Backup> {
  mkdirSync(folder, { recursive: true, mode: ownerOnlyFolder });
  for (const name of readdirSync(folder))
    if (name.includes('.part')) rmSync(join(folder, name), { force: true });
  const file = join(folder, `bumo-${fileTime(now)}.db`);
  const temp = `${file}.part`;
  try {
    makePrivate(temp);
    await db.backup(temp);
    await work({ kind: 'finish', temp });
    renameDurablyNow(temp, file);
  } finally {
    discard(temp);
  }
  for (const old of listBackups(folder).slice(keep)) if (old.file !== file) rmSync(old.file, { force: true });
  return { file, at: now };
}
