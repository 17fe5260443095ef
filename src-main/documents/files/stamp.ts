import { readFile, stat } from 'node:fs/promises';
import { sha256Of } from '../../base/sha256.ts';
import { isMissing } from './file-error.ts';

/** Identifies the content of a file at some moment. `hash`: SHA-256 of its bytes, in hexadecimal. */
export interface FileStamp {
  readonly modifiedAt: number;
  readonly bytes: number;
  readonly hash: string;
}

/** The stamp of a file whose bytes are known. */
export async function stampOf(path: string, bytes: Uint8Array): Promise<FileStamp> {
  const { mtimeMs } = await stat(path);
  return { modifiedAt: mtimeMs, bytes: bytes.byteLength, hash: sha256Of(bytes) };
}

export interface Compared {
  readonly state: 'same' | 'changed' | 'gone';
  /** The present stamp; null for a missing file. */
  readonly stamp: FileStamp | null;
}

/**
 * Whether a file has changed since a stamp. The bytes are read only where time or size differ; a new time with the
 * same bytes is no change.
 */
export async function compareStamp(path: string, stamp: FileStamp): Promise<Compared> {
  try {
    const { mtimeMs, size } = await stat(path);
    if (size === stamp.bytes && mtimeMs === stamp.modifiedAt) return { state: 'same', stamp };
    const hash = sha256Of(await readFile(path));
    return {
      state: hash === stamp.hash ? 'same' : 'changed',
      stamp: { modifiedAt: mtimeMs, bytes: size, hash },
    };
  } catch (error) {
    if (isMissing(error)) return { state: 'gone', stamp: null };
    throw error;
  }
}
