/** A list of `resources/privacy`: words with spaces between, or characters, on one line or several. */
export type Lines = string | readonly string[];

export const wordsOf = (lines: Lines): string[] => [lines].flat().flatMap((line) => line.split(' '));

/** Characters for a set or inside a class. */
export const charactersOf = (lines: Lines): string => [lines].flat().join('');

const escaped = (word: string): string => word.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);

/** The words as alternatives of a pattern; of two that begin alike the list's first wins. */
export const anyOf = (...lists: readonly Lines[]): string => lists.flatMap(wordsOf).map(escaped).join('|');

/**
 * Words that count unless certain characters follow, as alternatives of a pattern.
 * @param unless word → the characters that make another word of it
 */
export const anyUnless = (unless: Readonly<Record<string, string>>): string =>
  Object.entries(unless)
    .map(([word, next]) => `${escaped(word)}(?![${next}])`)
    .join('|');
