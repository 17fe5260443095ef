import type { Envelope, ErrorBody } from '../../src-main/contract/index.ts';

/** A call that the shell refused, with its code and its sentence in both languages. */
export class ContractError extends Error {
  readonly code: ErrorBody['code'];
  readonly text: ErrorBody['text'];

  constructor({ code, text }: ErrorBody) {
    super(text.en);
    this.name = 'ContractError';
    this.code = code;
    this.text = text;
  }
}

/** @throws ContractError, or an AbortError where the call was given up */
export function unwrap(envelope: Envelope): unknown {
  if (envelope.ok) return envelope.value;
  if (envelope.error.code === 'aborted') throw new DOMException(envelope.error.text.en, 'AbortError');
  throw new ContractError(envelope.error);
}

/** The shell itself is gone: the browser tab outlived it, or the machine is asleep. */
export const shellGone = (): ContractError =>
  new ContractError({
    code: 'internal',
    text: {
      zh: '与补墨的连接已断开。请重新启动补墨。',
      en: 'The connection to Bumo is lost. Start Bumo again.',
    },
  });
