import { causeOf } from '../base/cause.ts';
import { CodedError } from '../base/error.ts';
import type { Message } from '../contract/text.ts';
import { message } from '../texts/message.ts';

/** Why a run cannot begin or ended early. */

export const busy = () => new CodedError('learn-busy', message('learning.busy'));

export const noModel = () => new CodedError('no-model', message('learning.no-model'));

export const noSamples = () => new CodedError('learn-no-samples', message('learning.no-samples'));

export const cancelledByWriter = () =>
  new CodedError('learn-cancelled', message('learning.cancelled-by-writer'));

export const interruptedByClose = () =>
  new CodedError('learn-interrupted', message('learning.interrupted-by-close'));

/** For an error without a code. */
export function failedFor(error: unknown): Message {
  const why = causeOf(error);
  return message('learning.failed', { why }, why.detail);
}
