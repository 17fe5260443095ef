import { must } from '../../../src-main/base/assert.ts';
import { type Graph, partsOf } from '../../../src-main/graph/graph.ts';
import type { OpType } from '../../../src-main/graph/ops.ts';
import { GraphError } from '../../../src-main/graph/shaped.ts';
import type { Constant, External, Value } from '../../../src-main/graph/value.ts';
import { expand, logSoftmax, matMul, oneHot, reduce, transpose, unsqueeze } from './axes.ts';
import {
  attention,
  dynamicQuantizeMatMul,
  firstRows,
  gather,
  gatherNd,
  gemm,
  layerNormalization,
  reshape,
} from './kernels.ts';
import {
  attributeOf,
  binary,
  type Evaluate,
  erf,
  float,
  list,
  operand,
  type ReferenceTensor,
  unary,
} from './tensor.ts';

/**
 * A slow evaluator in double precision, each operator written the way its definition reads. Tests hold
 * the runtime and the graphs against it; nothing else uses it.
 */

const rules = {
  Add: binary((x, y) => x + y),
  Cast: (inputs, node) => ({
    ...operand(inputs, 0),
    type: attributeOf(node, 'to', 1) === 6 ? 'int32' : 'float32',
  }),
  Concat: (inputs) => list(inputs.flatMap((_, i) => [...operand(inputs, i).data])),
  Div: binary((x, y) => x / y),
  DynamicQuantizeMatMul: dynamicQuantizeMatMul,
  Erf: unary(erf),
  Exp: unary(Math.exp),
  Expand: expand,
  Gather: gather,
  GatherND: gatherNd,
  Gelu: unary((x) => (x / 2) * (1 + erf(x / Math.SQRT2))),
  Gemm: gemm,
  Identity: (inputs) => operand(inputs, 0),
  LayerNormalization: (inputs, node) =>
    layerNormalization(
      operand(inputs, 0),
      operand(inputs, 1),
      operand(inputs, 2),
      attributeOf(node, 'epsilon', 1e-5),
    ),
  LogSoftmax: logSoftmax,
  MatMul: matMul,
  Mul: binary((x, y) => x * y),
  MultiHeadAttention: attention,
  Neg: unary((x) => -x),
  OneHot: oneHot,
  ReduceMean: (inputs, node) => reduce(inputs, node, true),
  ReduceSum: (inputs, node) => reduce(inputs, node, false),
  Reshape: reshape,
  Shape: (inputs, node) => {
    const { dims } = operand(inputs, 0);
    return list(dims.slice(attributeOf(node, 'start', 0), attributeOf(node, 'end', dims.length)));
  },
  SkipLayerNormalization: (inputs, node) =>
    layerNormalization(
      binary((x, y) => x + y)(inputs.slice(0, 2), node),
      operand(inputs, 2),
      operand(inputs, 3),
      attributeOf(node, 'epsilon', 1e-12),
    ),
  Slice: firstRows,
  Softmax: (inputs) => {
    const logs = logSoftmax(inputs);
    return float(logs.dims, logs.data.map(Math.exp));
  },
  Sqrt: unary(Math.sqrt),
  Sub: binary((x, y) => x - y),
  Transpose: transpose,
  Unsqueeze: unsqueeze,
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
