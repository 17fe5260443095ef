import { must } from '../../../src-main/base/assert.ts';
import type { ElementType } from '../../../src-main/graph/shaped.ts';
import type { Node } from '../../../src-main/graph/value.ts';

/** Row-major. Indices and shapes are kept as doubles too. */
export interface ReferenceTensor {
  readonly type: ElementType;
  readonly dims: readonly number[];
  readonly data: Float64Array;
}

export type Operands = readonly (ReferenceTensor | null)[];
export type Evaluate = (inputs: Operands, node: Node) => ReferenceTensor;

export const size = (dims: readonly number[]) => dims.reduce((product, dim) => product * dim, 1);

export const float = (dims: readonly number[], data: Float64Array): ReferenceTensor => ({
  type: 'float32',
  dims,
  data,
});
export const list = (values: readonly number[]): ReferenceTensor => ({
  type: 'int64',
  dims: [values.length],
  data: Float64Array.from(values),
});

export const operand = (inputs: Operands, index: number) => must(inputs[index], `operand ${index}`);
export const at = (tensor: ReferenceTensor, index: number) => must(tensor.data[index], 'an element');
export const attributeOf = ({ attributes }: Node, name: string, fallback: number) =>
  (attributes[name] as number | undefined) ?? fallback;

/** Maclaurin series near zero, a continued fraction in the tails: good to 1e-15. */
export function erf(x: number): number {
  const z = Math.abs(x);
  if (z > 6) return Math.sign(x);
  if (z < 2.5) {
    let term = x;
    let sum = x;
    for (let n = 1; Math.abs(term) > 1e-17 * Math.abs(sum) && n < 200; n++) {
      term *= (-x * x) / n;
      sum += term / (2 * n + 1);
    }
    return (2 / Math.sqrt(Math.PI)) * sum;
  }
  let fraction = 0;
  for (let n = 60; n > 0; n--) fraction = n / 2 / (z + fraction);
  return Math.sign(x) * (1 - Math.exp(-z * z) / (Math.sqrt(Math.PI) * (z + fraction)));
}

/** NumPy's broadcasting: the element of `tensor` that belongs to a place in the broadcast shape. */
export function broadcastIndex(tensor: ReferenceTensor, dims: readonly number[], flat: number): number {
  let rest = flat;
  let index = 0;
  let stride = 1;
  for (let i = 1; i <= dims.length; i++) {
    const dim = must(dims[dims.length - i], 'a dimension');
    const own = tensor.dims[tensor.dims.length - i] ?? 1;
    if (own !== 1) index += (rest % dim) * stride;
    stride *= own;
    rest = Math.floor(rest / dim);
  }
  return index;
}

/** The shape that two shapes broadcast to. */
const together = (a: readonly number[], b: readonly number[]): number[] => {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, i) =>
    Math.max(a[i - rank + a.length] ?? 1, b[i - rank + b.length] ?? 1),
  );
};

export const unary =
  (of: (x: number) => number): Evaluate =>
  (inputs) => {
    const x = operand(inputs, 0);
    return float(x.dims, x.data.map(of));
  };

export const binary =
  (of: (x: number, y: number) => number): Evaluate =>
  (inputs) => {
    const [a, b] = [operand(inputs, 0), operand(inputs, 1)];
    const dims = together(a.dims, b.dims);
    const data = Float64Array.from({ length: size(dims) }, (_, i) =>
      of(at(a, broadcastIndex(a, dims, i)), at(b, broadcastIndex(b, dims, i))),
    );
    return float(dims, data);
  };
