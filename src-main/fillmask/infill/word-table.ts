import type { Lexicon } from '../lexicon.ts';
import type { Tokenizer } from '../tokenizer.ts';

/** All words of one length that a vocabulary can spell, sorted by their first token. */
export interface WordTable {
  /** Tokens a word. */
  readonly length: number;
  readonly count: number;
  /** Token ids, row-major [words, length]. */
  readonly ids: Int32Array;
  /** log((count + 1) / total) of each word. */
  readonly logFrequency: Float32Array;
}

export interface BoundLexicon {
  /** The first holds the words of one token, and so on. */
  readonly tables: readonly WordTable[];
  /** log frequency of a word that was never counted. */
  readonly floor: number;
  /** The word that tokens spell. */
  spell(ids: Iterable<number>): string;
}

interface Entry {
  readonly ids: readonly number[];
  readonly count: number;
}

function tableOf(length: number, entries: readonly Entry[], total: number): WordTable {
  const sorted = entries.toSorted((a, b) => (a.ids[0] ?? 0) - (b.ids[0] ?? 0));
  return {
    length,
    count: sorted.length,
    ids: Int32Array.from(sorted.flatMap(({ ids }) => ids)),
    logFrequency: Float32Array.from(sorted, ({ count }) => Math.log((count + 1) / total)),
  };
}

/** Tokens that may stand alone as a word although no dictionary of Chinese holds them. */
const standsAlone = /^(?:\p{Script=Han}|[\p{L}\p{N}]+)$/u;

/** Whether a token is one Chinese character. */
export const isHan = (token: string) => /^\p{Script=Han}$/u.test(token);

/**
 * Spells the lexicon's words of 1 to `longest` characters in a vocabulary. Words with a character that
 * the vocabulary lacks are left out; single tokens that are letters, digits or characters are let in
 * with a count of zero.
 */
export function bindLexicon({ words, total }: Lexicon, tokenizer: Tokenizer, longest: number): BoundLexicon {
  const byLength: Entry[][] = Array.from({ length: longest }, () => []);
  const spelt = new Set<string>();
  for (const { word, count } of words) {
    const ids = Array.from(word, (character) => tokenizer.idOf(character) ?? -1);
    if (ids.length > longest || ids.includes(-1) || spelt.has(word)) continue;
    spelt.add(word);
    byLength[ids.length - 1]?.push({ ids, count });
  }
  for (const [id, token] of tokenizer.vocabulary.entries()) {
    if (standsAlone.test(token) && !spelt.has(token)) byLength[0]?.push({ ids: [id], count: 0 });
  }
  return {
    tables: byLength.map((entries, i) => tableOf(i + 1, entries, total)),
    floor: Math.log(1 / total),
    spell: (ids) => Array.from(ids, (id) => tokenizer.vocabulary[id] ?? '').join(''),
  };
}

/** The words of a table that begin with a token: indices [from, to). */
export function withPrefix({ ids, length, count }: WordTable, first: number): [from: number, to: number] {
  const search = (wanted: number) => {
    let low = 0;
    let high = count;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((ids[middle * length] ?? 0) < wanted) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return [search(first), search(first + 1)];
}
