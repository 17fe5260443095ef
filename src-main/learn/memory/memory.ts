import { must } from '../../base/assert.ts';
import type { KeyOf, Recalled, Taught } from '../../fillmask/infill/taught.ts';
import { longestWord } from '../../fillmask/lexicon.ts';
import type { MemoryChange, MemoryEntry, RecallIndex } from '../../fillmask/recall.ts';
import { type Background, centred, dot, measureBackground, unit, unmeasured } from './background.ts';
import type { Backgrounds } from './background-file.ts';
import { OwnWords } from './own-words.ts';
import { type Remembered, Shelf } from './shelf.ts';
import { createSketcher, type Sketcher } from './sketch.ts';

/**
 * The memory of corrections, by the hidden states at the gaps that were corrected. A gap that resembles one of them
 * gets its word raised; the answers for all other gaps stay exactly as they are (BERT-kNN, Kassner and Schütze, 2020;
 * GRACE, Hartvigsen et al., 2023). Nearness is measured in spreads of the background, so that the thresholds hold for
 * any base model.
 */
const thresholds = {
  /** Nearness from which on the word's score rises. */
  bonus: 4,
  /** Nats for each spread. */
  bonusSlope: 2.5,
  mostBonus: 6,
  /** Nearness from which on the word also takes a share of the probability from all other words. */
  share: 6,
  /** Nearness at which that share is largest. */
  fullShare: 9,
  /**
   * Cosine from which on two gaps count as the same one, whatever the spread: keys of few dimensions resemble each
   * other so much that no gap would be near. The loss by rounding keys to 8 bits is smaller than 1 − 0.998.
   */
  same: 0.998,
  mostShare: 0.9,
} as const;

/** Most words that are recalled for one gap. */
const mostRecalled = 8;

/** The length by which a word's background and shelf are chosen. All words of `longestWord` or more share one. */
export const keyLength = (word: string): number => Math.min(Array.from(word).length, longestWord);

/** @param nearness in spreads of the background */
function effectOf({ word, weight }: Pick<Remembered, 'word' | 'weight'>, nearness: number): Recalled {
  const rise = (nearness - thresholds.share) / (thresholds.fullShare - thresholds.share);
  return {
    word,
    bonus: weight * Math.min(thresholds.mostBonus, thresholds.bonusSlope * (nearness - thresholds.bonus)),
    share: weight * thresholds.mostShare * Math.min(1, Math.max(0, rise)),
  };
}

/** @returns the strongest effect of each word, strongest first, with shares that sum to at most `mostShare` */
function strongest(effects: readonly Recalled[]): readonly Recalled[] {
  const byWord = new Map<string, Recalled>();
  for (const effect of effects) {
    const known = byWord.get(effect.word);
    byWord.set(effect.word, {
      word: effect.word,
      bonus: Math.max(effect.bonus, known?.bonus ?? 0),
      share: Math.max(effect.share, known?.share ?? 0),
    });
  }
  const best = [...byWord.values()]
    .toSorted((a, b) => b.share - a.share || b.bonus - a.bonus)
    .slice(0, mostRecalled);
  const sum = best.reduce((all, { share }) => all + share, 0);
  const scale = sum > thresholds.mostShare ? thresholds.mostShare / sum : 1;
  return best.map((one) => ({ ...one, share: one.share * scale }));
}

/** In spreads; a gap that counts as the same one is as near as a gap can be. */
const nearnessOf = (similarity: number, spread: number): number =>
  similarity >= thresholds.same ? Math.max(thresholds.fullShare, similarity / spread) : similarity / spread;

export class Memory implements RecallIndex {
  readonly #backgrounds: Map<number, Background>;
  readonly #store: (backgrounds: Backgrounds) => Promise<void>;
  readonly #shelves = new Map<number, Shelf>();
  /** Word length of each entry on a shelf, by id. */
  readonly #lengths = new Map<string, number>();
  /** Entries of lengths that have no background yet, by id. */
  readonly #waiting = new Map<string, MemoryEntry>();
  readonly #own: OwnWords;
  #sketcher: Sketcher | null = null;

  /**
   * @param known backgrounds that were measured earlier; a length without one is compared by `unmeasured`
   * @param store writes all backgrounds to the disk; called whenever one was measured
   */
  constructor(
    known: Backgrounds | null = null,
    store: (backgrounds: Backgrounds) => Promise<void> = async () => undefined,
  ) {
    this.#backgrounds = new Map(known ?? []);
    this.#store = store;
    this.#own = new OwnWords((length) => this.#backgrounds.get(length)?.others ?? [], keyLength);
  }

  get size(): number {
    return this.#lengths.size + this.#waiting.size;
  }

  get recall(): Taught['recall'] {
    return this.size > 0 ? (keyOf) => this.#recall(keyOf) : null;
  }

  get own(): Taught['own'] {
    return this.#own.hasWords ? (keyOf) => this.#own.choose(keyOf) : undefined;
  }

  isMeasured(length: number): boolean {
    return this.#backgrounds.has(length);
  }

  async measure(length: number, keys: readonly Float32Array[]): Promise<void> {
    this.#backgrounds.set(length, measureBackground(keys));
    this.#shelveWaiting();
    await this.#store(new Map(this.#backgrounds));
  }

  hasOthers(length: number): boolean {
    return this.#backgrounds.get(length)?.others !== undefined;
  }

  async putOthers(length: number, keys: readonly Float32Array[]): Promise<void> {
    const background = must(this.#backgrounds.get(length), 'the length was measured');
    this.#backgrounds.set(length, { ...background, others: keys });
    this.#own.othersChanged();
    await this.#store(new Map(this.#backgrounds));
  }

  change({ add, remove }: MemoryChange): void {
    for (const id of remove) this.#remove(id);
    for (const entry of add) {
      this.#remove(entry.id);
      this.#waiting.set(entry.id, entry);
      this.#own.put(entry);
    }
    this.#shelveWaiting();
  }

  #remove(id: string): void {
    this.#waiting.delete(id);
    this.#own.remove(id);
    this.#shelves.get(this.#lengths.get(id) ?? 0)?.remove(id);
    this.#lengths.delete(id);
  }

  /** Moves the entries whose background is known from `#waiting` to their shelves. */
  #shelveWaiting(): void {
    for (const [id, { key, word, weight }] of this.#waiting) {
      const length = keyLength(word);
      const background = this.#backgrounds.get(length);
      if (!background) continue;
      this.#sketcher ??= createSketcher(key.length);
      const shelf = this.#shelves.get(length) ?? new Shelf(key.length, this.#sketcher);
      this.#shelves.set(length, shelf);
      shelf.put({ id, word, weight }, centred(key, background));
      this.#lengths.set(id, length);
      this.#waiting.delete(id);
    }
  }

  async #recall(keyOf: KeyOf): Promise<readonly Recalled[]> {
    const shelved = [...this.#shelves].filter(([, shelf]) => shelf.size > 0).map(([length]) => length);
    const waiting = [...this.#waiting.values()].map(({ word }) => keyLength(word));
    const effects: Recalled[] = [];
    for (const length of new Set([...shelved, ...waiting])) {
      const key = await keyOf(length);
      if (key) effects.push(...this.#recallMeasured(length, key), ...this.#recallWaiting(length, key));
    }
    return strongest(effects);
  }

  #recallMeasured(length: number, key: Float32Array): Recalled[] {
    const [shelf, background] = [this.#shelves.get(length), this.#backgrounds.get(length)];
    if (!shelf || !background) return [];
    const { spread } = background;
    const least = Math.min(thresholds.bonus * spread, thresholds.same);
    return shelf
      .near(centred(key, background), least)
      .map((one) => effectOf(one, nearnessOf(one.similarity, spread)));
  }

  #recallWaiting(length: number, key: Float32Array): Recalled[] {
    const own = unit(key);
    return [...this.#waiting.values()].flatMap((entry) => {
      if (keyLength(entry.word) !== length) return [];
      const nearness = (dot(unit(entry.key), own) - unmeasured.level) / unmeasured.spread;
      return nearness >= thresholds.bonus ? [effectOf(entry, nearness)] : [];
    });
  }
}
