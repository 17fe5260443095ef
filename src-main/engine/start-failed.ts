import { CodedError } from '../base/error.ts';
import { toEngineError } from '../fillmask/engine-error.ts';
import { message } from '../texts/message.ts';
import type { FromEngine } from './protocol.ts';

/** The int8 copy was damaged and is removed: another start runs on float32. */
export class Int8Damaged extends CodedError {
  constructor(cause?: unknown) {
    super('model-broken', message('engine.int8-damaged'), { cause });
  }
}

/** What ends a start or a service. Another start ends as this one did where the error names its cause. */
export const startFailed = (error: unknown): Extract<FromEngine, { kind: 'start-failed' }> => ({
  kind: 'start-failed',
  error: toEngineError(error),
  final: error instanceof CodedError && !(error instanceof Int8Damaged),
});
