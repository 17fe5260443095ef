import type { Message } from '../contract/text.ts';
import { render } from '../texts/message.ts';

/**
 * An error meant for the writer: a code of the contract (`contract/errors.ts`) and a sentence
 * that names what is wrong and what to do next. Crosses every transport unchanged.
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

/** What crosses the boundary of a process in an error's place. */
export interface ErrorMessage {
  readonly code: string;
  readonly text: Message;
}

/** @param otherwise what an error without a code becomes, by its reason. */
export function messageOf(error: unknown, otherwise: (reason: string) => ErrorMessage): ErrorMessage {
  return error instanceof CodedError ? { code: error.code, text: error.text } : otherwise(reasonOf(error));
}

/** The `AbortSignal`'s own reason where it is an error, so that a time-out stays a time-out. */
export function abortError(signal: AbortSignal): Error {
  return signal.reason instanceof Error ? signal.reason : new DOMException('aborted', 'AbortError');
}

export const isAbort = (error: unknown): boolean => error instanceof Error && error.name === 'AbortError';

/** A sentence about anything that was thrown; never empty. */
export function reasonOf(error: unknown): string {
  if (error instanceof Error) return error.message || error.name;
  return String(error);
}
