import { apply } from '../../graph/node.ts';
import { GraphError } from '../../graph/shaped.ts';
import { external, int64s, type Result, type Value } from '../../graph/value.ts';
import { inputFactor, int8Scale, int8Weights } from '../../models/int8.ts';
import { factorA, factorB } from '../../models/patch.ts';
import type { Checkpoint } from '../../models/types.ts';

/**
 * The building blocks of BERT (Devlin et al., 2019) as Hugging Face's `BertModel` computes them.
 * Hidden states are matrices [rows, H]; rows are B·S token positions unless said otherwise.
 */

/** Hands out a model's tensors by name, each one once. */
export interface Weights {
  (name: string): Value;
  /** What a linear layer's output y becomes where something is added to it, given its input x. */
  readonly adapt?: (name: string, x: Value, y: Value) => Value;
  /** A linear layer of x on int8 weights; null where the layer has none. */
  readonly int8?: (name: string, x: Value) => Value | null;
}

/** The checkpoint's tensors as pointers into its file. */
export function weightsOf(checkpoint: Checkpoint): Weights {
  const known = new Map<string, Value>();
  const of = (name: string): Value => {
    const entry = checkpoint.tensors.get(name);
    if (!entry) throw new GraphError(`the checkpoint has no tensor ${name}`);
    const { offset, length, file = checkpoint.weightsFile } = entry;
    const type = entry.dtype === 'I8' ? 'int8' : 'float32';
    const value = known.get(name) ?? external(name, type, entry.shape, { file, offset, length });
    known.set(name, value);
    return value;
  };
  const int8 = (name: string, x: Value): Value | null => {
    if (!checkpoint.tensors.has(int8Weights(name))) return null;
    const smoothed = apply('Mul', [x, of(inputFactor(name))]);
    const [weights, scale, bias] = [of(int8Weights(name)), of(int8Scale(name)), of(`${name}.bias`)];
    const y = apply('DynamicQuantizeMatMul', [smoothed, weights, scale, null, bias]);
    const a = factorA(`${name}.weight`);
    if (!checkpoint.tensors.has(a)) return y;
    // A version's change of low rank, in float32: y + (x·Aᵀ)·Bᵀ.
    const inner = apply('Gemm', [x, of(a)], { transB: 1 });
    return apply('Add', [y, apply('Gemm', [inner, of(factorB(`${name}.weight`))], { transB: 1 })]);
  };
  return Object.assign(of, { int8 });
}

/** y = x·Wᵀ + b over rows; PyTorch keeps W as [out, in]. */
export function linear(weights: Weights, x: Value, name: string): Value {
  const y =
    weights.int8?.(name, x) ??
    apply('Gemm', [x, weights(`${name}.weight`), weights(`${name}.bias`)], { transB: 1 });
  return weights.adapt?.(name, x, y) ?? y;
}

export function layerNorm(weights: Weights, x: Value, name: string, epsilon: number): Value {
  return apply('LayerNormalization', [x, weights(`${name}.weight`), weights(`${name}.bias`)], {
    axis: -1,
    epsilon,
  });
}

function addAndNorm(weights: Weights, x: Value, residual: Value, name: string, epsilon: number): Value {
  return apply('SkipLayerNormalization', [x, residual, weights(`${name}.weight`), weights(`${name}.bias`)], {
    epsilon,
  });
}

export const gelu = (x: Value): Value => apply('Gelu', [x]);

export interface LayerContext {
  readonly weights: Weights;
  readonly heads: number;
  readonly hiddenSize: number;
  readonly epsilon: number;
  /** int32 [B, S]: 1 for a token, 0 for padding. */
  readonly mask: Value;
}

/** Folds rows back into sequences: [B·S, N] → [B, S, N], with B and S those of `like`. */
export function unfold(x: Value, like: Value, size: number): Result {
  const shape = apply('Concat', [apply('Shape', [like]), int64s(size)], { axis: 0 });
  return apply('Reshape', [x, shape]);
}

/** The positions whose output of a layer is wanted. */
export interface Queries {
  /** Takes their rows out of hidden states: [B·S, H] → [B·K, H]. */
  readonly take: (x: Value) => Value;
  /** A value shaped [B, K]. */
  readonly shapedLike: Value;
}

/**
 * One encoder layer.
 * @param x hidden states [B·S, H]
 * @param queries positions whose output is wanted; null computes all of them. Keys and values always come from every
 *   position.
 * @returns [B·S, H], or [B·K, H] with queries
 */
export function encoderLayer(
  context: LayerContext,
  x: Value,
  index: number,
  queries: Queries | null = null,
): Value {
  const { weights, epsilon, mask, heads, hiddenSize } = context;
  const name = `bert.encoder.layer.${index}`;
  const attention = `${name}.attention`;
  const wanted = queries ? queries.take(x) : x;
  const projection = (part: string, of: Value, like: Value) =>
    unfold(linear(weights, of, `${attention}.self.${part}`), like, hiddenSize);
  const query = projection('query', wanted, queries?.shapedLike ?? mask);
  const key = projection('key', x, mask);
  const value = projection('value', x, mask);
  const attended = apply('MultiHeadAttention', [query, key, value, null, mask], { num_heads: heads });
  const rows = apply('Reshape', [attended, int64s(-1, hiddenSize)]);
  const projected = linear(weights, rows, `${attention}.output.dense`);
  const mixed = addAndNorm(weights, projected, wanted, `${attention}.output.LayerNorm`, epsilon);
  const inner = gelu(linear(weights, mixed, `${name}.intermediate.dense`));
  return addAndNorm(
    weights,
    linear(weights, inner, `${name}.output.dense`),
    mixed,
    `${name}.output.LayerNorm`,
    epsilon,
  );
}
