/** Boosted regression trees on the log-odds scale (Friedman 2001), as plain data. */
export interface Trees {
  /** Log-odds before the first tree. */
  readonly base: number;
  readonly trees: readonly Tree[];
}

/** A tree as arrays with one entry for each node, the root first. */
export interface Tree {
  /** Index of the tested feature; -1 at a leaf. */
  readonly feature: readonly number[];
  /** The threshold; at a leaf, the log-odds that the tree adds. */
  readonly value: readonly number[];
  /** Child for features below the threshold, and child for the others. Both have higher indices than their parent. */
  readonly low: readonly number[];
  readonly high: readonly number[];
}

/** @returns the probability; absent features count as 0 */
export function probabilityOf({ base, trees }: Trees, features: ArrayLike<number>): number {
  let sum = base;
  for (const { feature, value, low, high } of trees) {
    let at = 0;
    for (let tested = feature[at] as number; tested >= 0; tested = feature[at] as number) {
      at = ((features[tested] ?? 0) < (value[at] as number) ? low[at] : high[at]) as number;
    }
    sum += value[at] as number;
  }
  return 1 / (1 + Math.exp(-sum));
}

function isSound({ feature, value, low, high }: Tree): boolean {
  const nodes = feature.length;
  const follows = (next: number | undefined, node: number) =>
    next !== undefined && Number.isInteger(next) && next > node && next < nodes;
  return (
    nodes > 0 &&
    [value, low, high].every((row) => row.length === nodes) &&
    value.every(Number.isFinite) &&
    feature.every(
      (tested, node) =>
        tested === -1 ||
        (Number.isInteger(tested) && tested >= 0 && follows(low[node], node) && follows(high[node], node)),
    )
  );
}

/** Checks trees that were read from a file. @throws Error if they are damaged */
export function readTrees(data: Trees): Trees {
  if (!Number.isFinite(data.base) || !data.trees.every(isSound)) {
    throw new Error('The weights of phrases are damaged.');
  }
  return data;
}
