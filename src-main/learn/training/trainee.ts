import { must } from '../../base/assert.ts';
import { writeOnnx } from '../../graph/write.ts';
import type { Checkpoint } from '../../models/types.ts';
import type { Runner, SessionOptions } from '../../runtime/runner.ts';
import { batchOf, type CachedRow } from './batch.ts';
import { begin, createFlat, type Flat } from './flat.ts';
import { adamWStep } from './optimizer.ts';
import { parametersOf, untrainedLayers } from './parameters.ts';
import type { Recipe } from './recipe.ts';
import { trainedTopGraph, trainingGraph } from './training-graph.ts';

export type TraineeOptions = Pick<SessionOptions, 'provider' | 'threads'>;

/** The top of a model during training. */
export interface Trainee {
  readonly flat: Flat;
  /**
   * Makes one update from rows, whose weights apply to each of their masked positions.
   * @param scale factor of the learning rates
   * @returns each row's cross entropy, summed over its masked positions, before the update; `norm` of the gradients
   */
  step(rows: readonly CachedRow[], scale: number): Promise<{ losses: readonly number[]; norm: number }>;
  /** @returns per row its logits, row-major [masked.length, V] */
  logits(rows: readonly CachedRow[]): Promise<readonly Float32Array[]>;
  release(): Promise<void>;
}

/** Cuts an array with `size` values for each masked position into one part a row. */
function byRow(rows: readonly CachedRow[], values: Float32Array, size: number): Float32Array[] {
  let at = 0;
  return rows.map(({ masked }) => {
    const from = at;
    at += masked.length * size;
    return values.subarray(from, at);
  });
}

/** Opens the training graph and its forward half on the base model's file, with initial parameters. */
export async function createTrainee(
  checkpoint: Checkpoint,
  recipe: Recipe,
  runner: Runner,
  options: TraineeOptions,
): Promise<Trainee> {
  const { config } = checkpoint;
  const parameters = parametersOf(checkpoint, recipe);
  const flat = createFlat(parameters, recipe.learningRates);
  await begin(flat, checkpoint, recipe.seed);
  const from = untrainedLayers(checkpoint, recipe);
  const open = (model: Uint8Array) => runner.createSession(model, { ...options, weightsDir: checkpoint.dir });
  const training = await open(writeOnnx(trainingGraph(checkpoint, parameters, from)));
  const forward = await open(writeOnnx(trainedTopGraph(checkpoint, parameters, from)));
  return {
    flat,
    async step(rows, scale) {
      const batch = batchOf(rows, config);
      const outputs = await training.run(
        { ...batch.feeds, ...flat.feeds },
        { losses: null, ...flat.fetches },
      );
      const norm = adamWStep(flat.state, flat.spans, recipe.optimizer, scale);
      const each = must(outputs.losses, 'the training graph gives losses').data as Float32Array;
      const losses = byRow(rows, each, 1).map((row) => row.reduce((sum, one) => sum + one, 0));
      return { losses, norm };
    },
    async logits(rows) {
      const batch = batchOf(rows, config);
      const { targets: _, weights: __, ...feeds } = batch.feeds;
      const { logits } = await forward.run({ ...feeds, ...flat.feeds });
      const all = must(logits, 'the top gives logits').data as Float32Array;
      return byRow(rows, all, config.vocabSize);
    },
    async release() {
      await Promise.all([training.release(), forward.release()]);
    },
  };
}
