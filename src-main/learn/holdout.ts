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
 * sides. The same samples and seed give the same split.
 */
export function splitByGroup(samples: readonly TrainingSample[], share: number, seed: number): Split {
  const groups = Map.groupBy(samples, ({ group }) => group);
  if (groups.size < leastGroups) return { train: samples, heldOut: [] };
  const most = Math.round(samples.length * share);
  const chosen = new Set<string>();
  let count = 0;
  for (const [group, members] of shuffled([...groups], seededRng(seed))) {
    if (count + members.length > most) continue;
    chosen.add(group);
    count += members.length;
  }
  return {
    train: samples.filter(({ group }) => !chosen.has(group)),
    heldOut: samples.filter(({ group }) => chosen.has(group)),
  };
}
