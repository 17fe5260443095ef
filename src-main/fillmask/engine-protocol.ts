import type { Bilingual } from '../base/error.ts';
import { CodedError, reasonOf } from '../base/error.ts';
import type { Provider } from '../runtime/runner.ts';
import type { FillAnswer, FillRequest } from './types.ts';

/** What shell and engine process say to each other; everything survives a structured clone. */

export interface EngineError {
  readonly code: string;
  readonly text: Bilingual;
}

export interface StartOptions {
  /** Folder of the checkpoint. */
  readonly dir: string;
  readonly provider: Provider;
  readonly threads?: number;
  readonly prepack?: boolean;
}

export type ToEngine =
  | { readonly kind: 'start'; readonly options: StartOptions }
  | { readonly kind: 'fill'; readonly id: number; readonly request: FillRequest }
  | { readonly kind: 'cancel'; readonly id: number }
  | { readonly kind: 'stop' };

export type FromEngine =
  | { readonly kind: 'ready' }
  /** `final`: a fault of the model, which another start would only meet again. */
  | { readonly kind: 'start-failed'; readonly error: EngineError; readonly final: boolean }
  | { readonly kind: 'first'; readonly id: number; readonly answer: FillAnswer }
  /** `milliseconds`: the fill alone, without its wait in a queue. */
  | {
      readonly kind: 'answer';
      readonly id: number;
      readonly answer: FillAnswer;
      readonly milliseconds: number;
    }
  | { readonly kind: 'failed'; readonly id: number; readonly error: EngineError }
  | { readonly kind: 'cancelled'; readonly id: number };

/** @returns the error as it crosses the process boundary; one without a code becomes `engine-failed`. */
export function toEngineError(error: unknown): EngineError {
  if (error instanceof CodedError) return { code: error.code, text: error.text };
  const reason = reasonOf(error);
  return {
    code: 'engine-failed',
    text: {
      zh: `补全引擎出错：${reason}。请重试；若仍出错，请重启引擎。`,
      en: `The engine failed: ${reason}. Try again; if it fails again, restart the engine.`,
    },
  };
}
