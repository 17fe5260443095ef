/** A text cut to a length; surrogate pairs are not split. */
export const firstCharacters = (text: string, count: number): string => [...text].slice(0, count).join('');
