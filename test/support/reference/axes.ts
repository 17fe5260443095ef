import { must } from '../../../src-main/base/assert.ts';
import type { Node } from '../../../src-main/graph/value.ts';
import {
  at,
  attributeOf,
  binary,
  broadcastIndex,
  float,
  type Operands,
  operand,
  type ReferenceTensor,
  size,
} from './tensor.ts';

/** Operators that move, repeat or join elements along axes. */

/** Places of a shape, row-major: the index along each axis for a flat index. */
function placeOf(dims: readonly number[], flat: number): number[] {
  const place: number[] = [];
  let rest = flat;
  for (const dim of dims.toReversed()) {
    place.unshift(rest % dim);
    rest = Math.floor(rest / dim);
  }
  return place;
}

const flatOf = (dims: readonly number[], place: readonly number[]) =>
  place.reduce((flat, index, axis) => flat * must(dims[axis], 'an axis') + index, 0);

/** C[.., i, j] = Σₖ A[.., i, k]·B[.., k, j], the leading axes broadcast. */
export function matMul(inputs: Operands): ReferenceTensor {
  const [a, b] = [operand(inputs, 0), operand(inputs, 1)];
  const [rows = 0, inner = 0] = a.dims.slice(-2);
  const columns = b.dims.at(-1) ?? 0;
  const numbered = (dims: readonly number[]) =>
    float(
      dims,
      Float64Array.from({ length: size(dims) }, (_, i) => i),
    );
  const [batchesA, batchesB] = [numbered(a.dims.slice(0, -2)), numbered(b.dims.slice(0, -2))];
  const { dims: batches } = binary((x) => x)([batchesA, batchesB], {} as Node);
  const out = new Float64Array(size(batches) * rows * columns);
  for (let batch = 0; batch < size(batches); batch++) {
    const fromA = broadcastIndex(batchesA, batches, batch) * rows * inner;
    const fromB = broadcastIndex(batchesB, batches, batch) * inner * columns;
    for (let i = 0; i < rows; i++) {
      for (let j = 0; j < columns; j++) {
        let sum = 0;
        for (let k = 0; k < inner; k++) sum += at(a, fromA + i * inner + k) * at(b, fromB + k * columns + j);
        out[(batch * rows + i) * columns + j] = sum;
      }
    }
  }
  return float([...batches, rows, columns], out);
}

/** Σ over the named axes, or their mean. */
export function reduce(inputs: Operands, node: Node, mean: boolean): ReferenceTensor {
  const x = operand(inputs, 0);
  const rank = x.dims.length;
  const named = inputs[1] ? [...inputs[1].data].map((axis) => (axis + rank) % rank) : [...x.dims.keys()];
  const kept = x.dims.map((dim, axis) => (named.includes(axis) ? 1 : dim));
  const out = new Float64Array(size(kept));
  const share = mean ? size(kept) / x.data.length : 1;
  for (const [flat, value] of x.data.entries()) {
    const place = placeOf(x.dims, flat).map((index, axis) => (named.includes(axis) ? 0 : index));
    const to = flatOf(kept, place);
    out[to] = must(out[to], 'an element') + value * share;
  }
  const keep = attributeOf(node, 'keepdims', 1) === 1;
  return float(keep ? kept : kept.filter((_, axis) => !named.includes(axis)), out);
}

export function transpose(inputs: Operands, node: Node): ReferenceTensor {
  const x = operand(inputs, 0);
  const perm = node.attributes.perm as readonly number[];
  const dims = perm.map((axis) => must(x.dims[axis], 'an axis'));
  const data = x.data.map((_, flat) => {
    const place = placeOf(dims, flat);
    return at(
      x,
      flatOf(
        x.dims,
        [...x.dims.keys()].map((axis) => must(place[perm.indexOf(axis)], 'an index')),
      ),
    );
  });
  return { ...x, dims, data };
}

export function expand(inputs: Operands): ReferenceTensor {
  const x = operand(inputs, 0);
  const dims = [...operand(inputs, 1).data];
  const data = Float64Array.from({ length: size(dims) }, (_, i) => at(x, broadcastIndex(x, dims, i)));
  return { ...x, dims, data };
}

export function unsqueeze(inputs: Operands): ReferenceTensor {
  const x = operand(inputs, 0);
  const named = operand(inputs, 1).data;
  const rank = x.dims.length + named.length;
  const axes = [...named].map((axis) => (axis + rank) % rank);
  const old = [...x.dims];
  return { ...x, dims: Array.from({ length: rank }, (_, i) => (axes.includes(i) ? 1 : (old.shift() ?? 1))) };
}

export function oneHot(inputs: Operands): ReferenceTensor {
  const [indices, depth, values] = [operand(inputs, 0), at(operand(inputs, 1), 0), operand(inputs, 2)];
  const out = new Float64Array(indices.data.length * depth).fill(at(values, 0));
  for (const [i, index] of indices.data.entries()) out[i * depth + index] = at(values, 1);
  return float([...indices.dims, depth], out);
}

/** log Σ exp is taken off each row of the last axis: log softmax. */
export function logSoftmax(inputs: Operands): ReferenceTensor {
  const x = operand(inputs, 0);
  const width = x.dims.at(-1) ?? 1;
  const out = new Float64Array(x.data.length);
  for (let from = 0; from < x.data.length; from += width) {
    const row = x.data.subarray(from, from + width);
    const most = row.reduce((a, b) => Math.max(a, b), -Infinity);
    const sum = most + Math.log(row.reduce((total, one) => total + Math.exp(one - most), 0));
    for (const [i, one] of row.entries()) out[from + i] = one - sum;
  }
  return float(x.dims, out);
}
