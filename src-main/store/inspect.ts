import { closeSync, existsSync, openSync, readSync, rmSync, statSync } from 'node:fs';
import { isSound, openReadable, sqliteCode, userVersion } from './db.ts';

export type Inspection =
  | { readonly state: 'sound'; readonly version: number }
  | { readonly state: 'corrupt' };

/** SQLite's codes for a damaged or foreign file. */
const corruptCodes = /^SQLITE_(?:CORRUPT|NOTADB|FORMAT|ERROR|SCHEMA|IOERR_SHORT_READ)/;
export const meansCorrupt = (error: unknown): boolean => corruptCodes.test(sqliteCode(error) ?? '');

const sideFiles = (file: string) => [`${file}-wal`, `${file}-shm`];

/** Reading a WAL database creates empty side files: removes those that did not exist before. */
function leavingNoTrace<T>(file: string, look: () => T): T {
  const absent = sideFiles(file).filter((side) => !existsSync(side));
  try {
    return look();
  } finally {
    if (absent.length === 2) for (const side of absent) rmSync(side, { force: true });
  }
}

/**
 * Examines a database file without changing it.
 * @param isKnownSound its pages need not be checked
 * @throws the system's error if the file cannot be read
 */
export function inspect(file: string, isKnownSound = false): Inspection {
  return leavingNoTrace(file, () => {
    let db: ReturnType<typeof openReadable> | undefined;
    try {
      db = openReadable(file);
      return isKnownSound || isSound(db)
        ? { state: 'sound', version: userVersion(db) }
        : { state: 'corrupt' };
    } catch (error) {
      if (meansCorrupt(error)) return { state: 'corrupt' };
      throw error;
    } finally {
      db?.close();
    }
  });
}

const walMagic = 0x377f0682;

/** Whether the -wal file is not empty and does not start as a log: SQLite would ignore it without an error. */
export function hasForeignLog(file: string): boolean {
  const wal = `${file}-wal`;
  if (!existsSync(wal) || statSync(wal).size === 0) return false;
  const head = Buffer.alloc(4);
  const handle = openSync(wal, 'r');
  try {
    readSync(handle, head, 0, 4, 0);
  } finally {
    closeSync(handle);
  }
  // The last bit is the byte order of the checksums.
  return head.readUInt32BE(0) >>> 1 !== walMagic >>> 1;
}
