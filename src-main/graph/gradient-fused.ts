import { join, penalty, split } from './attention-terms.ts';
import { apply } from './node.ts';
import type { Attributes } from './shaped.ts';
import { add, div, exp, mean, mul, number, sub, sum, sumToRow, switched } from './terms.ts';
import type { Value } from './value.ts';

/** Derivatives of the operators that stand for a whole formula, written out in ONNX's own operators. */

/** d/dx x·Φ(x) = Φ(x) + x·φ(x) (Hendrycks and Gimpel 2016), times the gradient. */
export function geluGradient(x: Value, gradient: Value): Value {
  const half = mul(x, number(Math.SQRT1_2));
  const density = mul(exp(mul(mul(x, x), number(-0.5))), number(1 / Math.sqrt(2 * Math.PI)));
  const cumulative = mul(add(apply('Erf', [half]), number(1)), number(0.5));
  return mul(gradient, add(cumulative, mul(x, density)));
}

/**
 * Layer normalisation over the last axis (Ba et al. 2016), mean and deviation computed anew.
 * @returns gradients of x, scale and shift
 */
export function layerNormGradients(
  x: Value,
  scale: Value,
  { epsilon = 1e-5 }: Attributes,
  gradient: Value,
): [Value, Value, Value] {
  const centred = sub(x, mean(x, [-1]));
  const variance = mean(mul(centred, centred), [-1]);
  const deviation = apply('Sqrt', [add(variance, number(epsilon as number))]);
  const normal = div(centred, deviation);
  const scaled = mul(gradient, scale);
  const along = mul(normal, mean(mul(scaled, normal), [-1]));
  const gx = div(sub(sub(scaled, mean(scaled, [-1])), along), deviation);
  return [gx, sumToRow(mul(gradient, normal)), sumToRow(gradient)];
}

interface Attention {
  /** [B, Q, H] */
  readonly query: Value;
  /** [B, S, H] */
  readonly key: Value;
  readonly value: Value;
  /** int32 [B, S], 0 for keys that get no weight. */
  readonly mask: Value | null;
  readonly heads: number;
}

/**
 * softmax(Q·Kᵀ/√d)·V for each head (Vaswani et al. 2017), the shares computed anew.
 * @returns gradients of query, key and value
 */
export function multiHeadAttentionGradients(
  { query, key, value, mask, heads }: Attention,
  gradient: Value,
): [Value, Value, Value] {
  const [q, k, v] = [split(query, heads), split(key, heads), split(value, heads)];
  const g = split(gradient, heads);
  const factor = number(1 / Math.sqrt((query.dims[2] as number) / heads));
  const scores = mul(apply('MatMul', [q, switched(k)]), factor);
  const shares = apply('Softmax', [mask ? add(scores, penalty(mask)) : scores], { axis: -1 });
  const gShares = mul(apply('MatMul', [g, switched(v)]), shares);
  const gScores = mul(sub(gShares, mul(shares, sum(gShares, [-1], true))), factor);
  return [
    join(apply('MatMul', [gScores, k]), query),
    join(apply('MatMul', [switched(gScores), q]), key),
    join(apply('MatMul', [switched(shares), g]), value),
  ];
}
