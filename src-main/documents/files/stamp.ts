import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';

/** What a file was at some moment. `hash`: SHA-256 of its bytes, in hexadecimal. */
export interface FileStamp {
  readonly modifiedAt: number;
  readonly bytes: number;
  readonly hash: string;
}

export const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** The stamp of a file whose bytes are known. */
export async function stampOf(path: string, bytes: Uint8Array): Promise<FileStamp> {
  const { mtimeMs } = await stat(path);
  return { modifiedAt: mtimeMs, bytes: bytes.byteLength, hash: hashOf(bytes) };
}

const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');

export interface Compared {
  readonly state: 'same' | 'changed' | 'gone';
  /** The file as it is now; null where there is none. */
  readonly stamp: FileStamp | null;
}

/**
 * Whether a file is still what it was. Its bytes are read only where its time or its size differs: a program that
 * touches a file without changing it is no news.
 */
export async function compareStamp(path: string, stamp: FileStamp): Promise<Compared> {
  try {
    const { mtimeMs, size } = await stat(path);
    if (size === stamp.bytes && mtimeMs === stamp.modifiedAt) return { state: 'same', stamp };
    const hash = hashOf(await readFile(path));
    return {
      state: hash === stamp.hash ? 'same' : 'changed',
      stamp: { modifiedAt: mtimeMs, bytes: size, hash },
    };
  } catch (error) {
    if (isMissing(error)) return { state: 'gone', stamp: null };
    throw error;
  }
}
