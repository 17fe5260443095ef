import { must } from '../base/assert.ts';
import { type Graph, partsOf } from './graph.ts';
import type { Node } from './node.ts';
import type { OpType } from './ops.ts';
import { type Constant, type ElementType, type External, GraphError, type Value } from './value.ts';

/**
 * A slow evaluator in double precision, each operator written the way its definition reads. Tests hold
 * the runtime and the graphs against it; nothing else uses it.
 */

/** Row-major. Indices and shapes are kept as doubles too. */
export interface ReferenceTensor {
  readonly type: ElementType;
  readonly dims: readonly number[];
  readonly data: Float64Array;
}

type Operands = readonly (ReferenceTensor | null)[];
type Evaluate = (inputs: Operands, node: Node) => ReferenceTensor;

const size = (dims: readonly number[]) => dims.reduce((product, dim) => product * dim, 1);

const float = (dims: readonly number[], data: Float64Array): ReferenceTensor => ({
  type: 'float32',
  dims,
  data,
});
const list = (values: readonly number[]): ReferenceTensor => ({
  type: 'int64',
  dims: [values.length],
  data: Float64Array.from(values),
});

const operand = (inputs: Operands, index: number) => must(inputs[index], `operand ${index}`);
const at = (tensor: ReferenceTensor, index: number) => must(tensor.data[index], 'an element');
const attributeOf = ({ attributes }: Node, name: string, fallback: number) =>
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
function broadcastIndex(tensor: ReferenceTensor, dims: readonly number[], flat: number): number {
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

function add(inputs: Operands): ReferenceTensor {
  const [a, b] = [operand(inputs, 0), operand(inputs, 1)];
  const rank = Math.max(a.dims.length, b.dims.length);
  const dims = Array.from({ length: rank }, (_, i) =>
    Math.max(a.dims[i - rank + a.dims.length] ?? 1, b.dims[i - rank + b.dims.length] ?? 1),
  );
  const sum = Float64Array.from(
    { length: size(dims) },
    (_, i) => at(a, broadcastIndex(a, dims, i)) + at(b, broadcastIndex(b, dims, i)),
  );
  return float(dims, sum);
}

function gemm(inputs: Operands, node: Node): ReferenceTensor {
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

function gather(inputs: Operands): ReferenceTensor {
  const [data, indices] = [operand(inputs, 0), operand(inputs, 1)];
  const width = size(data.dims.slice(1));
  const rows = Array.from(indices.data, (index) => data.data.subarray(index * width, (index + 1) * width));
  const out = new Float64Array(rows.length * width);
  for (const [i, row] of rows.entries()) out.set(row, i * width);
  return { type: data.type, dims: [...indices.dims, ...data.dims.slice(1)], data: out };
}

function reshape(inputs: Operands): ReferenceTensor {
  const [data, target] = [operand(inputs, 0), operand(inputs, 1)];
  const known = [...target.data].filter((dim) => dim !== -1);
  const dims = [...target.data].map((dim) => (dim === -1 ? data.data.length / size(known) : dim));
  if (size(dims) !== data.data.length)
    throw new GraphError(`Reshape: [${data.dims}] does not fill [${dims}]`);
  return { ...data, dims };
}

/** (x − mean) / √(variance + ε) · scale + shift over the last axis (Ba et al. 2016). */
function layerNormalization(
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
function attention(inputs: Operands, node: Node): ReferenceTensor {
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

const rules = {
  Add: add,
  Concat: (inputs) => list(inputs.flatMap((_, i) => [...operand(inputs, i).data])),
  Gather: gather,
  Gelu: (inputs) => {
    const x = operand(inputs, 0);
    return float(
      x.dims,
      x.data.map((one) => (one / 2) * (1 + erf(one / Math.SQRT2))),
    );
  },
  Gemm: gemm,
  LayerNormalization: (inputs, node) =>
    layerNormalization(
      operand(inputs, 0),
      operand(inputs, 1),
      operand(inputs, 2),
      attributeOf(node, 'epsilon', 1e-5),
    ),
  MultiHeadAttention: attention,
  Reshape: reshape,
  Shape: (inputs) => list(operand(inputs, 0).dims),
  SkipLayerNormalization: (inputs, node) =>
    layerNormalization(
      add(inputs.slice(0, 2)),
      operand(inputs, 2),
      operand(inputs, 3),
      attributeOf(node, 'epsilon', 1e-12),
    ),
} as const satisfies Record<OpType, Evaluate>;

const constantTensor = ({ type, dims, data }: Constant): ReferenceTensor => ({
  type,
  dims: dims as readonly number[],
  data: Float64Array.from(data as ArrayLike<number | bigint>, Number),
});

/**
 * Evaluates a graph.
 * @param feeds tensors by input name
 * @param read float32 contents of an external value
 * @throws GraphError where an input is not fed
 */
export function evaluate(
  whole: Graph,
  feeds: Readonly<Record<string, ReferenceTensor>>,
  read: (value: External) => Float32Array,
): Record<string, ReferenceTensor> {
  const { inputs, constants, externals, results } = partsOf(whole);
  const known = new Map<Value, ReferenceTensor>();
  for (const one of inputs) {
    const fed = feeds[one.name];
    if (!fed) throw new GraphError(`${whole.name}: nothing is fed to ${one.name}`);
    known.set(one, fed);
  }
  for (const one of constants) known.set(one, constantTensor(one));
  for (const one of externals)
    known.set(one, float(one.dims as readonly number[], Float64Array.from(read(one))));
  const tensorOf = (value: Value | null) => (value ? must(known.get(value), 'an earlier result') : null);
  for (const result of results) {
    known.set(result, rules[result.node.op](result.node.inputs.map(tensorOf), result.node));
  }
  return Object.fromEntries(
    Object.entries(whole.outputs).map(([name, value]) => [name, must(tensorOf(value), 'an output')]),
  );
}
