import type { Offer } from './decide.ts';

/** Offers words that the writer gave after the same text. */

export interface Correction {
  /** Text before the word. */
  readonly before: string;
  readonly word: string;
}

/**
 * Probability that a word seen after the same last characters in one other document follows again, by the number of
 * equal characters. Measured at 90,000 places in four kinds of documents. Shorter matches predict nothing.
 */
const sureness: readonly (readonly [matched: number, probability: number])[] = [
  [10, 0.44],
  [9, 0.31],
  [8, 0.22],
  [5, 0.17],
];
const most = 10;

function sameEnd(a: string, b: string): number {
  const limit = Math.min(most, a.length, b.length);
  let length = 0;
  while (length < limit && a[a.length - 1 - length] === b[b.length - 1 - length]) length++;
  return length;
}

/** The words of the corrections with the longest match. @param before text up to the caret */
export function corrected(before: string, corrections: readonly Correction[]): readonly Offer[] {
  const matches = corrections.map((one) => ({ ...one, matched: sameEnd(before, one.before) }));
  const matched = matches.reduce((longest, one) => Math.max(longest, one.matched), 0);
  const probability = sureness.find(([least]) => matched >= least)?.[1];
  if (probability === undefined) return [];
  const longest = matches.filter((one) => one.matched === matched);
  return [...Map.groupBy(longest, ({ word }) => word)].map(([text, same]) => ({
    text,
    probability: (probability * same.length) / longest.length,
    origin: 'correction',
    documents: [],
  }));
}
