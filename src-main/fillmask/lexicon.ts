import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/** A word and how often it was counted in the corpus its dictionary was made from. */
export interface LexiconWord {
  readonly word: string;
  readonly count: number;
}

export interface Lexicon {
  /** Read from the file by every caller: as objects the words would take 100 MB, as a string 6 MB. */
  words(): Iterable<LexiconWord>;
  /** Sum of all counts, the dictionary's other words included. */
  readonly total: number;
}

/** Longest word that a single `[MASK]` can stand for. */
export const longestWord = 6;

const han = /^\p{Script=Han}{1,6}$/u;

/** The lines `word count tag` of a dictionary. */
function* lines(text: string): Generator<LexiconWord> {
  for (let start = 0; start < text.length; ) {
    const found = text.indexOf('\n', start);
    const end = found < 0 ? text.length : found;
    const first = text.indexOf(' ', start);
    const second = text.indexOf(' ', first + 1);
    const count = Number(text.slice(first + 1, second));
    if (first < end && Number.isFinite(count)) yield { word: text.slice(start, first), count };
    start = end + 1;
  }
}

/** Read as a file: the package's own module would keep its 11 MB in memory for good. */
const dictionary = createRequire(import.meta.url).resolve('@node-rs/jieba/dict.txt');

/** The segmentation package's own dictionary: its words of 1–6 Chinese characters. */
export async function loadLexicon(): Promise<Lexicon> {
  const read = () => readFileSync(dictionary, 'utf8');
  let total = 0;
  for (const { count } of lines(read())) total += count;
  return {
    total,
    *words() {
      for (const entry of lines(read())) if (han.test(entry.word)) yield entry;
    },
  };
}
