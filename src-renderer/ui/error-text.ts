import type { Message } from '../../src-main/contract/text.ts';
import { message } from '../../src-main/texts/message.ts';

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

export const isAbort = (error: unknown): boolean => isRecord(error) && error.name === 'AbortError';

/** The contract's code of an error; null for anything else that was thrown. */
export const codeOf = (error: unknown): string | null =>
  isRecord(error) && typeof error.code === 'string' ? error.code : null;

const isText = (value: unknown): value is Message =>
  isRecord(value) &&
  (typeof value.code === 'string' || (typeof value.zh === 'string' && typeof value.en === 'string'));

/** What failed, as the beginning of a sentence. */
export const opening = message('failure.opening');
export const saving = message('failure.saving');
export const importing = message('failure.importing');
export const starting = message('failure.starting');
const step = message('failure.step');

/**
 * The text for any thrown error: the contract's sentence where there is one. Only a time-out is reported as no
 * answer; a lost connection has its own sentence.
 * @param doing the failed step, where the error does not name it
 */
export function textOf(error: unknown, doing: Message = step): Message {
  const text = isRecord(error) ? error.text : undefined;
  if (isText(text)) return text;
  const reason = error instanceof Error ? error.message : String(error);
  if (isRecord(error) && error.name === 'TimeoutError') return message('failure.noAnswer', {}, reason);
  return message('failure.unknown', { doing }, reason);
}
