import type { Offer } from './decide.ts';

/** Offers the rest of a glossary term whose start is typed. */

/** Least units of a term that must be typed. */
const leastTyped = 2;

const words = new Intl.Segmenter('zh', { granularity: 'word' });

function endsInWord(term: string, typed: number): boolean {
  return [...words.segment(term)].every(({ index }) => index !== typed);
}

/**
 * Probability that the rest of a term is right if no other term has the same start. Measured at 20,000 places, with
 * 80 recurring compounds in each of four kinds of documents. A start that ends inside a word is more specific than
 * one that ends with a word.
 */
function sureness(term: string, typed: number): number {
  const share = typed / term.length;
  if (share >= 0.8) return 0.95;
  if (endsInWord(term, typed)) {
    if (typed >= 4 || share >= 0.6) return 0.8;
    return typed === 3 ? 0.55 : 0.13;
  }
  if (typed >= 5) return 0.45;
  return typed >= 3 ? 0.3 : 0.09;
}

/** Units of the term's longest start that `before` ends with; 0 if fewer than `leastTyped`. */
function typedOf(before: string, term: string): number {
  for (let typed = term.length - 1; typed >= leastTyped; typed--)
    if (before.endsWith(term.slice(0, typed))) return typed;
  return 0;
}

/** The rests of the terms with the longest typed start. @param before text up to the caret */
export function termsBegun(before: string, terms: readonly string[]): readonly Offer[] {
  const begun = terms
    .map((term) => ({ term, typed: typedOf(before, term) }))
    .filter(({ typed }) => typed > 0);
  const most = Math.max(0, ...begun.map(({ typed }) => typed));
  const longest = begun.filter(({ typed }) => typed === most);
  return longest.map(({ term, typed }) => ({
    text: term.slice(typed),
    probability: sureness(term, typed) / longest.length,
    origin: 'glossary',
    documents: [],
  }));
}
