import { percentile } from '../evaluate.ts';
import type { MaskedRow } from '../types.ts';
import type { Bert } from './model.ts';

/** Asks a model and its int8 copy the same, in turns. */

/** A row with one mask, and the token that stood there. */
export interface TrialGap {
  readonly row: MaskedRow;
  readonly token: number;
}

export interface Compared {
  readonly gaps: number;
  /** Shares of the gaps. */
  readonly top1: { readonly float32: number; readonly int8: number };
  readonly agreement: number;
  /** Median of runs of one row each, milliseconds. */
  readonly milliseconds: { readonly float32: number; readonly int8: number };
}

/** Gaps that run as one batch. */
const together = 8;
/** Runs of one row that are timed, after one that is not. */
const timedRuns = 15;
/** Tokens of the row that is timed, about one sentence. */
const timedTokens = 32;

export interface CompareOptions {
  readonly exact: Pick<Bert, 'logits' | 'vocabSize'>;
  readonly near: Pick<Bert, 'logits' | 'vocabSize'>;
  /** Milliseconds. */
  readonly now: () => number;
  readonly onProgress?: (done: number, of: number) => void;
}

function largest(logits: Float32Array): number {
  let best = 0;
  for (let i = 1; i < logits.length; i++) if ((logits[i] as number) > (logits[best] as number)) best = i;
  return best;
}

async function firstOf(model: CompareOptions['exact'], gaps: readonly TrialGap[]): Promise<number[]> {
  const logits = await model.logits(gaps.map(({ row }) => row));
  return logits.map(largest);
}

/** One run of each after the other, so that whatever else the machine does slows both alike. */
async function timeInTurns({ exact, near, now }: CompareOptions): Promise<Compared['milliseconds']> {
  const ids = Array.from({ length: timedTokens }, (_, i) => (i * 37 + 101) % exact.vocabSize);
  const rows = [{ ids, masked: [timedTokens >> 1] }];
  const times = { float32: [] as number[], int8: [] as number[] };
  for (let i = 0; i <= timedRuns; i++) {
    const began = now();
    await exact.logits(rows);
    const between = now();
    await near.logits(rows);
    if (i === 0) continue;
    times.float32.push(between - began);
    times.int8.push(now() - between);
  }
  return { float32: percentile(times.float32, 0.5), int8: percentile(times.int8, 0.5) };
}

/** @param gaps at least one */
export async function comparePrecisions(
  gaps: readonly TrialGap[],
  options: CompareOptions,
): Promise<Compared> {
  const { exact, near, onProgress } = options;
  const right = { float32: 0, int8: 0 };
  let same = 0;
  // Rows of like length together, since padding is computed too.
  const sorted = gaps.toSorted((a, b) => a.row.ids.length - b.row.ids.length);
  for (let from = 0; from < sorted.length; from += together) {
    const part = sorted.slice(from, from + together);
    const [a, b] = [await firstOf(exact, part), await firstOf(near, part)];
    for (const [i, { token }] of part.entries()) {
      right.float32 += Number(a[i] === token);
      right.int8 += Number(b[i] === token);
      same += Number(a[i] === b[i]);
    }
    onProgress?.(Math.min(from + together, sorted.length), sorted.length);
  }
  const share = (count: number) => count / gaps.length;
  return {
    gaps: gaps.length,
    top1: { float32: share(right.float32), int8: share(right.int8) },
    agreement: share(same),
    milliseconds: await timeInTurns(options),
  };
}
