import type { Envelope, ErrorBody } from '../../src-main/contract/index.ts';
import { message, render } from '../../src-main/texts/message.ts';

/** A call that the shell refused, with its code and its sentence in both languages. */
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

/** @throws ContractError, or an AbortError where the call was given up */
export function unwrap(envelope: Envelope): unknown {
  if (envelope.ok) return envelope.value;
  if (envelope.error.code === 'aborted')
    throw new DOMException(render(envelope.error.text, 'en'), 'AbortError');
  throw new ContractError(envelope.error);
}

/** The shell itself is gone: the browser tab outlived it, or the machine is asleep. */
export const shellGone = (): ContractError =>
  new ContractError({
    code: 'disconnected',
    text: message('failure.shellGone'),
  });
