import { type ErrorMessage, messageOf } from '../base/error.ts';
import { message } from '../texts/message.ts';

export type EngineError = ErrorMessage;

/** @returns the error as it crosses the process boundary; one without a code becomes `engine-failed`. */
export function toEngineError(error: unknown): EngineError {
  return messageOf(error, (reason) => ({
    code: 'engine-failed',
    text: message('engine.failed', {}, reason),
  }));
}
