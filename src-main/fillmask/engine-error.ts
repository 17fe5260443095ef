import { type ErrorMessage, messageOf } from '../base/error.ts';

export type EngineError = ErrorMessage;

/** @returns the error as it crosses the process boundary; one without a code becomes `engine-failed`. */
export function toEngineError(error: unknown): EngineError {
  return messageOf(error, (reason) => ({
    code: 'engine-failed',
    text: {
      zh: '补全引擎出错。请重试；若仍出错，请重启引擎。',
      en: 'The engine failed. Try again; if it fails again, restart the engine.',
      detail: reason,
    },
  }));
}
