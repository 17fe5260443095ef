import type { Trunk } from '../../fillmask/bert/model.ts';
import type { MaskedRow } from '../../fillmask/types.ts';
import type { CachedRow, Target } from './batch.ts';
import type { AnsweredRow } from './rows.ts';
import type { Trainee } from './trainee.ts';

/** Computes what no training step changes: the trunk's output for all rows, and the base model's answers for replay. */

/** Rows that run in one batch. */
const batchSize = 8;

/** Awaited before each batch with its number of rows. */
type BeforeBatch = (rows: number) => Promise<void>;

/** @returns indices in groups of at most `size`, rows of like length together, so that little is padding */
export function byLength(lengths: readonly number[], size: number): number[][] {
  const order = [...lengths.keys()].toSorted((a, b) => (lengths[a] ?? 0) - (lengths[b] ?? 0) || a - b);
  const groups: number[][] = [];
  for (let at = 0; at < order.length; at += size) groups.push(order.slice(at, at + size));
  return groups;
}

/** Runs rows in batches of like length. @returns one result a row, in the order of the rows */
async function inBatches<R>(
  rows: readonly R[],
  lengthOf: (row: R) => number,
  beforeBatch: BeforeBatch,
  run: (batch: readonly R[]) => Promise<readonly CachedRow[]>,
): Promise<CachedRow[]> {
  const results = new Array<CachedRow>(rows.length);
  for (const indexes of byLength(rows.map(lengthOf), batchSize)) {
    await beforeBatch(indexes.length);
    const done = await run(indexes.map((i) => rows[i] as R));
    for (const [j, index] of indexes.entries()) results[index] = done[j] as CachedRow;
  }
  return results;
}

const encode = <R extends MaskedRow>(
  trunk: Trunk,
  rows: readonly R[],
  toCached: (row: R, hidden: Float32Array) => CachedRow,
  beforeBatch: BeforeBatch,
): Promise<CachedRow[]> =>
  inBatches(
    rows,
    ({ ids }) => ids.length,
    beforeBatch,
    async (batch) => {
      const { hidden, width } = await trunk.encode(batch);
      const data = hidden.data as Float32Array;
      const size = data.length / (batch.length * width);
      return batch.map((row, j) => {
        const from = j * width * size;
        // Copied, so that the batch's array can be freed.
        return toCached(row, data.slice(from, from + row.ids.length * size));
      });
    },
  );

/** Runs rows through the trunk. The targets are the rows' own answers. */
export const encodeAnswered = (trunk: Trunk, rows: readonly AnsweredRow[], beforeBatch: BeforeBatch) =>
  encode(
    trunk,
    rows,
    ({ masked, answers, weight }, hidden) => ({ hidden, masked, targets: answers, weight, entropy: 0 }),
    beforeBatch,
  );

/** Runs rows through the trunk. They have no targets yet. */
export const encodeReplay = (trunk: Trunk, rows: readonly MaskedRow[], beforeBatch: BeforeBatch) =>
  encode(
    trunk,
    rows,
    ({ masked }, hidden) => ({ hidden, masked, targets: [], weight: 1, entropy: 0 }),
    beforeBatch,
  );

/** The softmax of a row of logits, and its entropy in nats. */
export function distributionOf(logits: Float32Array): { distribution: Float32Array; entropy: number } {
  let most = -Infinity;
  for (let id = 0; id < logits.length; id++) most = Math.max(most, logits[id] as number);
  const distribution = new Float32Array(logits.length);
  let sum = 0;
  let weighted = 0;
  for (let id = 0; id < logits.length; id++) {
    const above = (logits[id] as number) - most;
    const share = Math.exp(above);
    distribution[id] = share;
    sum += share;
    weighted += share * above;
  }
  for (let id = 0; id < distribution.length; id++) distribution[id] = (distribution[id] as number) / sum;
  return { distribution, entropy: Math.log(sum) - weighted / sum };
}

/**
 * Sets the targets of each row to the distributions that the model answers at present.
 * @param change alters the distributions in place
 */
export const answerAsNow = (
  trainee: Pick<Trainee, 'logits'>,
  rows: readonly CachedRow[],
  vocabSize: number,
  beforeBatch: BeforeBatch,
  change: (distribution: Float32Array) => void = () => undefined,
): Promise<CachedRow[]> =>
  inBatches(
    rows,
    ({ hidden }) => hidden.length,
    beforeBatch,
    async (batch) => {
      const logits = await trainee.logits(batch);
      return batch.map((row, j) => {
        const all = logits[j] as Float32Array;
        const targets: Target[] = [];
        let total = 0;
        for (const k of row.masked.keys()) {
          const { distribution, entropy } = distributionOf(all.subarray(k * vocabSize, (k + 1) * vocabSize));
          change(distribution);
          targets.push(distribution);
          total += entropy;
        }
        return { ...row, targets, entropy: total };
      });
    },
  );
