import { basename, dirname } from 'node:path';
import { causeOf } from '../../base/cause.ts';
import { CodedError } from '../../base/error.ts';
import type { Message } from '../../contract/text.ts';
import { message } from '../../texts/message.ts';

/** Turns errors of the file system into sentences for the writer. */

interface Sentence {
  /** Of the contract. */
  readonly code: string;
  readonly text: Message;
}

function sentenceFor(code: string, path: string, writing: boolean): Sentence | null {
  const name = basename(path);
  const folder = dirname(path);
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
    case 'EFBIG':
      return { code: 'disk-full', text: message('file.diskFull', { name }) };
    case 'ENAMETOOLONG':
      return { code: 'file-name-too-long', text: message('file.nameTooLong', { name: name.slice(0, 20) }) };
    case 'EROFS':
      return { code: 'folder-read-only', text: message('file.diskReadOnly', { folder }) };
    case 'EBUSY':
    case 'ETXTBSY':
      return { code: 'file-busy', text: message('file.busy', { name }) };
    case 'ENOENT':
    case 'ENOTDIR':
      return writing
        ? { code: 'folder-gone', text: message('file.folderGone', { folder }) }
        : { code: 'file-gone', text: message('file.gone', { name }) };
    case 'EACCES':
    case 'EPERM':
      return writing
        ? { code: 'folder-read-only', text: message('file.folderForbidden', { folder }) }
        : { code: 'file-unreadable', text: message('file.forbidden', { name }) };
    default:
      return null;
  }
}

/** A sentence about a failed write, which says that the text itself is kept. */
const withTextKept = (sentence: Message, detail?: string): Message =>
  message('file.textKept', { sentence }, detail);

/** The system's code of an error, such as `ENOSPC`; null for an error without. */
export const systemCode = (error: unknown): string | null =>
  error instanceof Error && 'code' in error ? String(error.code) : null;

/** Whether an error says that there is no such file. */
export function isMissing(error: unknown): boolean {
  const code = systemCode(error);
  return code === 'ENOENT' || code === 'ENOTDIR';
}

/** The writer's error for an error of the file system; any other error is returned unchanged. */
export function fileError(error: unknown, path: string, doing: 'reading' | 'writing'): unknown {
  const code = systemCode(error);
  if (error instanceof CodedError || code === null) return error;
  const writing = doing === 'writing';
  const known = sentenceFor(code, path, writing) ?? {
    code: 'file-unreadable',
    text: message('file.failed', { name: basename(path), cause: causeOf(error) }),
  };
  const text = writing ? withTextKept(known.text, code) : { ...known.text, detail: code };
  return new CodedError(known.code, text, { cause: error });
}

export const readOnlyFile = (path: string): CodedError =>
  new CodedError('file-read-only', withTextKept(message('file.fileReadOnly', { name: basename(path) })));

export const readOnlyFolder = (path: string): CodedError =>
  new CodedError(
    'folder-read-only',
    withTextKept(message('file.folderReadOnly', { folder: dirname(path), name: basename(path) })),
  );
