import { apply } from './node.ts';
import type { Dim } from './shaped.ts';
import { constant, int64s, type Result, type Value } from './value.ts';

/** The terms that derivatives and written-out operators are made of. */

export const number = (value: number): Value => constant('float32', [], Float32Array.of(value));

export const add = (a: Value, b: Value): Result => apply('Add', [a, b]);
export const sub = (a: Value, b: Value): Result => apply('Sub', [a, b]);
export const mul = (a: Value, b: Value): Result => apply('Mul', [a, b]);
export const div = (a: Value, b: Value): Result => apply('Div', [a, b]);
export const neg = (x: Value): Result => apply('Neg', [x]);
export const exp = (x: Value): Result => apply('Exp', [x]);

/** A'·B', each transposed where its flag is 1. */
export const gemm = (a: Value, b: Value, transA: number, transB: number): Result =>
  apply('Gemm', [a, b], { transA, transB });

export const sum = (x: Value, axes: readonly number[], keep: boolean): Result =>
  apply('ReduceSum', [x, int64s(...axes)], { keepdims: keep ? 1 : 0 });

export const mean = (x: Value, axes: readonly number[]): Result =>
  apply('ReduceMean', [x, int64s(...axes)], { keepdims: 1 });

/** The last two axes change places. */
export function switched(x: Value): Result {
  const axes = [...x.dims.keys()];
  return apply('Transpose', [x], { perm: [...axes.slice(0, -2), ...axes.slice(-2).reverse()] });
}

/** All axes but the last are summed away: [.., H] → [H]. */
export const sumToRow = (x: Value): Value =>
  x.dims.length === 1 ? x : sum(x, [...x.dims.keys()].slice(0, -1), false);

/** Undoes broadcasting: sums a gradient over the axes along which `like` was repeated. */
export function sumTo(gradient: Value, like: Value): Value {
  const surplus = gradient.dims.length - like.dims.length;
  const leading = surplus > 0 ? sum(gradient, [...Array(surplus).keys()], false) : gradient;
  const isOne = (dim: Dim | undefined) => dim === 1;
  const repeated = [...like.dims.keys()].filter(
    (axis) => isOne(like.dims[axis]) && !isOne(leading.dims[axis]),
  );
  return repeated.length > 0 ? sum(leading, repeated, true) : leading;
}
