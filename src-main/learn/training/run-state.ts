import { createHash } from 'node:crypto';
import { must } from '../../base/assert.ts';
import { CodedError } from '../../base/error.ts';
import { message } from '../../texts/message.ts';
import type { TrainingSample } from '../types.ts';
import type { Measured } from './measure.ts';
import type { Recipe } from './recipe.ts';

/** The state of a run between two updates, and the conditions for its end. */

/** Sums over the updates of an epoch. */
export interface Sums {
  /** Cross entropy of the corrections before each update, nats. */
  loss: number;
  positions: number;
  /** KL divergence from the base model on replay, nats. */
  replay: number;
  replayPositions: number;
}

export interface EpochResult {
  /** Mean cross entropy of the corrections' masked positions, over the epoch's updates. */
  readonly loss: number;
  /** Mean KL divergence from the base model at the masked positions of replay. */
  readonly replay: number;
  readonly heldOut: Measured | null;
}

/** The result of a finished trial, whose best parameters the run keeps until its end. */
export interface TrialResult {
  readonly epochs: number;
  readonly updates: number;
  readonly best: EpochResult & { readonly epoch: number };
}

/**
 * Together with parameters and moments, all that is needed to continue a run. Survives JSON.
 * A run has two parts: the trial, and then, from the trial's best epoch on, what was held out of it returns.
 */
export interface RunState {
  /** Null during the trial. */
  trial: TrialResult | null;
  /** Of the present part, as all that follows. */
  epoch: number;
  /** Steps of this epoch so far, including those without a finite gradient. */
  done: number;
  /** Updates made by the optimizer. */
  updates: number;
  /** Last steps in a row without a finite gradient. */
  lost: number;
  sums: Sums;
  last: EpochResult | null;
  best: (EpochResult & { readonly epoch: number }) | null;
  /** Epochs since the best one. */
  stale: number;
}

export const noSums = (): Sums => ({ loss: 0, positions: 0, replay: 0, replayPositions: 0 });

export const atStart = (): RunState => ({
  trial: null,
  epoch: 0,
  done: 0,
  updates: 0,
  lost: 0,
  sums: noSums(),
  last: null,
  best: null,
  stale: 0,
});

export const resultOf = (
  { loss, positions, replay, replayPositions }: Sums,
  heldOut: Measured | null,
): EpochResult => ({
  loss: loss / Math.max(1, positions),
  replay: replay / Math.max(1, replayPositions),
  heldOut,
});

/** The weighted sum by which epochs are compared, smaller being better: losses, held-out losses and forgetting. */
function scoreOf({ loss, replay, heldOut }: EpochResult, recipe: Recipe): number {
  const score = loss + recipe.heldOutWeight * (heldOut?.loss ?? 0) + recipe.replayWeight * replay;
  return Number.isNaN(score) ? Infinity : score;
}

/** Ends an epoch of the trial with its result. @returns whether it is the best epoch so far */
export function closeEpoch(state: RunState, result: EpochResult, recipe: Recipe): boolean {
  const better = state.best === null || scoreOf(result, recipe) < scoreOf(state.best, recipe);
  state.best = better ? { ...result, epoch: state.epoch } : state.best;
  state.stale = better ? 0 : state.stale + 1;
  state.last = result;
  state.epoch++;
  state.done = 0;
  state.sums = noSums();
  return better;
}

export const trialIsOver = ({ epoch, stale, last }: RunState, recipe: Recipe): boolean =>
  epoch >= recipe.epochs || stale >= recipe.patience || (last !== null && last.loss <= recipe.learnedLoss);

export const returnIsOver = ({ epoch }: RunState, recipe: Recipe): boolean => epoch >= recipe.returnEpochs;

/** The state at the start of the second part. */
export const afterTrial = ({ epoch, updates, best }: RunState): RunState => ({
  ...atStart(),
  trial: { epochs: epoch, updates, best: must(best, 'a trial has an epoch') },
});

/** Ends an epoch of the second part, which keeps its last state: the losses are of rows that are all trained on. */
export function closeReturn(state: RunState): void {
  state.last = resultOf(state.sums, null);
  state.epoch++;
  state.done = 0;
  state.sums = noSums();
}

/** Steps in a row without a finite gradient at which a run fails. */
const mostLost = 3;

/** @throws CodedError `learn-diverged` */
export function checkNorm(state: RunState, norm: number): void {
  state.lost = Number.isFinite(norm) ? 0 : state.lost + 1;
  if (state.lost < mostLost) return;
  throw new CodedError('learn-diverged', message('learning.diverged'));
}

/** Increased whenever the meaning of a saved state changes, so that older states are not restored. */
const formatVersion = 3;

/** Hash of everything that a run's result depends on. */
export function runKey(
  baseHash: string,
  recipe: Recipe,
  samples: readonly TrainingSample[],
  sentences: readonly string[],
): string {
  const sorted = samples
    .map(({ id, text, answer, weight, group, source, documents }) =>
      JSON.stringify([id, text, answer, weight, group, source, documents]),
    )
    .sort();
  return createHash('sha256')
    .update(JSON.stringify([formatVersion, baseHash, recipe, sorted, sentences]))
    .digest('hex');
}
