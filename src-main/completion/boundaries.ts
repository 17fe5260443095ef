const segmenter = new Intl.Segmenter('zh', { granularity: 'word' });

/** UTF-16 units of the context that are segmented with the text, so that its first word boundary is right. */
const lookedBack = 12;

const digitOrLatin = /[0-9A-Za-z０-９.,%]/;
const highSurrogate = /[\uD800-\uDBFF]/;

export interface Boundaries {
  /** Lengths of the prefixes of the text that end with a word or a mark, in ascending order. */
  readonly ends: readonly number[];
  /** Whether the text would start a new word at the caret. */
  readonly atCaret: boolean;
}

/** Where a phrase may end. @param text continuation of the context */
export function boundaries(context: string, text: string): Boundaries {
  const paragraph = context.slice(context.lastIndexOf('\n') + 1).slice(-lookedBack);
  const ends: number[] = [];
  let atCaret = paragraph.length === 0;
  for (const { index, segment } of segmenter.segment(paragraph + text)) {
    const end = index + segment.length - paragraph.length;
    if (end === 0) atCaret = true;
    if (end > 0 && mayEnd(text, end)) ends.push(end);
  }
  return { ends, atCaret };
}

/**
 * Not between two digits or letters. Not after a digit or letter that ends the text, since its continuation is
 * unknown.
 */
function mayEnd(text: string, end: number): boolean {
  const last = text[end - 1] as string;
  if (highSurrogate.test(last)) return false;
  return !(digitOrLatin.test(last) && (end === text.length || digitOrLatin.test(text[end] as string)));
}
