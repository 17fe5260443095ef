import { seededRng } from '../base/rng.ts';
import { shuffled } from './shuffle.ts';
import type { TrainingSample } from './types.ts';

export interface Split {
  readonly train: readonly TrainingSample[];
  readonly heldOut: readonly TrainingSample[];
}

/** With fewer groups than this, each is needed for learning. */
const leastGroups = 5;

/**
 * Sets about `share` of the samples aside, whole groups at a time, so that no term and no document is on both
 * sides. The same samples, in any order, and seed give the same split: trainer and exam each make it anew.
 */
export function splitByGroup(samples: readonly TrainingSample[], share: number, seed: number): Split {
  const sorted = samples.toSorted((a, b) => (a.id < b.id ? -1 : Number(a.id > b.id)));
  const groups = Map.groupBy(sorted, ({ group }) => group);
  if (groups.size < leastGroups) return { train: sorted, heldOut: [] };
  const most = Math.round(samples.length * share);
  const chosen = new Set<string>();
  let count = 0;
  for (const [group, members] of shuffled([...groups], seededRng(seed))) {
    if (count + members.length > most) continue;
    chosen.add(group);
    count += members.length;
  }
  return {
    train: sorted.filter(({ group }) => !chosen.has(group)),
    heldOut: sorted.filter(({ group }) => chosen.has(group)),
  };
}
