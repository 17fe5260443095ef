import { maskText } from '../../src-main/documents/schema/gaps.ts';

/**
 * Finds the place of a stored sentence in a document. The stored text is cut at a distance from the gap and has
 * placeholders for personal data, and the document may have been edited since. Pure.
 */

/** A sentence with one gap, and its word; null where the writer named none. */
export interface Sentence {
  readonly text: string;
  readonly answer: string | null;
  /** The document of the sentence; null or absent where it is not known. */
  readonly documentId?: string | null;
}

/** In a paragraph: offsets, `to` exclusive. */
export interface SentencePlace {
  readonly paragraph: number;
  readonly word: { readonly from: number; readonly to: number };
  /** The stretch that matches the sentence, word included. */
  readonly whole: { readonly from: number; readonly to: number };
}

/** Least matching characters on a side, and on both together, unless the sentence has fewer. */
const leastSide = 2;
const leastBoth = 6;
/** Characters that are compared on each side; more add nothing. */
const furthest = 60;
/** A gap in a paragraph's text. */
const gapChip = '\ufffc';
/** Longest text in place of the word. */
const longestWord = 12;

/** Parts that the document spells differently: other gaps, placeholders of personal data, ends of paragraphs. */
const foreign = /⟦[^⟧]*⟧|\[MASK\]|\n/;

/** The text on both sides of the gap up to the next such part. */
function sidesOf(text: string): { readonly before: string; readonly after: string } {
  const at = text.indexOf(maskText);
  if (at < 0) return { before: '', after: '' };
  return {
    // An indent may be spaces in one place and a paragraph format in another.
    before: (text.slice(0, at).split(foreign).at(-1) ?? '').trimStart(),
    after: (text.slice(at + maskText.length).split(foreign)[0] ?? '').trimEnd(),
  };
}

function agreeingBefore(paragraph: string, end: number, before: string): number {
  const most = Math.min(before.length, end, furthest);
  let n = 0;
  while (n < most && paragraph[end - 1 - n] === before[before.length - 1 - n]) n++;
  return n;
}

function agreeingAfter(paragraph: string, start: number, after: string): number {
  const most = Math.min(after.length, paragraph.length - start, furthest);
  let n = 0;
  while (n < most && paragraph[start + n] === after[n]) n++;
  return n;
}

interface Found extends SentencePlace {
  readonly score: number;
}

/** The best place with its word at an offset. */
function placeAt(
  paragraphs: readonly string[],
  paragraph: number,
  from: number,
  { before, after }: ReturnType<typeof sidesOf>,
  answer: string | null,
): Found | null {
  const text = paragraphs[paragraph] ?? '';
  const lead = agreeingBefore(text, from, before);
  if (lead < Math.min(leastSide, before.length)) return null;
  let best: Found | null = null;
  for (let to = from; to <= Math.min(text.length, from + longestWord); to++) {
    const tail = agreeingAfter(text, to, after);
    const same = text.slice(from, to) === answer;
    const context = before.length + after.length;
    if (tail < Math.min(leastSide, after.length) || lead + tail < Math.min(leastBoth, context)) continue;
    // With little text around the gap, or none after it, any word would match.
    const open = after.length === 0 && to > from + 1;
    if (!same && (context < leastBoth || open)) continue;
    const chip = text.slice(from, to) === gapChip;
    const score = lead + tail + (same ? leastBoth : chip ? 1 : 0);
    if (score <= (best?.score ?? 0)) continue;
    best = { paragraph, word: { from, to }, whole: { from: from - lead, to: to + tail }, score };
  }
  return best;
}

/**
 * The place where the document has the sentence, else the one with most of the text around the gap. @param paragraphs
 * texts of the document's paragraphs
 */
export function findSentence(
  paragraphs: readonly string[],
  { text, answer }: Sentence,
): SentencePlace | null {
  const sides = sidesOf(text);
  if (sides.before.length + sides.after.length === 0) return null;
  let best: Found | null = null;
  for (const [i, paragraph] of paragraphs.entries())
    for (let from = 0; from <= paragraph.length; from++) {
      const found = placeAt(paragraphs, i, from, sides, answer);
      if (found && found.score > (best?.score ?? 0)) best = found;
    }
  if (!best) return null;
  const { score: _, ...place } = best;
  return place;
}
