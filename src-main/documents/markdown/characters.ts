/** The first character of a text; empty for an empty text. */
export const firstCharacter = (text: string): string => Array.from(text.slice(0, 2))[0] ?? '';

/** The last character of a text; empty for an empty text. */
export const lastCharacter = (text: string): string => Array.from(text.slice(-2)).at(-1) ?? '';
