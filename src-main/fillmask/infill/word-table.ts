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
  /** Set where the words are the writer's own: of the glossary, or learned by a version. */
  readonly own?: OwnWords;
}

export type OwnWords = 'glossary' | 'learned';

export interface BoundLexicon {
  /** The first holds the words of one token, and so on. */
  readonly tables: readonly WordTable[];
  /** log frequency of a word that was never counted. */
  readonly floor: number;
  /** Sum of all counts. */
  readonly total: number;
  /** The word that tokens spell. */
  spell(ids: Iterable<number>): string;
}

/** A list of integers that grows. As an array of the language it would be garbage of several times its size. */
class Integers {
  #values = new Int32Array(1024);
  #length = 0;

  push(value: number): void {
    if (this.#length === this.#values.length) {
      const more = new Int32Array(2 * this.#length);
      more.set(this.#values);
      this.#values = more;
    }
    this.#values[this.#length++] = value;
  }

  /** Drops what was added last. */
  cut(length: number): void {
    this.#length = length;
  }

  get length(): number {
    return this.#length;
  }

  /** Valid until the next change. */
  get values(): Int32Array {
    return this.#values.subarray(0, this.#length);
  }
}

/** Words of one length while they are collected. */
class Collected {
  readonly length: number;
  /** Token ids, row-major. */
  readonly ids = new Integers();
  readonly counts = new Integers();

  constructor(length: number) {
    this.length = length;
  }
}

const collectedUpTo = (longest: number): Collected[] =>
  Array.from({ length: longest }, (_, i) => new Collected(i + 1));

function tableOf({ length, ...collected }: Collected, total: number): WordTable {
  const [ids, counts] = [collected.ids.values, collected.counts.values];
  const count = counts.length;
  // One number a word, by which numbers sort fast: its first token, then its place.
  const keys = new Float64Array(count);
  for (let i = 0; i < count; i++) keys[i] = (ids[i * length] ?? 0) * count + i;
  keys.sort();
  const sorted = new Int32Array(ids.length);
  const logFrequency = new Float32Array(count);
  for (let to = 0; to < count; to++) {
    const from = (keys[to] ?? 0) % count;
    for (let j = 0; j < length; j++) sorted[to * length + j] = ids[from * length + j] ?? 0;
    logFrequency[to] = Math.log(((counts[from] ?? 0) + 1) / total);
  }
  return { length, count, ids: sorted, logFrequency };
}

/** The id of every token that is one UTF-16 unit, by that unit; -1 elsewhere. Words with others are not spelled. */
function characterIds(vocabulary: readonly string[]): Int32Array {
  const ids = new Int32Array(0x10000).fill(-1);
  for (const [id, token] of vocabulary.entries()) if (token.length === 1) ids[token.charCodeAt(0)] = id;
  return ids;
}

/** Appends the ids of a word's characters. @returns false, and nothing is appended, where one has none */
function spellInto(ids: Integers, word: string, idOf: Int32Array): boolean {
  const from = ids.length;
  for (let i = 0; i < word.length; i++) {
    const id = idOf[word.charCodeAt(i)] ?? -1;
    if (id < 0) {
      ids.cut(from);
      return false;
    }
    ids.push(id);
  }
  return true;
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
export function bindLexicon(lexicon: Lexicon, tokenizer: Tokenizer, longest: number): BoundLexicon {
  const collected = collectedUpTo(longest);
  const single = new Set<number>();
  const idOf = characterIds(tokenizer.vocabulary);
  for (const { word, count } of lexicon.words()) {
    const target = collected[word.length - 1];
    if (!target || !spellInto(target.ids, word, idOf)) continue;
    if (word.length === 1) single.add(idOf[word.charCodeAt(0)] ?? -1);
    target.counts.push(count);
  }
  for (const [id, token] of tokenizer.vocabulary.entries()) {
    if (!standsAlone.test(token) || single.has(id)) continue;
    collected[0]?.ids.push(id);
    collected[0]?.counts.push(0);
  }
  return {
    tables: collected.map((one) => tableOf(one, lexicon.total)),
    floor: Math.log(1 / lexicon.total),
    total: lexicon.total,
    spell: (ids) => Array.from(ids, (id) => tokenizer.vocabulary[id] ?? '').join(''),
  };
}

/** Counts as often as a common word of business: the writer's own terms are no rarities to the writer. */
const termCount = 300;

/**
 * Tables of the writer's own terms, like the lexicon's. Terms that the vocabulary cannot spell, or that are
 * longer than `longest`, are left out.
 */
export function bindTerms(
  terms: Iterable<string>,
  { idOf }: Pick<Tokenizer, 'idOf'>,
  { total }: Pick<BoundLexicon, 'total'>,
  longest: number,
  own: OwnWords = 'learned',
): readonly WordTable[] {
  const collected = collectedUpTo(longest);
  for (const term of new Set(terms)) {
    const ids = Array.from(term, (character) => idOf(character) ?? -1);
    const target = collected[ids.length - 1];
    if (!target || ids.includes(-1)) continue;
    for (const id of ids) target.ids.push(id);
    target.counts.push(termCount);
  }
  return collected.filter(({ counts }) => counts.length > 0).map((one) => ({ ...tableOf(one, total), own }));
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

/** Where a word stands in a table; -1 where it does not. */
export function placeOf(table: WordTable, word: readonly number[]): number {
  const { ids, length } = table;
  const [first] = word;
  if (word.length !== length || first === undefined) return -1;
  const [from, to] = withPrefix(table, first);
  for (let place = from; place < to; place++) {
    if (word.every((id, j) => ids[place * length + j] === id)) return place;
  }
  return -1;
}
