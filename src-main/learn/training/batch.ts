import type { Tensor } from '../../runtime/runner.ts';

/** Joins rows, after the trunk, into the inputs of the training graph. */

/** The target of a masked position: a token's id, or a distribution over the vocabulary. */
export type Target = number | Float32Array;

/** A row with the trunk's output, which no training step changes. */
export interface CachedRow {
  /** The trunk's output, float32 [tokens, H]. */
  readonly hidden: Float32Array;
  /** Positions in the row, ascending. */
  readonly masked: readonly number[];
  /** One target for each masked position. */
  readonly targets: readonly Target[];
  /** Weight of each masked position in the loss. */
  readonly weight: number;
  /** Sum of the targets' entropies in nats, which is the least cross entropy that training can reach. */
  readonly entropy: number;
}

export interface Batch {
  /**
   * Inputs of the training graph besides the parameters: `hidden`, `mask`, `masked`, `scored`, `targets`, `weights`. The
   * last three are of the rows' own masked positions, row by row.
   */
  readonly feeds: Readonly<Record<string, Tensor>>;
}

interface Sizes {
  readonly hiddenSize: number;
  readonly vocabSize: number;
}

/** A row with fewer masked positions than K repeats its first one, which is not scored. */
export function batchOf(rows: readonly CachedRow[], { hiddenSize, vocabSize }: Sizes): Batch {
  const most = Math.max(...rows.map(({ masked }) => masked.length));
  const width = Math.max(...rows.map(({ hidden }) => hidden.length / hiddenSize));
  const count = rows.length;
  const hidden = new Float32Array(count * width * hiddenSize);
  const mask = new Int32Array(count * width);
  const masked = new BigInt64Array(count * most);
  const positions = rows.reduce((sum, row) => sum + row.masked.length, 0);
  const scored = new BigInt64Array(positions);
  const targets = new Float32Array(positions * vocabSize);
  const weights = new Float32Array(positions);
  let position = 0;
  for (const [i, row] of rows.entries()) {
    hidden.set(row.hidden, i * width * hiddenSize);
    mask.fill(1, i * width, i * width + row.hidden.length / hiddenSize);
    for (let j = 0; j < most; j++)
      masked[i * most + j] = BigInt(i * width + (row.masked[j] ?? row.masked[0] ?? 0));
    for (const j of row.masked.keys()) {
      const target = row.targets[j];
      scored[position] = BigInt(i * most + j);
      weights[position] = row.weight;
      if (typeof target === 'number') targets[position * vocabSize + target] = 1;
      else if (target) targets.set(target, position * vocabSize);
      position++;
    }
  }
  return {
    feeds: {
      hidden: { type: 'float32', dims: [count * width, hiddenSize], data: hidden },
      mask: { type: 'int32', dims: [count, width], data: mask },
      masked: { type: 'int64', dims: [count, most], data: masked },
      scored: { type: 'int64', dims: [positions], data: scored },
      targets: { type: 'float32', dims: [positions, vocabSize], data: targets },
      weights: { type: 'float32', dims: [positions], data: weights },
    },
  };
}
