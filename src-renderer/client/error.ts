import type { Envelope, ErrorBody } from '../../src-main/contract/index.ts';
import { message, render } from '../../src-main/texts/message.ts';

/** A call that failed in the shell, with the contract's code and a sentence in both languages. */
export class ContractError extends Error {
  readonly code: ErrorBody['code'];
  readonly text: ErrorBody['text'];

  constructor({ code, text }: ErrorBody) {
    super(render(text, 'en'));
    this.name = 'ContractError';
    this.code = code;
    this.text = text;
  }
}

/** @throws ContractError, or an AbortError for an aborted call */
export function unwrap(envelope: Envelope): unknown {
  if (envelope.ok) return envelope.value;
  if (envelope.error.code === 'aborted')
    throw new DOMException(render(envelope.error.text, 'en'), 'AbortError');
  throw new ContractError(envelope.error);
}

/** The shell cannot be reached: it ended before the browser tab, or the machine was asleep. */
export const shellGone = (): ContractError =>
  new ContractError({
    code: 'disconnected',
    text: message('failure.shellGone'),
  });
