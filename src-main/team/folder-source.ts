import { constants } from 'node:fs';
import { type FileHandle, lstat, open } from 'node:fs/promises';
import { join } from 'node:path';
import { causeOf } from '../base/cause.ts';
import { CodedError } from '../base/error.ts';
import { message } from '../texts/message.ts';
import { type TeamSource, tooLong, unreachable } from './source.ts';

/**
 * A team's files in a folder: a network drive, or a working copy that a git of the administrator's keeps up to date.
 * Links below the folder are not followed.
 */

/** Windows has neither flag; there `lstat` alone tells a link. */
const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : '';

const linked = (path: string): CodedError => new CodedError('team-object', message('team.linked', {}, path));

/** @throws CodedError `team-object` if a part of the path below the folder is a link, or the last one no file */
async function wantPlain(folder: string, path: string): Promise<void> {
  const parts = path.split('/');
  for (const [i] of parts.entries()) {
    const found = await lstat(join(folder, ...parts.slice(0, i + 1)));
    const isPlain = i === parts.length - 1 ? found.isFile() : found.isDirectory();
    if (!isPlain) throw linked(path);
  }
}

/** Reads in pieces: the file may grow while it is read. */
async function readAll(handle: FileHandle, path: string, most: number, signal?: AbortSignal) {
  const found = await handle.stat();
  // Between `lstat` and `open` another kind of file may have taken the name.
  if (!found.isFile()) throw linked(path);
  if (found.size > most) throw tooLong(path, most);
  const pieces: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    signal?.throwIfAborted();
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(64 * 1024));
    if (bytesRead === 0) return Buffer.concat(pieces);
    length += bytesRead;
    if (length > most) throw tooLong(path, most);
    pieces.push(buffer.subarray(0, bytesRead));
  }
}

export const folderSource = (folder: string): TeamSource => ({
  async read(path, most, signal) {
    try {
      // A folder that is gone is another fault than a file that is not there.
      await lstat(folder);
      await wantPlain(folder, path);
      const handle = await open(join(folder, path), flags);
      return await readAll(handle, path, most, signal).finally(() => handle.close());
    } catch (error) {
      if (error instanceof CodedError) throw error;
      signal?.throwIfAborted();
      if (codeOf(error) === 'ELOOP') throw linked(path);
      if (codeOf(error) === 'ENOENT' && (await isThere(folder))) return null;
      throw unreachable(causeOf(error), error);
    }
  },
});

const isThere = (folder: string): Promise<boolean> =>
  lstat(folder).then(
    () => true,
    () => false,
  );
