import type { Tokenizer } from '../tokenizer.ts';
import type { Gap } from './gaps.ts';
import { sentenceAround } from './window.ts';
import { type WordTable, withPrefix } from './word-table.ts';

/** UTF-16 units on each side of a gap that are looked through: the time does not grow with the document. */
const reach = 5_000;

const nothing: ReadonlyMap<number, number> = new Map();

/**
 * The words of a document outside the sentence of one gap (a cache language model, Kuhn and De Mori 1990). Made from the
 * text of one request and dropped with it, so that no document's words reach another one.
 */
export class DocumentWords {
  /** Token ids, one for each UTF-16 unit; -1 in the gap's sentence, in gaps, and for what is no token. */
  readonly #ids: Int32Array;
  /** Where pairs of tokens stand: by the first token, then by the second one. */
  readonly #pairs = new Map<number, Map<number, number[]>>();
  readonly #counted = new Map<WordTable, ReadonlyMap<number, number>>();

  constructor(text: string, gaps: readonly Gap[], gap: Gap, idOf: Tokenizer['idOf']) {
    const start = Math.max(0, gap.start - reach);
    const end = Math.min(text.length, gap.end + reach);
    this.#ids = idsOf(text.slice(start, end), idOf);
    for (const { start: from, end: to } of [...gaps, sentenceAround(text, gap)])
      this.#ids.fill(-1, Math.max(0, from - start), Math.max(0, to - start));
    for (let at = 0; at + 1 < this.#ids.length; at++) this.#add(at);
  }

  /** How often each word of a table occurs, by the word's index in the table; words of one token are not counted. */
  countsIn(table: WordTable): ReadonlyMap<number, number> {
    if (table.length < 2 || this.#pairs.size === 0) return nothing;
    const known = this.#counted.get(table);
    if (known) return known;
    const counts = this.#count(table);
    this.#counted.set(table, counts);
    return counts;
  }

  #add(at: number): void {
    const first = this.#ids[at] as number;
    const second = this.#ids[at + 1] as number;
    if (first < 0 || second < 0) return;
    let seconds = this.#pairs.get(first);
    if (!seconds) {
      seconds = new Map();
      this.#pairs.set(first, seconds);
    }
    const places = seconds.get(second);
    if (places) places.push(at);
    else seconds.set(second, [at]);
  }

  #count(table: WordTable): ReadonlyMap<number, number> {
    const { ids, length } = table;
    const counts = new Map<number, number>();
    const follows = new Uint8Array(this.#ids.reduce((most, id) => Math.max(most, id), 0) + 1);
    for (const [first, seconds] of this.#pairs) {
      const [from, to] = withPrefix(table, first);
      if (from === to) continue;
      for (const second of seconds.keys()) follows[second] = 1;
      // Most words are passed here: a look at the second token leaves out nearly all of them.
      for (let word = from, at = from * length + 1; word < to; word++, at += length) {
        const second = ids[at] as number;
        if (follows[second] !== 1) continue;
        const count = this.#occurrences(table, word, seconds.get(second) ?? []);
        if (count > 0) counts.set(word, count);
      }
      for (const second of seconds.keys()) follows[second] = 0;
    }
    return counts;
  }

  /** @param places where the word's first two tokens stand */
  #occurrences({ ids, length }: WordTable, word: number, places: readonly number[]): number {
    if (length === 2) return places.length;
    let count = 0;
    for (const at of places) {
      let same = 2;
      while (same < length && this.#ids[at + same] === ids[word * length + same]) same++;
      if (same === length) count++;
    }
    return count;
  }
}

function idsOf(text: string, idOf: Tokenizer['idOf']): Int32Array {
  const known = new Map<number, number>();
  const ids = new Int32Array(text.length);
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    let id = known.get(unit);
    if (id === undefined) {
      id = idOf(text.charAt(at)) ?? -1;
      known.set(unit, id);
    }
    ids[at] = id;
  }
  return ids;
}
