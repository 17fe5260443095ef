import { causeOf } from '../base/cause.ts';
import { CodedError } from '../base/error.ts';
import type { Provider } from '../contract/schemas.ts';
import type { Message } from '../contract/text.ts';
import type { EngineError } from '../fillmask/engine-error.ts';
import { clause, message } from '../texts/message.ts';

/** What the supervisor says to the writer. */

export const noModel: EngineError = {
  code: 'no-model',
  text: message('engine.no-model'),
};

export const superseded: EngineError = {
  code: 'superseded',
  text: message('engine.superseded'),
};

export const replaced: EngineError = {
  code: 'superseded',
  text: message('engine.replaced'),
};

export const aborted: EngineError = {
  code: 'aborted',
  text: message('engine.aborted'),
};

export const closed: EngineError = {
  code: 'engine-failed',
  text: message('engine.closed'),
};

export const crashedTwice: EngineError = {
  code: 'engine-failed',
  text: message('engine.crashed-twice'),
};

export const crashLoop = (reason: Message): EngineError => ({
  code: 'engine-crash-loop',
  text: message('engine.crash-loop', { reason: clause(reason) }, reason.detail),
});

export const restarting = (reason: Message, attempt: number): Message =>
  message('engine.restarting', { reason: clause(reason), attempt }, reason.detail);

/** Why an engine's process could not be made. */
export function unstartable(error: unknown): Message {
  if (error instanceof CodedError) return error.text;
  const why = causeOf(error);
  return message('engine.unstartable', { why }, why.detail);
}

export const hung: Message = message('engine.hung');

export const fellBackToCpu = (provider: Provider, reason: Message): Message =>
  message('engine.fell-back-to-cpu', { provider, reason: clause(reason) }, reason.detail);
