import { randomBytes } from 'node:crypto';
import * as nodeFiles from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { renameDurably } from '../../base/durable.ts';
import { fileError, readOnlyFile, readOnlyFolder } from './file-error.ts';

/** The part of the file system that a write needs; tests hand in one whose disk is full. */
export type WriteFiles = Pick<typeof nodeFiles, 'open' | 'rename' | 'rm' | 'stat' | 'realpath' | 'access'>;

const anybodyWrites = 0o222;

const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT';

/** The file that a path leads to, through links; the path itself where there is none yet. */
async function targetOf(path: string, files: WriteFiles): Promise<string> {
  try {
    return await files.realpath(path);
  } catch (error) {
    if (isMissing(error)) return path;
    throw error;
  }
}

/** What stands at a path now; null for nothing. @throws CodedError where it is not to be written */
async function existing(path: string, files: WriteFiles) {
  const folder = await files.stat(dirname(path));
  // Bits, not access(2) alone: an administrator may write everything, and still does not want to.
  if (process.platform !== 'win32' && (folder.mode & anybodyWrites) === 0) throw readOnlyFolder(path);
  try {
    const found = await files.stat(path);
    if ((found.mode & anybodyWrites) === 0) throw readOnlyFile(path);
    await files.access(path, nodeFiles.constants.W_OK).catch(() => {
      throw readOnlyFile(path);
    });
    return found;
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

/**
 * Writes a file whole or not at all: beside it first, to the disk, then in its place in one step. Permissions and,
 * where that is allowed, the owner stay; a link stays a link.
 * @param confirm called last before the file is replaced; may throw to leave it as it is
 * @throws CodedError `disk-full`, `file-read-only`, `folder-read-only`, `folder-gone`, `file-name-too-long`, `file-busy`
 */
export async function writeAtomically(
  path: string,
  bytes: Uint8Array,
  { files = nodeFiles, confirm }: { files?: WriteFiles; confirm?: () => Promise<void> } = {},
): Promise<void> {
  try {
    const target = await targetOf(path, files);
    const before = await existing(target, files);
    const folder = dirname(target);
    const beside = join(folder, `.bumo-${randomBytes(6).toString('hex')}.tmp`);
    try {
      const handle = await files.open(beside, 'wx', before ? before.mode & 0o7777 : 0o666);
      try {
        await handle.writeFile(bytes);
        // The mask of the process may have narrowed what `open` was asked for.
        if (before) await handle.chmod(before.mode & 0o7777);
        if (before) await handle.chown(before.uid, before.gid).catch(() => undefined);
        await handle.sync();
      } finally {
        await handle.close();
      }
      await confirm?.();
      await renameDurably(beside, target, files);
    } catch (error) {
      await files.rm(beside, { force: true }).catch(() => undefined);
      throw error;
    }
  } catch (error) {
    throw fileError(error, path, 'writing');
  }
}
