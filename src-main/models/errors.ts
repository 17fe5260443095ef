import { causeOf } from '../base/cause.ts';
import { CodedError } from '../base/error.ts';
import { storageFaultOf } from '../base/storage-fault.ts';
import type { Message } from '../contract/text.ts';
import { message } from '../texts/message.ts';

/** Errors that several files of models/ throw. */

const megabytes = (bytes: number) => `${Math.ceil(bytes / 1e6)} MB`;

export const diskFull = (needed: number, cause?: unknown) =>
  new CodedError('disk-full', message('models.disk-full', { size: megabytes(needed) }), { cause });

export const unreachable = (who: string, why: Message, cause?: unknown) =>
  new CodedError('source-unreachable', message('models.unreachable', { who, why }, why.detail), { cause });

/** @param detail the model, file or answer that the source refused */
export const refused = (who: string | Message, detail: string, why?: Message) =>
  new CodedError(
    'source-refused',
    why
      ? message('models.refused-because', { who, why }, detail)
      : message('models.refused', { who }, detail),
  );

export const lied = (who: string, why: Message) =>
  new CodedError('source-lied', message('models.lied', { who, why }));

export const wrongHash = (file: string) =>
  new CodedError('model-wrong-hash', message('models.wrong-hash', { file }));

/** Whether the folder that is written is at fault, not the source: it is full, read-only or in use. */
export function isFolderFault(error: unknown): boolean {
  const fault = storageFaultOf(error)?.fault;
  return fault === 'full' || fault === 'read-only' || fault === 'locked';
}

/** @param folder that is written; @param needed bytes */
export function folderFault(error: unknown, folder: string, needed: number): CodedError {
  if (isDiskFull(error)) return diskFull(needed, error);
  const code = storageFaultOf(error)?.fault === 'locked' ? 'store-locked' : 'folder-read-only';
  const why = causeOf(error);
  return new CodedError(code, message('models.unwritable', { folder, why }, why.detail), { cause: error });
}

export const isDiskFull = (error: unknown): boolean => storageFaultOf(error)?.fault === 'full';
