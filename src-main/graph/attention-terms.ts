import { apply } from './node.ts';
import { mul, number, sub } from './terms.ts';
import { int64s, type Result, type Value } from './value.ts';

/** The terms that attention is written with in ONNX's own operators. */

/** [B, N, H] → [B, heads, N, H / heads] */
export function split(x: Value, heads: number): Value {
  const places = apply('Shape', [x], { start: 0, end: 2 });
  const depth = (x.dims[2] as number) / heads;
  const shape = apply('Concat', [places, int64s(heads, depth)], { axis: 0 });
  return apply('Transpose', [apply('Reshape', [x, shape])], { perm: [0, 2, 1, 3] });
}

/** The inverse of `split`, to the shape of `like`. */
export const join = (x: Value, like: Value): Result =>
  apply('Reshape', [apply('Transpose', [x], { perm: [0, 2, 1, 3] }), apply('Shape', [like])]);

/** 0 for a key that counts and −10⁹ for one that does not, [B, 1, 1, S]. */
export function penalty(mask: Value): Value {
  const flags = apply('Cast', [mask], { to: 1 });
  return apply('Unsqueeze', [mul(sub(flags, number(1)), number(1e9)), int64s(1, 2)]);
}
