import { chmodSync, closeSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import * as nodeFiles from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ownerOnlyFile } from './owner-only.ts';

/** File writes and renames that survive a power loss. All renames in src-main are made here. */

/** The file-system functions that a rename needs; tests pass ones that fail. */
export type RenameFiles = Pick<typeof nodeFiles, 'open' | 'rename'>;

/** Error codes of systems that cannot sync a folder (Windows, some network drives) or forbid the writer to list it. */
const unsupported = new Set(['EINVAL', 'ENOTSUP', 'ENOSYS', 'EISDIR', 'EBADF', 'EPERM', 'EACCES']);

function unlessUnsupported(error: unknown): void {
  if (error instanceof Error && 'code' in error && unsupported.has(String(error.code))) return;
  throw error;
}

/** Syncs a folder's list of names to the disk. */
async function syncFolder(folder: string, files: Pick<RenameFiles, 'open'>): Promise<void> {
  try {
    const handle = await files.open(folder, 'r');
    await handle.sync().finally(() => handle.close());
  } catch (error) {
    unlessUnsupported(error);
  }
}

/** Renames a file or folder and syncs the new name. Its content must be on the disk already. */
export async function renameDurably(from: string, to: string, files: RenameFiles = nodeFiles): Promise<void> {
  await files.rename(from, to);
  await syncFolder(dirname(to), files);
}

/** Syncs the files of a folder and its list of names to the disk; subfolders are left out. */
export async function syncFiles(folder: string): Promise<void> {
  for (const entry of await nodeFiles.readdir(folder, { withFileTypes: true })) {
    if (!entry.isFile()) continue;
    // Windows syncs only handles opened for writing. A read-only file cannot be opened so and is skipped.
    const handle = await nodeFiles.open(join(folder, entry.name), 'r+').catch(() => null);
    await handle?.sync().finally(() => handle.close());
  }
  await syncFolder(folder, nodeFiles);
}

/**
 * Replaces a file atomically. The folder must exist. After an error the file is as it was.
 * @param mode permissions; those of the data folder by default
 */
export async function replaceFile(
  file: string,
  content: string | readonly Uint8Array[],
  mode: number = ownerOnlyFile,
): Promise<void> {
  const part = `${file}.part`;
  try {
    const handle = await nodeFiles.open(part, 'w', mode);
    try {
      await handle.writeFile(content);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await renameDurably(part, file);
  } catch (error) {
    // On a full disk the part would take the room that the next attempt needs.
    await nodeFiles.rm(part, { force: true }).catch(() => undefined);
    throw error;
  }
}

/** Syncs a file, or with `r` a folder's list of names, to the disk. */
export function syncNow(path: string, flags: 'r+' | 'r' = 'r+'): void {
  const handle = openSync(path, flags);
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** `renameDurably`, synchronous. */
export function renameDurablyNow(from: string, to: string): void {
  renameSync(from, to);
  try {
    syncNow(dirname(to), 'r');
  } catch (error) {
    unlessUnsupported(error);
  }
}

/** `replaceFile`, synchronous. Older permissions do not stay. */
export function replaceFileNow(file: string, content: string): void {
  const part = `${file}.part`;
  try {
    writeFileSync(part, content, { mode: ownerOnlyFile });
    // A `.part` file left by an earlier process would retain its own mode.
    chmodSync(part, ownerOnlyFile);
    syncNow(part);
    renameDurablyNow(part, file);
  } catch (error) {
    try {
      rmSync(part, { force: true });
    } catch {
      // The first error says more.
    }
    throw error;
  }
}
