import type { Attributes } from './node.ts';
import { type Dim, GraphError, type Shaped, type Value } from './value.ts';

/** The operators that graphs may use, each with its rule for types and shapes (ONNX operator set 20). */

type Inputs = readonly (Value | null)[];
export type AttributeKind = 'int' | 'ints' | 'float';

interface OpRule {
  /** Empty for ONNX's own operators. */
  readonly domain: '' | 'com.microsoft';
  /** Fewest and most inputs. */
  readonly inputs: readonly [number, number];
  readonly attributes: Readonly<Record<string, AttributeKind>>;
  readonly infer: (inputs: Inputs, attributes: Attributes) => Shaped;
}

function required(inputs: Inputs, index: number): Value {
  const value = inputs[index];
  if (!value) throw new GraphError(`input ${index} is missing`);
  return value;
}

function expect(holds: boolean, message: string): asserts holds {
  if (!holds) throw new GraphError(message);
}

function float(inputs: Inputs, index: number, rank?: number): Value {
  const value = required(inputs, index);
  expect(value.type === 'float32', `input ${index} is ${value.type}, not float32`);
  expect(
    rank === undefined || value.dims.length === rank,
    `input ${index} has shape [${value.dims}], not rank ${rank}`,
  );
  return value;
}

const show = (value: Shaped) => `[${value.dims.join(', ')}]`;
const same = (a: readonly Dim[], b: readonly Dim[]) =>
  a.length === b.length && a.every((dim, i) => dim === b[i]);
const last = (value: Shaped) => value.dims[value.dims.length - 1];
const number = (attributes: Attributes, name: string, fallback: number) => {
  const value = attributes[name] ?? fallback;
  expect(typeof value === 'number', `${name} is no number`);
  return value;
};

/** NumPy's broadcasting; a symbol meets itself or 1. */
function broadcast(a: readonly Dim[], b: readonly Dim[]): Dim[] {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, i) => {
    const left = a[i - rank + a.length] ?? 1;
    const right = b[i - rank + b.length] ?? 1;
    expect(left === right || left === 1 || right === 1, `[${a}] and [${b}] do not broadcast`);
    return left === 1 ? right : left;
  });
}

function rowOf(inputs: Inputs, index: number, width: Dim | undefined): void {
  const value = float(inputs, index, 1);
  expect(value.dims[0] === width, `input ${index} has shape ${show(value)}, not [${width}]`);
}

/** Product of dimensions; symbols are joined by name so that B and S give one size B*S. */
function product(dims: readonly Dim[]): Dim {
  const factors = dims.flatMap((dim) => String(dim).split('*'));
  const names = factors.filter((factor) => Number.isNaN(Number(factor))).sort();
  const known = factors
    .filter((factor) => !names.includes(factor))
    .reduce((all, one) => all * Number(one), 1);
  if (names.length === 0) return known;
  return known === 1 ? names.join('*') : `${known}*${names.join('*')}`;
}

function reshape(inputs: Inputs): Shaped {
  const data = required(inputs, 0);
  const target = required(inputs, 1).content;
  expect(target !== undefined, 'the new shape is not known');
  const free = target.indexOf(-1);
  if (free < 0) {
    expect(product(target) === product(data.dims), `${show(data)} does not fill [${target}]`);
    return { type: data.type, dims: target };
  }
  const rest = target.filter((_, i) => i !== free);
  const [all, taken] = [product(data.dims), product(rest)];
  if (typeof all === 'number' && typeof taken === 'number') {
    expect(all % taken === 0, `${show(data)} does not fill [${target}]`);
    return { type: data.type, dims: target.map((dim, i) => (i === free ? all / taken : dim)) };
  }
  const remaining = [...data.dims];
  for (const dim of rest) {
    const at = remaining.indexOf(dim);
    expect(at >= 0, `${show(data)} does not fill [${target}]`);
    remaining.splice(at, 1);
  }
  return { type: data.type, dims: target.map((dim, i) => (i === free ? product(remaining) : dim)) };
}

function gemm(inputs: Inputs, attributes: Attributes): Shaped {
  const a = float(inputs, 0, 2);
  const b = float(inputs, 1, 2);
  const [rows, inner] = number(attributes, 'transA', 0) ? [a.dims[1], a.dims[0]] : a.dims;
  const [innerB, columns] = number(attributes, 'transB', 0) ? [b.dims[1], b.dims[0]] : b.dims;
  expect(inner === innerB, `${show(a)} times ${show(b)}`);
  expect(rows !== undefined && columns !== undefined, 'not two matrices');
  if (inputs[2]) rowOf(inputs, 2, columns);
  return { type: 'float32', dims: [rows, columns] };
}

function gather(inputs: Inputs, attributes: Attributes): Shaped {
  const data = required(inputs, 0);
  const indices = required(inputs, 1);
  expect(number(attributes, 'axis', 0) === 0, 'only axis 0 is gathered');
  expect(indices.type === 'int64', `indices are ${indices.type}, not int64`);
  expect(data.dims.length > 0, 'nothing to gather from');
  return { type: data.type, dims: [...indices.dims, ...data.dims.slice(1)] };
}

function attention(inputs: Inputs, attributes: Attributes): Shaped {
  const [query, key, value] = [float(inputs, 0, 3), float(inputs, 1, 3), float(inputs, 2, 3)];
  const heads = number(attributes, 'num_heads', 0);
  const width = last(query);
  expect(
    typeof width === 'number' && heads > 0 && width % heads === 0,
    `${width} does not divide into ${heads} heads`,
  );
  expect(
    same(key.dims, value.dims) && key.dims[0] === query.dims[0] && last(key) === width,
    'query, key and value disagree',
  );
  const mask = inputs[4];
  if (mask) {
    expect(
      mask.type === 'int32' && same(mask.dims, key.dims.slice(0, 2)),
      `key padding mask is ${mask.type} ${show(mask)}`,
    );
  }
  return { type: 'float32', dims: query.dims };
}

function concat(inputs: Inputs, attributes: Attributes): Shaped {
  expect(number(attributes, 'axis', 0) === 0, 'only axis 0 is joined');
  const content = inputs.flatMap((_, i) => {
    const value = required(inputs, i);
    expect(value.type === 'int64' && value.dims.length === 1, `input ${i} is no int64 list`);
    expect(value.content !== undefined, `what input ${i} holds is not known`);
    return value.content;
  });
  return { type: 'int64', dims: [content.length], content };
}

function normalization(inputs: Inputs, skip: boolean): Shaped {
  const data = float(inputs, 0);
  if (skip) expect(same(float(inputs, 1).dims, data.dims), 'the two summands differ in shape');
  const first = skip ? 2 : 1;
  rowOf(inputs, first, last(data));
  rowOf(inputs, first + 1, last(data));
  return { type: 'float32', dims: data.dims };
}

const table = {
  Add: {
    domain: '',
    inputs: [2, 2],
    attributes: {},
    infer: (inputs) => ({ type: 'float32', dims: broadcast(float(inputs, 0).dims, float(inputs, 1).dims) }),
  },
  Concat: { domain: '', inputs: [1, 16], attributes: { axis: 'int' }, infer: concat },
  Gather: { domain: '', inputs: [2, 2], attributes: { axis: 'int' }, infer: gather },
  /** Exact (erf) Gaussian error linear unit. */
  Gelu: {
    domain: 'com.microsoft',
    inputs: [1, 1],
    attributes: {},
    infer: (inputs) => ({ type: 'float32', dims: float(inputs, 0).dims }),
  },
  Gemm: { domain: '', inputs: [2, 3], attributes: { transA: 'int', transB: 'int' }, infer: gemm },
  LayerNormalization: {
    domain: '',
    inputs: [3, 3],
    attributes: { axis: 'int', epsilon: 'float' },
    infer: (inputs) => normalization(inputs, false),
  },
  /** Query [B, Q, H], key and value [B, S, H], no bias, key padding mask int32 [B, S]. */
  MultiHeadAttention: {
    domain: 'com.microsoft',
    inputs: [5, 5],
    attributes: { num_heads: 'int' },
    infer: attention,
  },
  Reshape: { domain: '', inputs: [2, 2], attributes: {}, infer: reshape },
  Shape: {
    domain: '',
    inputs: [1, 1],
    attributes: {},
    infer: (inputs) => {
      const { dims } = required(inputs, 0);
      return { type: 'int64', dims: [dims.length], content: dims };
    },
  },
  /** Layer normalisation of the sum of two tensors. */
  SkipLayerNormalization: {
    domain: 'com.microsoft',
    inputs: [4, 4],
    attributes: { epsilon: 'float' },
    infer: (inputs) => normalization(inputs, true),
  },
} as const satisfies Record<string, OpRule>;

export type OpType = keyof typeof table;
export const ops: Readonly<Record<OpType, OpRule>> = table;
