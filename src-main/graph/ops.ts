import { float, type Inputs } from './dims.ts';
import {
  attention,
  cast,
  concat,
  dynamicQuantizeMatMul,
  expand,
  firstRows,
  gather,
  gatherNd,
  gemm,
  matMul,
  normalization,
  oneHot,
  overLastAxis,
  reduce,
  reshape,
  shape,
  transpose,
  unsqueeze,
  withBroadcast,
} from './shape-rules.ts';
import type { Attributes, Shaped } from './shaped.ts';

/** The operators that graphs may use, each with its rule for types and shapes (ONNX operator set 20). */

export type AttributeKind = 'int' | 'ints' | 'float';

interface OpRule {
  /** Empty for ONNX's own operators. */
  readonly domain: '' | 'com.microsoft';
  /** Fewest and most inputs. */
  readonly inputs: readonly [number, number];
  readonly attributes: Readonly<Record<string, AttributeKind>>;
  readonly infer: (inputs: Inputs, attributes: Attributes) => Shaped;
}

/** Element by element over one tensor. */
const unary = {
  domain: '',
  inputs: [1, 1],
  attributes: {},
  infer: (inputs) => ({ type: 'float32', dims: float(inputs, 0).dims }),
} as const satisfies OpRule;

/** Element by element over two tensors that broadcast. */
const binary = { domain: '', inputs: [2, 2], attributes: {}, infer: withBroadcast } as const satisfies OpRule;

/** Over one or more axes, all of them where none is named; `keepdims` defaults to 1. */
const reduction = {
  domain: '',
  inputs: [1, 2],
  attributes: { keepdims: 'int' },
  infer: reduce,
} as const satisfies OpRule;

/** Over the last axis. */
const normalising = {
  domain: '',
  inputs: [1, 1],
  attributes: { axis: 'int' },
  infer: overLastAxis,
} as const satisfies OpRule;

const table = {
  Add: binary,
  /** From integers to float32 (`to` 1) or int32 (`to` 6). */
  Cast: { domain: '', inputs: [1, 1], attributes: { to: 'int' }, infer: cast },
  Concat: { domain: '', inputs: [1, 16], attributes: { axis: 'int' }, infer: concat },
  Div: binary,
  /**
   * x [.., K] times int8 weights [K, N] with a scale [N], no zero point, and a bias [N]; x is quantised to uint8 as a
   * whole while it runs.
   */
  DynamicQuantizeMatMul: {
    domain: 'com.microsoft',
    inputs: [5, 5],
    attributes: {},
    infer: dynamicQuantizeMatMul,
  },
  Erf: unary,
  Exp: unary,
  /** Broadcasts to a shape whose every dimension is given. */
  Expand: { domain: '', inputs: [2, 2], attributes: {}, infer: expand },
  Gather: { domain: '', inputs: [2, 2], attributes: { axis: 'int' }, infer: gather },
  /** Data [B, N, ..], int64 indices [B, K, 1] → [B, K, ..]: of each batch its own rows. */
  GatherND: { domain: '', inputs: [2, 2], attributes: { batch_dims: 'int' }, infer: gatherNd },
  /** Exact (erf) Gaussian error linear unit. */
  Gelu: { ...unary, domain: 'com.microsoft' },
  Gemm: { domain: '', inputs: [2, 3], attributes: { transA: 'int', transB: 'int' }, infer: gemm },
  /** The value under a second name: two outputs of a graph may be one value. */
  Identity: unary,
  LayerNormalization: {
    domain: '',
    inputs: [3, 3],
    attributes: { axis: 'int', epsilon: 'float' },
    infer: (inputs) => normalization(inputs, false),
  },
  LogSoftmax: normalising,
  /** Matrices in the last two axes, batches in the others, which broadcast. */
  MatMul: { domain: '', inputs: [2, 2], attributes: {}, infer: matMul },
  Mul: binary,
  /** Query [B, Q, H], key and value [B, S, H], no bias, key padding mask int32 [B, S]. */
  MultiHeadAttention: {
    domain: 'com.microsoft',
    inputs: [5, 5],
    attributes: { num_heads: 'int' },
    infer: attention,
  },
  Neg: unary,
  /** Indices int64 [..], depth int64 [1], values float32 [2] (off, on) → [.., depth]. */
  OneHot: { domain: '', inputs: [3, 3], attributes: { axis: 'int' }, infer: oneHot },
  ReduceMean: reduction,
  ReduceSum: reduction,
  Reshape: { domain: '', inputs: [2, 2], attributes: {}, infer: reshape },
  /** Of the axes [start, end). */
  Shape: { domain: '', inputs: [1, 1], attributes: { start: 'int', end: 'int' }, infer: shape },
  /** Layer normalisation of the sum of two tensors. */
  SkipLayerNormalization: {
    domain: 'com.microsoft',
    inputs: [4, 4],
    attributes: { epsilon: 'float' },
    infer: (inputs) => normalization(inputs, true),
  },
  /** The first rows: data, starts [0], ends [n]. */
  Slice: { domain: '', inputs: [3, 3], attributes: {}, infer: firstRows },
  Softmax: normalising,
  Sqrt: unary,
  Sub: binary,
  Transpose: { domain: '', inputs: [1, 1], attributes: { perm: 'ints' }, infer: transpose },
  Unsqueeze: { domain: '', inputs: [2, 2], attributes: {}, infer: unsqueeze },
} as const satisfies Record<string, OpRule>;

export type OpType = keyof typeof table;
export const ops: Readonly<Record<OpType, OpRule>> = table;
