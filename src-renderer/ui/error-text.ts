interface Words {
  readonly zh: string;
  readonly en: string;
}

export interface Bilingual extends Words {
  /** What is behind it, shown to whoever looks closer: a code or figure, or words in each language. */
  readonly detail?: string | Words | undefined;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

export const isAbort = (error: unknown): boolean => isRecord(error) && error.name === 'AbortError';

const isWords = (value: unknown): value is Words & Record<string, unknown> =>
  isRecord(value) && typeof value.zh === 'string' && typeof value.en === 'string';

/** The contract's code of an error; null for anything else that was thrown. */
export const codeOf = (error: unknown): string | null =>
  isRecord(error) && typeof error.code === 'string' ? error.code : null;

const step: Bilingual = { zh: '这一步', en: 'This step' };
export const opening: Bilingual = { zh: '打开文档', en: 'Opening the document' };
export const saving: Bilingual = { zh: '保存', en: 'Saving' };
export const importing: Bilingual = { zh: '导入', en: 'Importing' };
export const starting: Bilingual = { zh: '打开补墨', en: 'Opening Bumo' };

/**
 * What the writer reads of anything that was thrown: the contract's own sentence where there is one. Only a time-out
 * is said to be no answer; a lost connection has a sentence of its own.
 * @param doing what failed where nothing says so
 */
export function textOf(error: unknown, doing: Bilingual = step): Bilingual {
  const text = isRecord(error) ? error.text : undefined;
  if (isWords(text)) {
    const { zh, en, detail } = text;
    if (typeof detail === 'string') return { zh, en, detail };
    return isWords(detail) ? { zh, en, detail: { zh: detail.zh, en: detail.en } } : { zh, en };
  }
  const reason = error instanceof Error ? error.message : String(error);
  if (isRecord(error) && error.name === 'TimeoutError')
    return {
      zh: '补墨的后台没有回应，请稍后重试；若一直如此，请重新打开补墨。',
      en: "Bumo's service did not answer. Try again; if it goes on, open Bumo again.",
      detail: reason,
    };
  return {
    zh: `${doing.zh}没有成功，原因补墨没能认出来。请重试；若一直如此，请重新打开补墨。`,
    en: `${doing.en} failed, and Bumo could not tell why. Try again; if it goes on, open Bumo again.`,
    detail: reason,
  };
}
