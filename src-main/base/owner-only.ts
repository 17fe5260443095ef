import { chmodSync, statSync } from 'node:fs';
import { chmod, lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** Permissions of what holds the writer's text. Windows ignores them: there the user's folders are private already. */
export const ownerOnlyFolder = 0o700;
export const ownerOnlyFile = 0o600;

/** Takes the permissions of other users away from a folder, not from its files, if this user owns it. */
export function restrictFolder(path: string): void {
  try {
    chmodSync(path, statSync(path).mode & ownerOnlyFolder);
  } catch {
    // A folder of another user, or a disk without permissions.
  }
}

/**
 * Takes the permissions of other users away from a folder and all that is in it. Symbolic links are not followed; what
 * disappears meanwhile is skipped.
 * @returns the number of files and folders that were changed
 */
export async function restrictToOwner(path: string): Promise<number> {
  const found = await lstat(path).catch(() => null);
  if (!found || !(found.isDirectory() || found.isFile())) return 0;
  const isOpen = process.platform !== 'win32' && (found.mode & 0o077) !== 0;
  const mode = found.isDirectory() ? ownerOnlyFolder : ownerOnlyFile;
  if (isOpen) await chmod(path, found.mode & mode).catch(() => undefined);
  let changed = Number(isOpen);
  if (found.isDirectory())
    for (const name of await readdir(path).catch(() => []))
      changed += await restrictToOwner(join(path, name));
  return changed;
}
