import { seededRng } from '../../base/rng.ts';
import { shuffled } from '../../base/shuffle.ts';
import type { TrainingSample } from '../types.ts';

export interface Split {
  readonly train: readonly TrainingSample[];
  readonly heldOut: readonly TrainingSample[];
}

/** Fewest groups of which some are set aside. */
const leastGroups = 5;
/** Share of `most` that groups by word and document must reach; otherwise groups are by word alone. */
const leastHeldOut = 0.5;

type Groups = readonly (readonly TrainingSample[])[];

const byWord = (samples: readonly TrainingSample[]): Groups => [
  ...Map.groupBy(samples, ({ group }) => group).values(),
];

/** Groups whose samples are connected by common words and documents, found with disjoint-set trees (union-find). */
function byWordAndDocument(samples: readonly TrainingSample[]): Groups {
  const parents = new Map<string, string>();
  const rootOf = (name: string): string => {
    let root = name;
    for (let next = parents.get(root); next !== undefined; next = parents.get(root)) root = next;
    if (root !== name) parents.set(name, root);
    return root;
  };
  for (const { group, documents = [] } of samples)
    for (const document of documents) {
      const [one, other] = [rootOf(`group ${group}`), rootOf(`document ${document}`)];
      if (one !== other) parents.set(one, other);
    }
  return [...Map.groupBy(samples, ({ group }) => rootOf(`group ${group}`)).values()];
}

/** Picks whole groups in a random order, as many as fit into `most` samples. */
function pick(groups: Groups, most: number, seed: number): Set<TrainingSample> {
  const chosen = new Set<TrainingSample>();
  if (groups.length < leastGroups) return chosen;
  for (const members of shuffled(groups, seededRng(seed)))
    if (chosen.size + members.length <= most) for (const one of members) chosen.add(one);
  return chosen;
}

/**
 * Sets up to `most` samples aside, whole groups at a time, so that no word and no document is on both sides. The
 * samples of a writer who works in one document, or uses the same words in all of them, are a single group. Where
 * groups by word and document leave less than half of `most` to set aside, groups are by word alone, and a document may
 * be on both sides.
 *
 * The same samples, in any order, and seed give the same split.
 */
export function splitByGroup(samples: readonly TrainingSample[], most: number, seed: number): Split {
  const sorted = samples.toSorted((a, b) => (a.id < b.id ? -1 : Number(a.id > b.id)));
  const apart = pick(byWordAndDocument(sorted), most, seed);
  const chosen = apart.size < most * leastHeldOut ? pick(byWord(sorted), most, seed) : apart;
  return {
    train: sorted.filter((one) => !chosen.has(one)),
    heldOut: sorted.filter((one) => chosen.has(one)),
  };
}
