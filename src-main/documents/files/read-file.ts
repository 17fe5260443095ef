import { readFile, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, extname, join, resolve } from 'node:path';
import { CodedError } from '../../base/error.ts';
import { message } from '../../texts/message.ts';
import { fileError } from './file-error.ts';
import { type FileStamp, stampOf } from './stamp.ts';

export type FileFormat = 'docx' | 'md' | 'txt';

const mostBytes = 45_000_000;

/** The format by a name's extension; null for any other extension. */
export function formatOf(path: string): FileFormat | null {
  const ending = extname(path).slice(1).toLowerCase();
  if (ending === 'markdown') return 'md';
  return ending === 'docx' || ending === 'md' || ending === 'txt' ? ending : null;
}

/** An absolute path; `~/x` and `x` are in the home folder. */
export const absolute = (path: string): string =>
  path === '~' || /^~[\\/]/.test(path) ? join(homedir(), path.slice(1)) : resolve(homedir(), path);

/** The format by a path's extension. @throws CodedError `unsupported` for any other extension */
export function wantFormat(path: string): FileFormat {
  const format = formatOf(path);
  if (format) return format;
  throw new CodedError('unsupported', message('file.unsupported', { name: basename(path) }));
}

export interface FileBytes {
  readonly bytes: Uint8Array;
  readonly stamp: FileStamp;
}

/** Reads a whole file. @throws CodedError `file-gone`, `file-unreadable`, `document-too-large` */
export async function readWhole(path: string): Promise<FileBytes> {
  try {
    const found = await stat(path);
    if (!found.isFile())
      throw new CodedError('file-unreadable', message('file.noFile', { name: basename(path) }));
    if (found.size > mostBytes)
      throw new CodedError('document-too-large', message('file.tooLargeToOpen', { name: basename(path) }));
    const bytes = new Uint8Array(await readFile(path));
    return { bytes, stamp: await stampOf(path, bytes) };
  } catch (error) {
    throw fileError(error, path, 'reading');
  }
}
