import type { MemoryChange, MemoryEntry } from '../../fillmask/engine-protocol.ts';
import type { RecallIndex } from '../../fillmask/host.ts';
import type { KeyOf, Recalled } from '../../fillmask/infill/taught.ts';
import { type Background, centred, measureBackground } from './background.ts';
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
  mostShare: 0.9,
} as const;

/** Words that one gap may recall. */
const mostRecalled = 8;

function effectOf({ word, weight, similarity }: Near, spread: number): Recalled {
  const nearness = similarity / spread;
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

/**
 * @param known backgrounds measured earlier; while there are none nothing is recalled
 * @param keep told of backgrounds that were measured
 */
export function createMemory(
  known: Backgrounds | null = null,
  keep: (backgrounds: Backgrounds) => void = () => undefined,
): Memory {
  let backgrounds = known;
  const shelves = new Map<number, Shelf>();
  const lengths = new Map<string, number>();
  /** Entries that came before their background. */
  const waiting = new Map<string, MemoryEntry>();
  let sketcher: Sketcher | null = null;

  const lengthOf = (word: string) => Array.from(word).length;

  function put({ id, key, word, weight }: MemoryEntry, background: Background): void {
    const length = lengthOf(word);
    sketcher ??= createSketcher(key.length);
    const shelf = shelves.get(length) ?? createShelf(key.length, sketcher);
    shelves.set(length, shelf);
    lengths.set(id, length);
    shelf.put({ id, word, weight }, centred(key, background));
  }

  function settle(): void {
    for (const [id, entry] of waiting) {
      const background = backgrounds?.get(lengthOf(entry.word));
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

  async function recall(keyOf: KeyOf): Promise<readonly Recalled[]> {
    settle();
    const effects: Recalled[] = [];
    for (const [length, shelf] of shelves) {
      const background = backgrounds?.get(length);
      if (shelf.size === 0 || !background) continue;
      const key = await keyOf(length);
      if (!key) continue;
      const near = shelf.near(centred(key, background), thresholds.bonus * background.spread);
      effects.push(...near.map((one) => effectOf(one, background.spread)));
    }
    return together(effects);
  }

  return {
    get size() {
      return lengths.size + waiting.size;
    },
    get needsBackground() {
      return backgrounds === null;
    },
    measure(keys) {
      const measured = new Map([...keys].map(([length, some]) => [length, measureBackground(some)]));
      backgrounds = measured;
      keep(measured);
      settle();
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
