import { chmodSync, closeSync, fsyncSync, openSync, renameSync, writeFileSync } from 'node:fs';
import * as nodeFiles from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Names that survive a power loss. All renames of src-main are made here. */

/** The part of the file system that a rename needs; tests hand in one that fails. */
export type RenameFiles = Pick<typeof nodeFiles, 'open' | 'rename'>;

/** What systems answer that sync no folders (Windows, some network drives), or hide its list from the writer. */
const unsupported = new Set(['EINVAL', 'ENOTSUP', 'ENOSYS', 'EISDIR', 'EBADF', 'EPERM', 'EACCES']);

function unlessUnsupported(error: unknown): void {
  if (error instanceof Error && 'code' in error && unsupported.has(String(error.code))) return;
  throw error;
}

/** Has a folder's names on the disk. */
async function syncFolder(folder: string, files: Pick<RenameFiles, 'open'>): Promise<void> {
  try {
    const handle = await files.open(folder, 'r');
    await handle.sync().finally(() => handle.close());
  } catch (error) {
    unlessUnsupported(error);
  }
}

/** Gives a file or folder another name for good. Its bytes must be on the disk already. */
export async function renameDurably(from: string, to: string, files: RenameFiles = nodeFiles): Promise<void> {
  await files.rename(from, to);
  await syncFolder(dirname(to), files);
}

/** Has the bytes and the names of a folder's files on the disk; folders in it are left out. */
export async function syncFiles(folder: string): Promise<void> {
  for (const entry of await nodeFiles.readdir(folder, { withFileTypes: true })) {
    if (!entry.isFile()) continue;
    // Windows syncs only what is open for writing, which a copy of a read-only file is not.
    const handle = await nodeFiles.open(join(folder, entry.name), 'r+').catch(() => null);
    await handle?.sync().finally(() => handle.close());
  }
  await syncFolder(folder, nodeFiles);
}

/** Writes a file of our own whole or not at all. Its folder must be there. @param mode permissions of a new file */
export async function replaceFile(
  file: string,
  content: string | readonly Uint8Array[],
  mode = 0o666,
): Promise<void> {
  const part = `${file}.part`;
  const handle = await nodeFiles.open(part, 'w', mode);
  try {
    await handle.writeFile(content);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await renameDurably(part, file);
}

/** Has a file's bytes, or with `r` a folder's names, on the disk. */
export function syncNow(path: string, flags: 'r+' | 'r' = 'r+'): void {
  const handle = openSync(path, flags);
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** As `renameDurably`, before it returns. */
export function renameDurablyNow(from: string, to: string): void {
  renameSync(from, to);
  try {
    syncNow(dirname(to), 'r');
  } catch (error) {
    unlessUnsupported(error);
  }
}

/** As `replaceFile`, before it returns. @param mode permissions, whatever an older file had */
export function replaceFileNow(file: string, content: string, mode = 0o666): void {
  const part = `${file}.part`;
  writeFileSync(part, content, { mode });
  // The mode of a part that an earlier process left would stay.
  if (mode !== 0o666) chmodSync(part, mode);
  syncNow(part);
  renameDurablyNow(part, file);
}
