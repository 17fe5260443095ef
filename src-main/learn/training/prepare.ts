import type { Trunk } from '../../fillmask/bert/model.ts';
import type { MaskedRow } from '../../fillmask/types.ts';
import type { CachedRow, Target } from './batch.ts';
import type { AnsweredRow } from './rows.ts';
import type { Trainee } from './trainee.ts';

/** Runs what never changes once: rows through the trunk, and replay through the untrained top. */

/** Rows that are run together; of like length, so that little is padding. */
const together = 8;

interface Progress {
  /** Called before each run with the number of rows done since the last call. */
  step(rows: number): Promise<void>;
}

/** Indices of rows in groups of like length. */
export function byLength(lengths: readonly number[], size: number): number[][] {
  const order = [...lengths.keys()].toSorted((a, b) => (lengths[a] ?? 0) - (lengths[b] ?? 0) || a - b);
  const groups: number[][] = [];
  for (let at = 0; at < order.length; at += size) groups.push(order.slice(at, at + size));
  return groups;
}

/** @returns the rows in their order with the trunk's output */
async function encode<R extends MaskedRow>(
  trunk: Trunk,
  rows: readonly R[],
  toCached: (row: R, hidden: Float32Array) => CachedRow,
  { step }: Progress,
): Promise<CachedRow[]> {
  const out = new Array<CachedRow>(rows.length);
  for (const group of byLength(
    rows.map(({ ids }) => ids.length),
    together,
  )) {
    await step(group.length);
    const members = group.map((i) => rows[i] as R);
    const { hidden, width } = await trunk.encode(members);
    const data = hidden.data as Float32Array;
    const size = data.length / (members.length * width);
    for (const [j, row] of members.entries()) {
      const from = j * width * size;
      // A copy: the batch's own array is let go.
      out[group[j] as number] = toCached(row, data.slice(from, from + row.ids.length * size));
    }
  }
  return out;
}

export const encodeAnswered = (trunk: Trunk, rows: readonly AnsweredRow[], progress: Progress) =>
  encode(
    trunk,
    rows,
    ({ masked, answers, weight }, hidden) => ({ hidden, masked, targets: answers, weight, entropy: 0 }),
    progress,
  );

export const encodeReplay = (trunk: Trunk, rows: readonly MaskedRow[], progress: Progress) =>
  encode(
    trunk,
    rows,
    ({ masked }, hidden) => ({ hidden, masked, targets: [], weight: 1, entropy: 0 }),
    progress,
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
 * Gives each row the answer of the model as it is now for its target.
 * @param change alters the distributions in place
 */
export async function answerAsNow(
  trainee: Pick<Trainee, 'logits'>,
  rows: readonly CachedRow[],
  vocabSize: number,
  { step }: Progress,
  change: (distribution: Float32Array) => void = () => undefined,
): Promise<CachedRow[]> {
  const out = new Array<CachedRow>(rows.length);
  for (const group of byLength(
    rows.map(({ hidden }) => hidden.length),
    together,
  )) {
    await step(group.length);
    const members = group.map((i) => rows[i] as CachedRow);
    const logits = await trainee.logits(members);
    for (const [j, row] of members.entries()) {
      const all = logits[j] as Float32Array;
      const targets: Target[] = [];
      let total = 0;
      for (const k of row.masked.keys()) {
        const { distribution, entropy } = distributionOf(all.subarray(k * vocabSize, (k + 1) * vocabSize));
        change(distribution);
        targets.push(distribution);
        total += entropy;
      }
      out[group[j] as number] = { ...row, targets, entropy: total };
    }
  }
  return out;
}
