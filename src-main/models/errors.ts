import { CodedError } from '../base/error.ts';
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

export function isDiskFull(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'ENOSPC' || code === 'EDQUOT';
}
