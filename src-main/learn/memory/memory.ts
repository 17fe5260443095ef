import type { KeyOf, Recalled } from '../../fillmask/infill/taught.ts';
import { longestWord } from '../../fillmask/lexicon.ts';
import type { MemoryChange, MemoryEntry, RecallIndex } from '../../fillmask/recall.ts';
import { type Background, centred, dot, measureBackground, unmeasured } from './background.ts';
import type { Backgrounds } from './background-file.ts';
import { createShelf, type Near, type Shelf } from './shelf.ts';
import { createSketcher, type Sketcher } from './sketch.ts';

/**
 * The writer's corrections by the places they were made at: near places get the word raised, far ones are left
 * exactly as they are (BERT-kNN, Kassner and Schütze, 2020; GRACE, Hartvigsen et al., 2023). Nearness is told in
 * spreads of the background, so that the thresholds hold for any base model.
 */
const thresholds = {
  /** From here on the word's score rises. */
  bonus: 4,
  /** Nats a spread. */
  bonusSlope: 2.5,
  mostBonus: 6,
  /** From here on the word also takes a share of the certainty from all others. */
  share: 6,
  /** Where that share is at its most. */
  fullShare: 9,
  /**
   * Cosine from which on two places are the same one, whatever the spread: keys of few dimensions resemble each other
   * so much that no place would be near. What 8 bits a number take from a cosine of 1 is less than the rest.
   */
  same: 0.998,
  mostShare: 0.9,
} as const;

/** Words that one gap may recall. */
const mostRecalled = 8;

/** Lengths of word that have a background, and a shelf, of their own; all longer words share the last. */
export const keyLength = (word: string): number => Math.min(Array.from(word).length, longestWord);

/** @param nearness in spreads of the background */
function effectOf({ word, weight }: Pick<Near, 'word' | 'weight'>, nearness: number): Recalled {
  const rise = (nearness - thresholds.share) / (thresholds.fullShare - thresholds.share);
  return {
    word,
    bonus: weight * Math.min(thresholds.mostBonus, thresholds.bonusSlope * (nearness - thresholds.bonus)),
    share: weight * thresholds.mostShare * Math.min(1, Math.max(0, rise)),
  };
}

/** The strongest effect a word, strongest first; shares are scaled to leave the others their part. */
function together(effects: readonly Recalled[]): readonly Recalled[] {
  const strongest = new Map<string, Recalled>();
  for (const effect of effects) {
    const known = strongest.get(effect.word);
    strongest.set(effect.word, {
      word: effect.word,
      bonus: Math.max(effect.bonus, known?.bonus ?? 0),
      share: Math.max(effect.share, known?.share ?? 0),
    });
  }
  const best = [...strongest.values()]
    .toSorted((a, b) => b.share - a.share || b.bonus - a.bonus)
    .slice(0, mostRecalled);
  const sum = best.reduce((all, { share }) => all + share, 0);
  const scale = sum > thresholds.mostShare ? thresholds.mostShare / sum : 1;
  return best.map((one) => ({ ...one, share: one.share * scale }));
}

export interface Memory extends RecallIndex {
  readonly size: number;
}

/** In spreads; the same place is as near as can be. */
const nearnessOf = (similarity: number, spread: number): number =>
  similarity >= thresholds.same ? Math.max(thresholds.fullShare, similarity / spread) : similarity / spread;

const unit = (key: Float32Array): Float32Array => {
  const length = Math.hypot(...key) || 1;
  return key.map((value) => value / length);
};

/**
 * @param known backgrounds measured earlier; until there is one for a length, `unmeasured` stands in for it
 * @param keep stores all backgrounds, whenever one was measured
 */
export function createMemory(
  known: Backgrounds | null = null,
  keep: (backgrounds: Backgrounds) => Promise<void> = async () => undefined,
): Memory {
  const backgrounds = new Map(known ?? []);
  const shelves = new Map<number, Shelf>();
  const lengths = new Map<string, number>();
  /** Entries that came before their background. */
  const waiting = new Map<string, MemoryEntry>();
  let sketcher: Sketcher | null = null;

  function put({ id, key, word, weight }: MemoryEntry, background: Background): void {
    const length = keyLength(word);
    sketcher ??= createSketcher(key.length);
    const shelf = shelves.get(length) ?? createShelf(key.length, sketcher);
    shelves.set(length, shelf);
    lengths.set(id, length);
    shelf.put({ id, word, weight }, centred(key, background));
  }

  function settle(): void {
    for (const [id, entry] of waiting) {
      const background = backgrounds.get(keyLength(entry.word));
      if (!background) continue;
      put(entry, background);
      waiting.delete(id);
    }
  }

  function remove(id: string): void {
    waiting.delete(id);
    shelves.get(lengths.get(id) ?? 0)?.remove(id);
    lengths.delete(id);
  }

  /** The effects of entries whose background is not known. */
  function recallWaiting(length: number, key: Float32Array): Recalled[] {
    const own = unit(key);
    return [...waiting.values()].flatMap((entry) => {
      if (keyLength(entry.word) !== length) return [];
      const nearness = (dot(unit(entry.key), own) - unmeasured.level) / unmeasured.spread;
      return nearness >= thresholds.bonus ? [effectOf(entry, nearness)] : [];
    });
  }

  function recallMeasured(length: number, key: Float32Array): Recalled[] {
    const [shelf, background] = [shelves.get(length), backgrounds.get(length)];
    if (!shelf || !background) return [];
    const { spread } = background;
    const least = Math.min(thresholds.bonus * spread, thresholds.same);
    return shelf
      .near(centred(key, background), least)
      .map((one) => effectOf(one, nearnessOf(one.similarity, spread)));
  }

  async function recall(keyOf: KeyOf): Promise<readonly Recalled[]> {
    const held = [...shelves].filter(([, shelf]) => shelf.size > 0).map(([length]) => length);
    const lengthsHeld = new Set([...held, ...[...waiting.values()].map(({ word }) => keyLength(word))]);
    const effects: Recalled[] = [];
    for (const length of lengthsHeld) {
      const key = await keyOf(length);
      if (key) effects.push(...recallMeasured(length, key), ...recallWaiting(length, key));
    }
    return together(effects);
  }

  return {
    get size() {
      return lengths.size + waiting.size;
    },
    isMeasured: (length) => backgrounds.has(length),
    async measure(length, keys) {
      backgrounds.set(length, measureBackground(keys));
      settle();
      await keep(new Map(backgrounds));
    },
    get recall() {
      return lengths.size + waiting.size > 0 ? recall : null;
    },
    change({ add, remove: gone }: MemoryChange) {
      for (const id of gone) remove(id);
      for (const entry of add) {
        remove(entry.id);
        waiting.set(entry.id, entry);
      }
      settle();
    },
  };
}
