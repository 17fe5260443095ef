/**
 * Word alignment of two ways to say one thing, by dynamic programming over segmented words
 * (Needleman & Wunsch, J. Mol. Biol. 48, 1970, with costs for words of grammar). Pure.
 */

import words from '../../../resources/words/grammar.json' with { type: 'json' };

/** A word and its position: UTF-16 offsets, end exclusive. */
export interface Word {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/**
 * One step of an alignment. Both sides are set for a word that is equal or replaced, one side for a word that was
 * added or removed.
 */
export interface AlignedWord {
  readonly plain: Word | null;
  readonly formal: Word | null;
}

const segmenter = new Intl.Segmenter('zh-CN', { granularity: 'word' });

/** The words of a text, without punctuation and white space. */
export const wordsOf = (text: string): Word[] =>
  Array.from(segmenter.segment(text))
    .filter(({ isWordLike }) => isWordLike)
    .map(({ segment, index }) => ({ text: segment, start: index, end: index + segment.length }));

/** Function words and adverbs of degree. */
const grammar = new Set(words.grammar.flatMap((line) => line.split(' ')));
/** 好 is a function word in 好几个 but a content word in 东西挺好. */
const alsoContent = new Set(['好']);

export const isGrammar = (word: string): boolean => grammar.has(word) && !alsoContent.has(word);

export const sharesCharacter = (a: string, b: string): boolean =>
  [...a].some((character) => b.includes(character));

const dropped = (word: Word): number => (isGrammar(word.text) ? 0.3 : 0.8);

/**
 * Cost of replacing `plain` by `formal`.
 * @param drift distance between the words' relative positions; breaks ties in favour of similar positions
 */
function exchanged(plain: Word, formal: Word, drift: number): number {
  if (plain.text === formal.text) return 0.1 * drift;
  const [a, b] = [isGrammar(plain.text), isGrammar(formal.text)];
  if (a !== b) return 2;
  if (a) return 0.5 + 0.1 * drift;
  return (sharesCharacter(plain.text, formal.text) ? 0.6 : 0.9) + 0.1 * drift;
}

/** Costs of aligning the first i words of one text with the first j of the other, row-major [n + 1, m + 1]. */
function costs(plain: readonly Word[], formal: readonly Word[]): Float64Array {
  const width = formal.length + 1;
  const table = new Float64Array((plain.length + 1) * width).fill(Number.POSITIVE_INFINITY);
  table[0] = 0;
  const at = (i: number, j: number) => table[i * width + j] ?? Number.POSITIVE_INFINITY;
  for (let i = 0; i <= plain.length; i++) {
    for (let j = 0; j <= formal.length; j++) {
      const a = plain[i - 1];
      const b = formal[j - 1];
      const drift = Math.abs((i - 0.5) / plain.length - (j - 0.5) / formal.length);
      const least = Math.min(
        at(i, j),
        a ? at(i - 1, j) + dropped(a) : Number.POSITIVE_INFINITY,
        b ? at(i, j - 1) + dropped(b) : Number.POSITIVE_INFINITY,
        a && b ? at(i - 1, j - 1) + exchanged(a, b, drift) : Number.POSITIVE_INFINITY,
      );
      table[i * width + j] = least;
    }
  }
  return table;
}

/** Aligns two texts. The steps are in order and contain every word of both sides once. */
export function align(plain: readonly Word[], formal: readonly Word[]): AlignedWord[] {
  const table = costs(plain, formal);
  const width = formal.length + 1;
  const at = (i: number, j: number) => table[i * width + j] ?? 0;
  const steps: AlignedWord[] = [];
  let [i, j] = [plain.length, formal.length];
  while (i > 0 || j > 0) {
    const a = plain[i - 1];
    const b = formal[j - 1];
    const drift = Math.abs((i - 0.5) / plain.length - (j - 0.5) / formal.length);
    const gap = (cost: number) => Math.abs(at(i, j) - cost) < 1e-9;
    if (a && b && gap(at(i - 1, j - 1) + exchanged(a, b, drift))) {
      steps.push({ plain: a, formal: b });
      [i, j] = [i - 1, j - 1];
    } else if (b && gap(at(i, j - 1) + dropped(b))) {
      steps.push({ plain: null, formal: b });
      j--;
    } else {
      steps.push({ plain: a ?? null, formal: null });
      i--;
    }
  }
  return steps.reverse();
}
