const segmenter = new Intl.Segmenter('zh', { granularity: 'word' });

/** Units of the context that tell where its last word begins. */
const lookedBack = 12;

const digitOrLatin = /[0-9A-Za-z０-９.,%]/;
const highSurrogate = /[\uD800-\uDBFF]/;

export interface Boundaries {
  /** Lengths of the beginnings of the text that end with a word or a mark, shortest first. */
  readonly ends: readonly number[];
  /** Whether a word ends at the caret, were the text to follow. */
  readonly atCaret: boolean;
}

/** Where a phrase may end. @param text what follows the context */
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

/** Not between two digits or letters; not at one with which the known text ends, where more of it may follow. */
function mayEnd(text: string, end: number): boolean {
  const last = text[end - 1] as string;
  if (highSurrogate.test(last)) return false;
  return !(digitOrLatin.test(last) && (end === text.length || digitOrLatin.test(text[end] as string)));
}
