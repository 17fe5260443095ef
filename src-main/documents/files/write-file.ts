import { randomBytes } from 'node:crypto';
import * as nodeFiles from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { renameDurably } from '../../base/durable.ts';
import { fileError, isMissing, readOnlyFile, readOnlyFolder } from './file-error.ts';

/** The part of the file system that a write needs; tests hand in one whose disk is full. */
export type WriteFiles = Pick<typeof nodeFiles, 'open' | 'rename' | 'rm' | 'stat' | 'realpath' | 'access'>;

const anybodyWrites = 0o222;

/** The file that a path leads to through links; the path itself where no such file exists yet. */
async function targetOf(path: string, files: WriteFiles): Promise<string> {
  try {
    return await files.realpath(path);
  } catch (error) {
    if (isMissing(error)) return path;
    throw error;
  }
}

/** The present file at a path; null for none. @throws CodedError where it is read-only */
async function existing(path: string, files: WriteFiles) {
  const folder = await files.stat(dirname(path));
  // Permission bits count besides access(2): an administrator may write everything, but a read-only file is left
  // alone.
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

export interface TemporaryFile {
  /** In the folder of the target. */
  readonly path: string;
  /** Permissions. */
  readonly mode: number;
  /** Writes bytes and attributes. */
  readonly fill: (handle: nodeFiles.FileHandle) => Promise<void>;
  /** Called last before the target is replaced; may throw to leave it as it is. */
  readonly confirm?: (() => Promise<void>) | undefined;
}

/**
 * Replaces a file in one step by a temporary file whose bytes are on the disk. After an error the target is as it was
 * and the temporary file is gone.
 */
export async function replaceBy(
  target: string,
  { path, mode, fill, confirm }: TemporaryFile,
  files: Pick<WriteFiles, 'open' | 'rename' | 'rm'>,
): Promise<void> {
  try {
    const handle = await files.open(path, 'wx', mode);
    try {
      await fill(handle);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await confirm?.();
    await renameDurably(path, target, files);
  } catch (error) {
    await files.rm(path, { force: true }).catch(() => undefined);
    throw error;
  }
}

export const temporarySuffix = (): string => randomBytes(6).toString('hex');

/**
 * Writes a file whole or not at all. Permissions and, where that is allowed, the owner stay; a link stays a link.
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
    const permissions = before && before.mode & 0o7777;
    const temporary: TemporaryFile = {
      path: join(dirname(target), `.bumo-${temporarySuffix()}.tmp`),
      mode: permissions ?? 0o666,
      async fill(handle) {
        await handle.writeFile(bytes);
        if (before === null || permissions === null) return;
        // The mask of the process may have narrowed what `open` was asked for.
        await handle.chmod(permissions);
        await handle.chown(before.uid, before.gid).catch(() => undefined);
      },
      confirm,
    };
    await replaceBy(target, temporary, files);
  } catch (error) {
    throw fileError(error, path, 'writing');
  }
}
