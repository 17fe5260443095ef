/** What is wrong with the disk, the folder or the store behind an error of the file system or of SQLite. */

export type StorageFault = 'full' | 'read-only' | 'locked' | 'forbidden' | 'failing';

const faults: readonly (readonly [RegExp, StorageFault])[] = [
  [/^(?:SQLITE_FULL|ENOSPC|EDQUOT|EFBIG)/, 'full'],
  [/^(?:SQLITE_READONLY|EROFS)/, 'read-only'],
  [/^(?:SQLITE_BUSY|SQLITE_LOCKED|SQLITE_PROTOCOL|EBUSY|ETXTBSY|EAGAIN)/, 'locked'],
  [/^(?:SQLITE_CANTOPEN|SQLITE_PERM|SQLITE_AUTH|EACCES|EPERM)/, 'forbidden'],
  [/^(?:SQLITE_IOERR|EIO|ENXIO|ENODEV)/, 'failing'],
];

export interface FoundFault {
  readonly fault: StorageFault;
  /** Of the system or of SQLite, such as `SQLITE_FULL`. */
  readonly code: string;
}

/** The fault behind an error or behind what caused it; null where it is of another kind. */
export function storageFaultOf(error: unknown): FoundFault | null {
  for (let one = error; one instanceof Error; one = one.cause) {
    const code = 'code' in one ? String(one.code) : '';
    const found = faults.find(([pattern]) => pattern.test(code));
    if (found) return { fault: found[1], code };
  }
  return null;
}
