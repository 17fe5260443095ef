/** How much of an offered text the writer takes at once. */
export type Part = 'whole' | 'word' | 'character' | 'clause';

const words = new Intl.Segmenter('zh', { granularity: 'word' });
const clauseEnd = /[，。；：、！？…—,.;:!?）)】》”’]+/u;

/** The end of the word that begins, or goes on, at an offset. Punctuation is a word of its own. */
function wordEnd(text: string, from: number): number {
  // The whole text is cut into words: the same ones wherever the writer is in it.
  for (const { index, segment } of words.segment(text)) {
    const end = index + segment.length;
    if (end > from && segment.trim() !== '') return end;
  }
  return text.length;
}

/** The offset behind the next punctuation. */
function clauseEndAfter(text: string, from: number): number {
  const found = clauseEnd.exec(text.slice(from));
  return found ? from + found.index + found[0].length : text.length;
}

const characterEnd = (text: string, from: number): number => from + ([...text.slice(from)][0] ?? '').length;

/** What of a text comes next. @param from UTF-16 units of it that are taken already */
export function nextPart(text: string, from: number, part: Part): string {
  const end = {
    whole: () => text.length,
    word: () => wordEnd(text, from),
    character: () => characterEnd(text, from),
    clause: () => clauseEndAfter(text, from),
  }[part]();
  return text.slice(from, end);
}
