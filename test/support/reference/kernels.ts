import { must } from '../../../src-main/base/assert.ts';
import { GraphError } from '../../../src-main/graph/shaped.ts';
import type { Node } from '../../../src-main/graph/value.ts';
import {
  at,
  attributeOf,
  type Evaluate,
  float,
  type Operands,
  operand,
  type ReferenceTensor,
  size,
} from './tensor.ts';

/** Operators whose definition takes more than a line. */

export function gemm(inputs: Operands, node: Node): ReferenceTensor {
  const [a, b] = [operand(inputs, 0), operand(inputs, 1)];
  const [rowsA = 0, columnsA = 0] = a.dims;
  const [rowsB = 0, columnsB = 0] = b.dims;
  const flipA = attributeOf(node, 'transA', 0) === 1;
  const flipB = attributeOf(node, 'transB', 0) === 1;
  const [rows, inner] = flipA ? [columnsA, rowsA] : [rowsA, columnsA];
  const columns = flipB ? rowsB : columnsB;
  const bias = inputs[2];
  const out = new Float64Array(rows * columns);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      let sum = bias ? at(bias, j) : 0;
      for (let k = 0; k < inner; k++) {
        const left = at(a, flipA ? k * columnsA + i : i * columnsA + k);
        sum += left * at(b, flipB ? j * columnsB + k : k * columnsB + j);
      }
      out[i * columns + j] = sum;
    }
  }
  return float([rows, columns], out);
}

export function gather(inputs: Operands): ReferenceTensor {
  const [data, indices] = [operand(inputs, 0), operand(inputs, 1)];
  const width = size(data.dims.slice(1));
  const rows = Array.from(indices.data, (index) => data.data.subarray(index * width, (index + 1) * width));
  const out = new Float64Array(rows.length * width);
  for (const [i, row] of rows.entries()) out.set(row, i * width);
  return { type: data.type, dims: [...indices.dims, ...data.dims.slice(1)], data: out };
}

/** Of each batch its own rows: data [B, N, ..], indices [B, K, 1]. */
export function gatherNd(inputs: Operands): ReferenceTensor {
  const [data, indices] = [operand(inputs, 0), operand(inputs, 1)];
  const [batch = 0, count = 0] = indices.dims;
  const width = size(data.dims.slice(2));
  const rows = data.dims[1] ?? 0;
  const out = new Float64Array(batch * count * width);
  for (let i = 0; i < batch * count; i++) {
    const row = Math.floor(i / count) * rows + at(indices, i);
    out.set(data.data.subarray(row * width, (row + 1) * width), i * width);
  }
  return { type: data.type, dims: [batch, count, ...data.dims.slice(2)], data: out };
}

export function firstRows(inputs: Operands): ReferenceTensor {
  const [data, ends] = [operand(inputs, 0), operand(inputs, 2)];
  const dims = [at(ends, 0), ...data.dims.slice(1)];
  return { type: data.type, dims, data: data.data.subarray(0, size(dims)) };
}

export function reshape(inputs: Operands): ReferenceTensor {
  const [data, target] = [operand(inputs, 0), operand(inputs, 1)];
  const known = [...target.data].filter((dim) => dim !== -1);
  const dims = [...target.data].map((dim) => (dim === -1 ? data.data.length / size(known) : dim));
  if (size(dims) !== data.data.length)
    throw new GraphError(`Reshape: [${data.dims}] does not fill [${dims}]`);
  return { ...data, dims };
}

/** (x − mean) / √(variance + ε) · scale + shift over the last axis (Ba et al. 2016). */
export function layerNormalization(
  x: ReferenceTensor,
  scale: ReferenceTensor,
  shift: ReferenceTensor,
  epsilon: number,
): ReferenceTensor {
  const width = scale.data.length;
  const out = new Float64Array(x.data.length);
  for (let from = 0; from < x.data.length; from += width) {
    const row = x.data.subarray(from, from + width);
    const mean = row.reduce((sum, one) => sum + one, 0) / width;
    const variance = row.reduce((sum, one) => sum + (one - mean) ** 2, 0) / width;
    for (const [i, value] of row.entries()) {
      out[from + i] = ((value - mean) / Math.sqrt(variance + epsilon)) * at(scale, i) + at(shift, i);
    }
  }
  return float(x.dims, out);
}

/** softmax(Q·Kᵀ/√d)·V for each head (Vaswani et al. 2017); keys with mask 0 get no weight. */
export function attention(inputs: Operands, node: Node): ReferenceTensor {
  const [query, key, value] = [operand(inputs, 0), operand(inputs, 1), operand(inputs, 2)];
  const mask = inputs[4];
  const [batch = 0, queries = 0, width = 0] = query.dims;
  const keys = must(key.dims[1], 'keys');
  const heads = attributeOf(node, 'num_heads', 1);
  const depth = width / heads;
  const out = new Float64Array(query.data.length);
  for (let b = 0; b < batch; b++) {
    for (let head = 0; head < heads; head++) {
      for (let q = 0; q < queries; q++) {
        const queryAt = (b * queries + q) * width + head * depth;
        const scores = Array.from({ length: keys }, (_, k) => {
          if (mask && at(mask, b * keys + k) === 0) return -Infinity;
          const keyAt = (b * keys + k) * width + head * depth;
          let dot = 0;
          for (let d = 0; d < depth; d++) dot += at(query, queryAt + d) * at(key, keyAt + d);
          return dot / Math.sqrt(depth);
        });
        const most = Math.max(...scores);
        const shares = scores.map((score) => Math.exp(score - most));
        const total = shares.reduce((sum, one) => sum + one, 0);
        for (const [k, share] of shares.entries()) {
          const valueAt = (b * keys + k) * width + head * depth;
          for (let d = 0; d < depth; d++)
            out[queryAt + d] =
              must(out[queryAt + d], 'an element') + (share / total) * at(value, valueAt + d);
        }
      }
    }
  }
  return float(query.dims, out);
}

/** ONNX's DynamicQuantizeLinear over all of x, then the product of integers, scaled back. */
export const dynamicQuantizeMatMul: Evaluate = (inputs) => {
  const [x, weights, scales, bias] = [0, 1, 2, 4].map((i) => operand(inputs, i)) as [
    ReferenceTensor,
    ReferenceTensor,
    ReferenceTensor,
    ReferenceTensor,
  ];
  const least = Math.min(0, ...x.data);
  const scale = (Math.max(0, ...x.data) - least) / 255;
  const clamp = (value: number) => Math.min(255, Math.max(0, value));
  const zero = clamp(roundToEven(-least / scale));
  const quantised = x.data.map((value) => clamp(roundToEven(value / scale) + zero) - zero);
  const [inner = 0, columns = 0] = weights.dims;
  const rows = quantised.length / inner;
  const out = new Float64Array(rows * columns);
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      let sum = 0;
      for (let k = 0; k < inner; k++)
        sum += (quantised[row * inner + k] as number) * at(weights, k * columns + column);
      out[row * columns + column] = sum * scale * at(scales, column) + at(bias, column);
    }
  return float([...x.dims.slice(0, -1), columns], out);
};

function roundToEven(value: number): number {
  const down = Math.floor(value);
  const over = value - down;
  if (over !== 0.5) return Math.round(value);
  return down % 2 === 0 ? down : down + 1;
}
