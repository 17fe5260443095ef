export interface Bilingual {
  readonly zh: string;
  readonly en: string;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

export const isAbort = (error: unknown): boolean => isRecord(error) && error.name === 'AbortError';

/** The contract's code of an error; null for anything else that was thrown. */
export const codeOf = (error: unknown): string | null =>
  isRecord(error) && typeof error.code === 'string' ? error.code : null;

/** What the writer reads of anything that was thrown: the contract's own sentence where there is one. */
export function textOf(error: unknown): Bilingual {
  const text = isRecord(error) ? error.text : undefined;
  if (isRecord(text) && typeof text.zh === 'string' && typeof text.en === 'string')
    return { zh: text.zh, en: text.en };
  const reason = error instanceof Error ? error.message : String(error);
  return {
    zh: `补墨的后台没有回应，请稍后重试；若一直如此，请重新打开补墨。（${reason}）`,
    en: `Bumo's service did not answer. Try again; if it goes on, open Bumo again. (${reason})`,
  };
}
