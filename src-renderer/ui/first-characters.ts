/** A text cut to a length. A character of two code units stays whole. */
export const firstCharacters = (text: string, count: number): string => [...text].slice(0, count).join('');
