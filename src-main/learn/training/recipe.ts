import type { PatchMode } from '../../models/patch.ts';
import type { AdamWOptions } from './optimizer.ts';
import type { ParameterChoice, ParameterGroup } from './parameters.ts';
import type { Schedule } from './schedule.ts';

/** Everything that decides what a run makes of its samples, besides the base model. Saved with the patch. */
export interface Recipe extends ParameterChoice {
  readonly seed: number;
  readonly learningRates: Readonly<Record<ParameterGroup, number>>;
  readonly optimizer: AdamWOptions;
  readonly schedule: Schedule;
  readonly epochs: number;
  /** Rows of corrections in a step; as many of replay and of other lengths go with them. */
  readonly batch: number;
  /** Rows of replay that a run uses for each row of corrections, and how many at least. */
  readonly replayRatio: number;
  readonly leastReplay: number;
  /** Most rows of replay, and most of other lengths: each holds 84 KB a mask as long as the run lasts. */
  readonly mostReplay: number;
  /** Weight of the KL divergence from the base model on replay, beside 1 for the corrections. */
  readonly replayWeight: number;
  /** The same for the corrections' own gaps under other lengths. */
  readonly contextWeight: number;
  /** Of the characters' probability there, taken from them: no word of that length stands in the gap, 0–1. */
  readonly rivalShare: number;
  /** The same for masks without any context, by which the filler prices words. */
  readonly contextlessWeight: number;
  /** Share of the corrections that are held out, by group, 0–1. */
  readonly heldOut: number;
  /** Of their loss in choosing the best epoch, beside 1 for the corrections' own. */
  readonly heldOutWeight: number;
  /** Epochs without a better state after which the run ends. */
  readonly patience: number;
  /** The run also ends once an epoch's mean loss on the corrections is below this: all is learned. */
  readonly learnedLoss: number;
}

const common = {
  seed: 1,
  rank: 8,
  biases: false,
  optimizer: { betas: [0.9, 0.999], epsilon: 1e-8, weightDecay: 0.01, clipNorm: 1 },
  schedule: { warmUp: 0.1, floor: 0.1 },
  batch: 4,
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
} as const satisfies Partial<Recipe>;

const byMode = {
  patch: { ...common, mode: 'patch', epochs: 8, learningRates: { last: 5e-5, middle: 1e-5 } },
  lora: {
    ...common,
    mode: 'lora',
    replayWeight: 6,
    replayRatio: 2,
    epochs: 8,
    learningRates: { last: 2e-3, middle: 2e-3 },
  },
} as const satisfies Record<PatchMode, Recipe>;

/** Better than whole weights by the measurements of test/bench/learn.ts: as much learned, less forgotten, a small file. */
export const defaultMode: PatchMode = 'lora';

export const recipeOf = (mode: PatchMode, changes: Partial<Recipe> = {}): Recipe => ({
  ...byMode[mode],
  ...changes,
  mode,
});
