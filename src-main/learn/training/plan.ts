import { seededRng } from '../../base/rng.ts';
import { shuffled } from '../../base/shuffle.ts';
import { byLength } from './prepare.ts';

/** The rows of one update, by index. */
export interface PlannedStep {
  readonly corrections: readonly number[];
  readonly replay: readonly number[];
  readonly contexts: readonly number[];
}

export interface PlanOptions {
  /** Lengths of the rows in tokens. */
  readonly corrections: readonly number[];
  readonly replay: readonly number[];
  readonly contexts: readonly number[];
  /** Rows of corrections in an update, and most rows of the two others. */
  readonly batch: number;
  readonly replayBatch: number;
  readonly contextBatch: number;
  readonly seed: number;
}

export const stepsPerEpoch = (rows: number, batch: number): number => Math.ceil(rows / batch);

/** Draws `count` random indices. Where fewer are available they repeat, each as often as the others or once more. */
function draw(available: number, count: number, rng: () => number): number[] {
  const drawn: number[] = [];
  while (drawn.length < count && available > 0)
    drawn.push(...shuffled([...Array(available).keys()], rng).slice(0, count - drawn.length));
  return drawn;
}

/**
 * Plans an epoch: each row of corrections once, with rows of replay and of contexts in the batches' proportion, rows of
 * like length together. The order depends on the seed and the epoch's number alone, so that a run can continue inside an epoch.
 */
export function planEpoch(
  { corrections, replay, contexts, batch, replayBatch, contextBatch, seed }: PlanOptions,
  epoch: number,
): PlannedStep[] {
  const rng = seededRng(seed * 1009 + epoch);
  const grouped = (lengths: readonly number[], size: number) => {
    const chosen = draw(lengths.length, Math.ceil((corrections.length * size) / batch), rng);
    const groups = byLength(
      chosen.map((i) => lengths[i] ?? 0),
      size,
    );
    return groups.map((group) => group.map((i) => chosen[i] as number));
  };
  const [first, second, third] = [
    grouped(corrections, batch),
    grouped(replay, replayBatch),
    grouped(contexts, contextBatch),
  ];
  return shuffled(
    first.map((rows, i) => ({ corrections: rows, replay: second[i] ?? [], contexts: third[i] ?? [] })),
    rng,
  );
}
