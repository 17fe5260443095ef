import type { CachedRow } from './batch.ts';
import { byLength, distributionOf } from './prepare.ts';
import type { Trainee } from './trainee.ts';

export interface Measured {
  /** Mean cross entropy of the masked positions, in nats. */
  readonly loss: number;
  /** Share of rows whose right tokens come first at all masked positions. */
  readonly accuracy: number;
}

/** Rows that run in one batch. */
const batchSize = 16;

function isFirst(logits: Float32Array, answer: number): boolean {
  const own = logits[answer] as number;
  return logits.every((one, id) => one < own || id === answer);
}

/** @param rows with token ids as targets. @returns null where there are none */
export async function measure(
  trainee: Pick<Trainee, 'logits'>,
  rows: readonly CachedRow[],
  vocabSize: number,
  beforeRun: () => Promise<void>,
): Promise<Measured | null> {
  let [loss, positions, right] = [0, 0, 0];
  for (const group of byLength(
    rows.map(({ hidden }) => hidden.length),
    batchSize,
  )) {
    await beforeRun();
    const members = group.map((i) => rows[i] as CachedRow);
    for (const [i, all] of (await trainee.logits(members)).entries()) {
      const targets = (members[i] as CachedRow).targets as readonly number[];
      const logits = targets.map((_, k) => all.subarray(k * vocabSize, (k + 1) * vocabSize));
      for (const [k, answer] of targets.entries())
        loss -= Math.log(distributionOf(logits[k] as Float32Array).distribution[answer] || 1e-38);
      positions += targets.length;
      if (targets.every((answer, k) => isFirst(logits[k] as Float32Array, answer))) right++;
    }
  }
  return rows.length === 0 ? null : { loss: loss / positions, accuracy: right / rows.length };
}
