import { isHan } from './word-table.ts';

/** Class of each token: 3 a number in digits, 2 a single Chinese character, 1 another word of one token, 0 the rest. */
export type TokenClasses = Uint8Array;

/** @param singles ids of the tokens that are words by themselves */
export function classesOf(vocabulary: readonly string[], singles: Iterable<number>): TokenClasses {
  const classes = new Uint8Array(vocabulary.length);
  for (const id of singles) classes[id] = /^\d+$/.test(vocabulary[id] ?? '') ? 3 : 1;
  for (const [id, token] of vocabulary.entries()) if (isHan(token)) classes[id] = 2;
  return classes;
}
