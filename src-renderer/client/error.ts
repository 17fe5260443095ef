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
    code: 'disconnected',
    text: {
      zh: '与补墨的连接断开了。补墨重新启动后，本页会自动接上。',
      en: 'The connection to Bumo is lost. This page goes on by itself once Bumo runs again.',
    },
  });
