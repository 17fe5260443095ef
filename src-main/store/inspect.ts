import { closeSync, existsSync, openSync, readSync, rmSync, statSync } from 'node:fs';
import { isSound, openReadable, sqliteCode, userVersion } from './db.ts';

export type Inspection =
  | { readonly state: 'sound'; readonly version: number }
  | { readonly state: 'corrupt' };

/** What a damaged or foreign file makes SQLite say. */
const corruptCodes = /^SQLITE_(?:CORRUPT|NOTADB|FORMAT|ERROR|SCHEMA|IOERR_SHORT_READ)/;
export const meansCorrupt = (error: unknown): boolean => corruptCodes.test(sqliteCode(error) ?? '');

const sideFiles = (file: string) => [`${file}-wal`, `${file}-shm`];

/** Reading a WAL database leaves empty side files; those that were not there before go again. */
function leavingNoTrace<T>(file: string, look: () => T): T {
  const absent = sideFiles(file).filter((side) => !existsSync(side));
  try {
    return look();
  } finally {
    if (absent.length === 2) for (const side of absent) rmSync(side, { force: true });
  }
}

/** Looks at a database file without changing it. @throws where the file cannot be read at all. */
export function inspect(file: string): Inspection {
  return leavingNoTrace(file, () => {
    let db: ReturnType<typeof openReadable> | undefined;
    try {
      db = openReadable(file);
      return isSound(db) ? { state: 'sound', version: userVersion(db) } : { state: 'corrupt' };
    } catch (error) {
      if (meansCorrupt(error)) return { state: 'corrupt' };
      throw error;
    } finally {
      db?.close();
    }
  });
}

const walMagic = 0x377f0682;

/** A write-ahead log that SQLite would pass over in silence: not empty, and no log by its first bytes. */
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
  // The last bit tells the byte order of the checksums.
  return head.readUInt32BE(0) >>> 1 !== walMagic >>> 1;
}
