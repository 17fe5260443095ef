import frequent from '../../../resources/words/frequent-characters.json' with { type: 'json' };

/**
 * Frequent characters, the most frequent first, tell text from bytes that were read in the wrong encoding.
 * The place of a character in the list of its language, from 0; the lowest of all lists.
 */
const places = new Map<string, number>();
for (const lines of [frequent.simplified, frequent.traditional, frequent.japanese])
  for (const [place, one] of [...lines.join('')].entries())
    if (place < (places.get(one) ?? Number.POSITIVE_INFINITY)) places.set(one, place);

/** The natural logarithm of about how often a character occurs in text of its language; null for a rare one. */
export function frequency(character: string): number | null {
  const place = places.get(character);
  return place === undefined ? null : -3.3 - 0.9 * Math.log1p(place / 10);
}

/** Punctuation of Chinese and Japanese text, and the forms of full width. */
export const isPunctuation = (character: string): boolean =>
  /^[，。、；：？！“”‘’（）《》〈〉「」『』【】…—–·・～\u3000０-９Ａ-Ｚａ-ｚ％／．－]$/u.test(character);
