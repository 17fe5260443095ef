import type { PatchMode } from '../../models/patch.ts';
import type { AdamWOptions } from './optimizer.ts';
import type { ParameterChoice, ParameterGroup } from './parameters.ts';
import type { Schedule } from './schedule.ts';

/** Everything besides base model and samples that a run's result depends on. Saved with the patch. */
export interface Recipe extends ParameterChoice {
  readonly seed: number;
  readonly learningRates: Readonly<Record<ParameterGroup, number>>;
  readonly optimizer: AdamWOptions;
  readonly schedule: Schedule;
  readonly epochs: number;
  /** Rows of corrections in an update, and the rows of replay and of contexts that are added. */
  readonly batch: number;
  readonly replayBatch: number;
  readonly contextBatch: number;
  /** Rows of replay for each row of corrections, and their least number. */
  readonly replayRatio: number;
  readonly leastReplay: number;
  /** Most rows of replay, and most rows of contexts: each takes 84 KB a mask during the whole run. */
  readonly mostReplay: number;
  /** Weight of the KL divergence from the base model on replay; the corrections' loss has weight 1. */
  readonly replayWeight: number;
  /** The same for contexts: the corrections' gaps with masks for words of other lengths. */
  readonly contextWeight: number;
  /** Share of the characters' probability that contexts take from them, since no word of that length is right, 0–1. */
  readonly rivalShare: number;
  /** Weight of the same divergence for masks without context, which the filler subtracts from a word's score. */
  readonly contextlessWeight: number;
  /** Share of the corrections that are held out of the trial, 0–1. */
  readonly heldOut: number;
  /** Weight of the held-out loss in the choice of the best epoch; the corrections' loss has weight 1. */
  readonly heldOutWeight: number;
  /** Epochs without improvement after which the trial ends. */
  readonly patience: number;
  /** Mean loss of an epoch on the corrections at which the trial ends, since all of them are learned. */
  readonly learnedLoss: number;
  /** Epochs in which what was held out returns, each over everything. */
  readonly returnEpochs: number;
  /** Factor of the learning rates in these epochs, which begin from the trial's best one. */
  readonly returnRate: number;
}

const common = {
  seed: 1,
  rank: 8,
  biases: false,
  optimizer: { betas: [0.9, 0.999], epsilon: 1e-8, weightDecay: 0.01, clipNorm: 1 },
  schedule: { warmUp: 0.1, floor: 0.1 },
  layers: 3,
  batch: 4,
  replayBatch: 4,
  contextBatch: 4,
  replayRatio: 1,
  leastReplay: 64,
  mostReplay: 480,
  replayWeight: 3,
  contextWeight: 1,
  rivalShare: 0.8,
  contextlessWeight: 0.2,
  heldOut: 0.2,
  heldOutWeight: 0.25,
  patience: 2,
  learnedLoss: 0.05,
  returnEpochs: 3,
  returnRate: 0.5,
} as const satisfies Partial<Recipe>;

const byMode = {
  patch: { ...common, mode: 'patch', epochs: 8, learningRates: { last: 5e-5, middle: 1e-5 } },
  lora: {
    ...common,
    mode: 'lora',
    layers: 1,
    replayBatch: 3,
    contextBatch: 2,
    replayWeight: 6,
    replayRatio: 2,
    epochs: 12,
    returnEpochs: 5,
    learningRates: { last: 2e-3, middle: 2e-3 },
  },
} as const satisfies Record<PatchMode, Recipe>;

/**
 * By the measurements of test/bench/learn.ts, `lora` learns as much as `patch`, forgets less and has a small file. One
 * layer in many small updates knows as many words as three, in a third of the time, and forgets no more.
 */
export const defaultMode: PatchMode = 'lora';

export const recipeOf = (mode: PatchMode, changes: Partial<Recipe> = {}): Recipe => ({
  ...byMode[mode],
  ...changes,
  mode,
});
