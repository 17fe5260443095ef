import { must } from '../../base/assert.ts';
import { type Weights, weightsOf } from '../../fillmask/bert/layers.ts';
import { topGraph } from '../../fillmask/bert/top.ts';
import { gradientsOf } from '../../graph/gradient.ts';
import { type Graph, graph } from '../../graph/graph.ts';
import { apply } from '../../graph/node.ts';
import { type Input, input, int64s } from '../../graph/value.ts';
import { factorA, factorB } from '../../models/patch.ts';
import type { Checkpoint } from '../../models/types.ts';
import type { Parameter } from './parameters.ts';

/**
 * The top as a function of the trained parameters. They are inputs, so that their values are in the trainer's arrays;
 * all other weights are read from the base model's file.
 */

/** Replaces trained tensors by inputs, and adds the product of trained factors to a layer's output: y + (x·Aᵀ)·Bᵀ (Hu et al., 2021). */
function trainedWeights(checkpoint: Checkpoint, trained: ReadonlyMap<string, Input>): Weights {
  const frozen = weightsOf(checkpoint);
  const read = (name: string) => trained.get(name) ?? frozen(name);
  const adapt: NonNullable<Weights['adapt']> = (name, x, y) => {
    const [a, b] = [trained.get(factorA(`${name}.weight`)), trained.get(factorB(`${name}.weight`))];
    if (!a || !b) return y;
    return apply('Add', [y, apply('Gemm', [apply('Gemm', [x, a], { transB: 1 }), b], { transB: 1 })]);
  };
  return Object.assign(read, { adapt });
}

const inputsOf = (parameters: readonly Parameter[]) =>
  new Map(parameters.map(({ name, shape }) => [name, input(name, 'float32', shape)]));

/** Name of the output for a parameter's gradient. */
export const gradientName = (parameter: string): string => `${parameter}.gradient`;

/** `topGraph` from layer `from` on, with the parameters as additional inputs. Logits are those of `scored` alone. */
export function trainedTopGraph(
  checkpoint: Checkpoint,
  parameters: readonly Parameter[],
  from?: number,
): Graph {
  const weights = trainedWeights(checkpoint, inputsOf(parameters));
  const whole = topGraph(checkpoint, weights, { isScored: true, ...(from === undefined ? {} : { from }) });
  const { logits } = whole.outputs;
  return graph('trained-top', { logits: must(logits, 'the top gives logits') });
}

/**
 * Forward and backward pass of the top. The loss is the cross entropy with soft targets, for corrections (whose target
 * is one token) and replay alike: the KL divergence from the base model's distribution differs from it by that
 * distribution's entropy, which is constant.
 *
 * Inputs: those of `topGraph` with `scored`, and of the parameters; `targets` float32 [P, V], each row a distribution;
 * `weights` float32 [P].
 * Outputs: `losses` float32 [P], each position's cross entropy; for each parameter the gradient of
 * Σ weights · losses.
 */
export function trainingGraph(
  checkpoint: Checkpoint,
  parameters: readonly Parameter[],
  from?: number,
): Graph {
  const trained = inputsOf(parameters);
  const options = { isScored: true, ...(from === undefined ? {} : { from }) };
  const { outputs } = topGraph(checkpoint, trainedWeights(checkpoint, trained), options);
  const logits = must(outputs.logits, 'the top gives logits');
  const targets = input('targets', 'float32', logits.dims);
  const weights = input('weights', 'float32', logits.dims.slice(0, 1));
  const logProbabilities = apply('LogSoftmax', [logits], { axis: -1 });
  const chosen = apply('Mul', [logProbabilities, targets]);
  const losses = apply('Neg', [apply('ReduceSum', [chosen, int64s(-1)], { keepdims: 0 })]);
  const loss = apply('ReduceSum', [apply('Mul', [losses, weights])], { keepdims: 0 });
  const gradients = gradientsOf(loss, [...trained.values()]);
  return graph('training', {
    losses,
    ...Object.fromEntries(
      parameters.map(({ name }, i) => [gradientName(name), must(gradients[i], 'a gradient each')]),
    ),
  });
}
