import { CodedError } from '../../src-main/base/error.ts';
import { render, renderDetail } from '../../src-main/texts/message.ts';

/** What an error says to the writer. @throws anything that is no coded error */
function saidBy(error: unknown) {
  if (!(error instanceof CodedError)) throw error;
  const { code, text } = error;
  return { code, zh: render(text, 'zh'), en: render(text, 'en'), detail: renderDetail(text, 'zh') };
}

/** The error that a call rejects with, as it is said to the writer; null where it does not reject. */
export const refused = (call: Promise<unknown>) => call.then(() => null, saidBy);

/** The error that a call throws, as it is said to the writer; null where it does not throw. */
export function thrown(call: () => unknown) {
  try {
    call();
    return null;
  } catch (error) {
    return saidBy(error);
  }
}
