import type { Message } from '../contract/text.ts';
import { render } from '../texts/message.ts';

/**
 * An error for the writer: a code of the contract (`contract/errors.ts`) and a sentence that says what is wrong and
 * what to do next. Every transport passes it on unchanged.
 */
export class CodedError extends Error {
  readonly code: string;
  readonly text: Message;

  constructor(code: string, text: Message, options?: ErrorOptions) {
    super(render(text, 'en'), options);
    this.name = 'CodedError';
    this.code = code;
    this.text = text;
  }
}

/** A `CodedError` in the form that crosses a process boundary. */
export interface ErrorMessage {
  readonly code: string;
  readonly text: Message;
}

/** @param otherwise makes the message for an error without a code, from its reason */
export function messageOf(error: unknown, otherwise: (reason: string) => ErrorMessage): ErrorMessage {
  return error instanceof CodedError ? { code: error.code, text: error.text } : otherwise(reasonOf(error));
}

/** The signal's reason if that is an error, so that a time-out stays recognisable. */
export function abortError(signal: AbortSignal): Error {
  return signal.reason instanceof Error ? signal.reason : new DOMException('aborted', 'AbortError');
}

export const isAbort = (error: unknown): boolean => error instanceof Error && error.name === 'AbortError';

/** The message of anything that was thrown; never empty. */
export function reasonOf(error: unknown): string {
  if (error instanceof Error) return error.message || error.name;
  return String(error);
}
