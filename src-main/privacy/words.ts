/** A list in `resources/privacy`: words separated by spaces, or characters, on one or more lines. */
export type Lines = string | readonly string[];

export const wordsOf = (lines: Lines): string[] => [lines].flat().flatMap((line) => line.split(' '));

/** The characters of a list, for a set or a character class. */
export const charactersOf = (lines: Lines): string => [lines].flat().join('');

const escaped = (word: string): string => word.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);

/** Alternatives of a pattern. If two words start alike, the one earlier in the list wins. */
export const anyOf = (...lists: readonly Lines[]): string => lists.flatMap(wordsOf).map(escaped).join('|');

/**
 * Alternatives of a pattern: each word, unless one of the given characters follows.
 * @param unless maps a word to characters that, after it, form another word
 */
export const anyUnless = (unless: Readonly<Record<string, string>>): string =>
  Object.entries(unless)
    .map(([word, next]) => `${escaped(word)}(?![${next}])`)
    .join('|');

/** Cuts a text into words, as ICU's dictionary does. */
export const segmenter = new Intl.Segmenter('zh', { granularity: 'word' });
