import { dict } from '@node-rs/jieba/dict.js';

/** A word and how often it was counted in the corpus its dictionary was made from. */
export interface LexiconWord {
  readonly word: string;
  readonly count: number;
}

export interface Lexicon {
  readonly words: readonly LexiconWord[];
  /** Sum of all counts, the dictionary's other words included. */
  readonly total: number;
}

/** Longest word that a single `[MASK]` can stand for. */
export const longestWord = 6;

const han = /^\p{Script=Han}+$/u;

/** The segmentation package's own dictionary: its words of 1–6 Chinese characters. */
export async function loadLexicon(): Promise<Lexicon> {
  const words: LexiconWord[] = [];
  let total = 0;
  for (const line of new TextDecoder().decode(dict).split('\n')) {
    const [word = '', counted] = line.split(' ');
    const count = Number(counted);
    if (!Number.isFinite(count)) continue;
    total += count;
    if (word.length <= 2 * longestWord && han.test(word) && [...word].length <= longestWord) {
      words.push({ word, count });
    }
  }
  return { words, total };
}
