import type { Rng } from '../../src-main/base/rng.ts';
import type { Trees } from '../../src-main/completion/trees.ts';

/** Gradient boosting of small trees for log loss, over features sorted into bins. */

export interface Rows {
  /** [rows × width], row by row. */
  readonly features: Float32Array;
  readonly width: number;
  readonly labels: Uint8Array;
  readonly weights: Float32Array;
}

export interface BoostOptions {
  readonly trees: number;
  readonly depth: number;
  readonly rate: number;
  /** Part of the rows that each tree is fitted on. */
  readonly part: number;
  /** Ridge on a leaf's value, and the sum of second derivatives that a leaf must hold. */
  readonly ridge: number;
  readonly leastHessian: number;
}

const binsAtMost = 48;

interface Binned {
  /** [width × rows]. */
  readonly bins: Uint8Array;
  /** For each feature the values below which the bins end. */
  readonly cuts: readonly (readonly number[])[];
}

function cutsOf(column: Float32Array): number[] {
  const sorted = Float32Array.from(column).sort();
  const cuts: number[] = [];
  for (let i = 1; i < binsAtMost; i++) {
    const at = Math.floor((i * sorted.length) / binsAtMost);
    const value = sorted[at] as number;
    let below = at - 1;
    while (below >= 0 && sorted[below] === value) below--;
    if (below < 0) continue;
    const cut = (value + (sorted[below] as number)) / 2;
    if (cut > (cuts.at(-1) ?? Number.NEGATIVE_INFINITY)) cuts.push(cut);
  }
  // The commonest value may fill all quantiles: what is above is told apart too.
  const most = sorted.at(-1) as number;
  const last = sorted.findLastIndex((value) => value < most);
  if (last >= 0) {
    const cut = (most + (sorted[last] as number)) / 2;
    if (cut > (cuts.at(-1) ?? Number.NEGATIVE_INFINITY)) cuts.push(cut);
  }
  return cuts;
}

function binned({ features, width, labels }: Rows): Binned {
  const rows = labels.length;
  const bins = new Uint8Array(width * rows);
  const cuts = Array.from({ length: width }, (_, f) => {
    const column = new Float32Array(rows);
    for (let r = 0; r < rows; r++) column[r] = features[r * width + f] as number;
    const found = cutsOf(column);
    for (let r = 0; r < rows; r++) {
      let [low, high] = [0, found.length];
      while (low < high) {
        const middle = (low + high) >> 1;
        if ((column[r] as number) < (found[middle] as number)) high = middle;
        else low = middle + 1;
      }
      bins[f * rows + r] = low;
    }
    return found;
  });
  return { bins, cuts };
}

interface Split {
  readonly feature: number;
  readonly bin: number;
  readonly gain: number;
}

interface Fit {
  readonly data: Binned;
  readonly rows: number;
  readonly gradient: Float64Array;
  readonly hessian: Float64Array;
  readonly options: BoostOptions;
}

function bestSplit({ data, rows, gradient, hessian, options }: Fit, members: Uint32Array): Split | null {
  let best: Split | null = null;
  let [allG, allH] = [0, 0];
  const size = members.length;
  const ownG = new Float64Array(size);
  const ownH = new Float64Array(size);
  for (let i = 0; i < size; i++) {
    allG += ownG[i] = gradient[members[i] as number] as number;
    allH += ownH[i] = hessian[members[i] as number] as number;
  }
  const worth = (g: number, h: number) => (g * g) / (h + options.ridge);
  const sumsG = new Float64Array(binsAtMost + 2);
  const sumsH = new Float64Array(binsAtMost + 2);
  for (const [feature, cuts] of data.cuts.entries()) {
    if (cuts.length === 0) continue;
    sumsG.fill(0);
    sumsH.fill(0);
    const offset = feature * rows;
    for (let i = 0; i < size; i++) {
      const bin = data.bins[offset + (members[i] as number)] as number;
      sumsG[bin] = (sumsG[bin] as number) + (ownG[i] as number);
      sumsH[bin] = (sumsH[bin] as number) + (ownH[i] as number);
    }
    let [g, h] = [0, 0];
    for (let bin = 0; bin < cuts.length; bin++) {
      g += sumsG[bin] as number;
      h += sumsH[bin] as number;
      if (h < options.leastHessian || allH - h < options.leastHessian) continue;
      const gain = worth(g, h) + worth(allG - g, allH - h) - worth(allG, allH);
      if (gain > (best?.gain ?? 1e-6)) best = { feature, bin, gain };
    }
  }
  return best;
}

type Tree = Trees['trees'][number];

function grow(fit: Fit, members: Uint32Array): Tree {
  const tree = { feature: [] as number[], value: [] as number[], low: [] as number[], high: [] as number[] };
  const add = (some: Uint32Array, depth: number): number => {
    const at = tree.feature.length;
    for (const row of [tree.feature, tree.value, tree.low, tree.high]) row.push(0);
    const split = depth < fit.options.depth ? bestSplit(fit, some) : null;
    if (!split) {
      let [g, h] = [0, 0];
      for (const row of some) {
        g += fit.gradient[row] as number;
        h += fit.hessian[row] as number;
      }
      tree.feature[at] = -1;
      tree.value[at] = (-fit.options.rate * g) / (h + fit.options.ridge);
      return at;
    }
    const offset = split.feature * fit.rows;
    const below = (row: number) => (fit.data.bins[offset + row] as number) <= split.bin;
    tree.feature[at] = split.feature;
    tree.value[at] = (fit.data.cuts[split.feature] as number[])[split.bin] as number;
    tree.low[at] = add(some.filter(below), depth + 1);
    tree.high[at] = add(
      some.filter((row) => !below(row)),
      depth + 1,
    );
    return at;
  };
  add(members, 0);
  return tree;
}

function output(tree: Tree, features: Float32Array, offset: number): number {
  let at = 0;
  for (let f = tree.feature[at] as number; f >= 0; f = tree.feature[at] as number) {
    at = (
      (features[offset + f] as number) < (tree.value[at] as number) ? tree.low[at] : tree.high[at]
    ) as number;
  }
  return tree.value[at] as number;
}

export function boost(rows: Rows, options: BoostOptions, rng: Rng): Trees {
  const { features, width, labels, weights } = rows;
  const count = labels.length;
  const data = binned(rows);
  let [right, all] = [0, 0];
  for (let r = 0; r < count; r++) {
    right += (weights[r] as number) * (labels[r] as number);
    all += weights[r] as number;
  }
  const base = Math.log(right / (all - right));
  const sums = new Float64Array(count).fill(base);
  const gradient = new Float64Array(count);
  const hessian = new Float64Array(count);
  const trees: Tree[] = [];
  for (let t = 0; t < options.trees; t++) {
    for (let r = 0; r < count; r++) {
      const p = 1 / (1 + Math.exp(-(sums[r] as number)));
      const weight = weights[r] as number;
      gradient[r] = weight * (p - (labels[r] as number));
      hessian[r] = weight * p * (1 - p);
    }
    const members: number[] = [];
    for (let r = 0; r < count; r++) if (rng() < options.part) members.push(r);
    const tree = grow({ data, rows: count, gradient, hessian, options }, Uint32Array.from(members));
    for (let r = 0; r < count; r++) sums[r] = (sums[r] as number) + output(tree, features, r * width);
    trees.push(tree);
  }
  return { base, trees };
}
