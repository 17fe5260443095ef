import type { KeyOf } from '../../fillmask/infill/taught.ts';
import type { MemoryEntry } from '../../fillmask/recall.ts';
import { centred, dot, meanOf, unit } from './background.ts';

/**
 * The writer's words that fit a gap, listed apart from the model's. A word is represented by the mean of its keys, a
 * prototype (Snell et al., 2017). A gap is scored by its nearness to the prototype minus its nearness to places where
 * none of the writer's words belongs: a place in the middle of ordinary text is near to many of those (Conneau et al.,
 * 2018, correct nearest neighbours in the same way).
 */
const rules = {
  /** Places that a word must have been given at. Of words with two, none was found again (measurements.md). */
  leastExamples: 3,
  /** Other places whose mean nearness is subtracted. */
  neighbours: 5,
  /**
   * Standard deviations above the mean of the other places' best scores, from which on words are listed. Fitted for at
   * most one in ten unrelated business sentences (test/bench/own-words.ts).
   */
  level: 2.4,
  most: 3,
} as const;

/** Most places that are stored with their keys, the newest: 3 KB each. */
const mostPlaces = 1_000;

/** Keys of places where none of the writer's words belongs, float32 [H] each, by length of word; none where unknown. */
export type OtherKeys = (length: number) => readonly Float32Array[];

interface Head {
  readonly word: string;
  readonly prototype: Float32Array;
  /** Centred keys of places where the writer refused the word. */
  readonly refusals: readonly Float32Array[];
}

/** The other places of one length. What words the writer has does not change them. */
interface Surroundings {
  /** Mean of their keys, subtracted from every key. */
  readonly mean: Float32Array;
  /** Their centred keys. */
  readonly others: readonly Float32Array[];
  /** How near each of them is to the rest. */
  readonly crowds: readonly number[];
}

/** The words of one length, and what their gaps are compared with. */
interface Shelf extends Surroundings {
  readonly heads: readonly Head[];
}

interface Fitted {
  readonly shelves: ReadonlyMap<number, Shelf>;
  /** Least score of the best word. */
  readonly level: number;
}

const mean = (values: readonly number[]) =>
  values.reduce((sum, one) => sum + one, 0) / Math.max(1, values.length);

/** Mean of the highest nearnesses of `key` to the others, but for the one at `except`. */
function crowding(key: Float32Array, others: readonly Float32Array[], except = -1): number {
  const near = others.flatMap((other, i) => (i === except ? [] : [dot(key, other)]));
  return mean(near.toSorted((a, b) => b - a).slice(0, rules.neighbours));
}

/** @param raw keys of the other places of one length, as they were measured */
function surroundingsOf(raw: readonly Float32Array[]): Surroundings {
  const middle = meanOf(raw);
  const others = raw.map((key) => centred(key, { mean: middle }));
  return { mean: middle, others, crowds: others.map((key, i) => crowding(key, others, i)) };
}

export class OwnWords {
  readonly #others: OtherKeys;
  readonly #lengthOf: (word: string) => number;
  /** Places where the writer gave or refused a word, by id. */
  readonly #places = new Map<string, MemoryEntry>();
  readonly #surroundings = new Map<number, Surroundings>();
  #fitted: Fitted | null = null;

  /** @param lengthOf the length by which the other places of a word are chosen */
  constructor(others: OtherKeys, lengthOf: (word: string) => number) {
    this.#others = others;
    this.#lengthOf = lengthOf;
  }

  get hasWords(): boolean {
    return this.#places.size >= rules.leastExamples;
  }

  put(entry: MemoryEntry): void {
    this.remove(entry.id);
    if (!entry.own && !entry.refused?.length) return;
    this.#places.set(entry.id, entry);
    const [oldest] = this.#places.keys();
    if (this.#places.size > mostPlaces && oldest !== undefined) this.#places.delete(oldest);
    this.#fitted = null;
  }

  remove(id: string): void {
    if (this.#places.delete(id)) this.#fitted = null;
  }

  /** To be called when other places are known. */
  othersChanged(): void {
    this.#surroundings.clear();
    this.#fitted = null;
  }

  async choose(keyOf: KeyOf): Promise<readonly string[]> {
    this.#fitted ??= this.#fit();
    const { shelves, level } = this.#fitted;
    const scored: { word: string; score: number }[] = [];
    for (const [length, { heads, mean: middle, others }] of shelves) {
      const raw = await keyOf(length);
      if (!raw) continue;
      const key = centred(raw, { mean: middle });
      const crowd = crowding(key, others);
      for (const { word, prototype, refusals } of heads) {
        const near = dot(key, prototype);
        if (refusals.some((refusal) => dot(key, refusal) >= near)) continue;
        scored.push({ word, score: near - crowd });
      }
    }
    const best = scored.toSorted((a, b) => b.score - a.score).slice(0, rules.most);
    return (best[0]?.score ?? -Infinity) >= level ? best.map(({ word }) => word) : [];
  }

  #fit(): Fitted {
    const places = [...this.#places.values()];
    const byLength = Map.groupBy(places, ({ word }) => this.#lengthOf(word));
    const shelves = new Map<number, Shelf>();
    for (const [length, some] of byLength) {
      if (this.#others(length).length === 0) continue;
      const around = this.#around(length);
      const heads = headsOf(some, around.mean);
      if (heads.length > 0) shelves.set(length, { ...around, heads });
    }
    return { shelves, level: levelOf(shelves) };
  }

  /** Computed once: a correction changes the words alone. */
  #around(length: number): Surroundings {
    const around = this.#surroundings.get(length) ?? surroundingsOf(this.#others(length));
    this.#surroundings.set(length, around);
    return around;
  }
}

/** @param places of one length */
function headsOf(places: readonly MemoryEntry[], middle: Float32Array): Head[] {
  const keysOf = (some: readonly MemoryEntry[]) => some.map(({ key }) => centred(key, { mean: middle }));
  const given = Map.groupBy(
    places.filter(({ own }) => own),
    ({ word }) => word,
  );
  return [...given]
    .filter(([, some]) => some.length >= rules.leastExamples)
    .map(([word, some]) => ({
      word,
      prototype: unit(meanOf(keysOf(some))),
      refusals: keysOf(places.filter(({ refused }) => refused?.includes(word))),
    }));
}

/** The level follows from the best scores at the other places, each compared with all but itself. */
function levelOf(shelves: Fitted['shelves']): number {
  const best: number[] = [];
  for (const { heads, others, crowds } of shelves.values()) {
    for (const [i, other] of others.entries()) {
      const near = Math.max(...heads.map(({ prototype }) => dot(other, prototype)));
      best[i] = Math.max(best[i] ?? -Infinity, near - (crowds[i] as number));
    }
  }
  const middle = mean(best);
  const spread = Math.sqrt(mean(best.map((score) => (score - middle) ** 2)));
  return best.length > 1 ? middle + rules.level * spread : Infinity;
}
