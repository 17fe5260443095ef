import {
  axesOf,
  broadcast,
  expect,
  float,
  type Inputs,
  last,
  number,
  product,
  required,
  rowOf,
  same,
  show,
} from './dims.ts';
import type { Attributes, Dim, Shaped } from './shaped.ts';

/** Types and shapes of operators' outputs, by the rules of ONNX operator set 20. */

export function reshape(inputs: Inputs): Shaped {
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

export function gemm(inputs: Inputs, attributes: Attributes): Shaped {
  const a = float(inputs, 0, 2);
  const b = float(inputs, 1, 2);
  const [rows, inner] = number(attributes, 'transA', 0) ? [a.dims[1], a.dims[0]] : a.dims;
  const [innerB, columns] = number(attributes, 'transB', 0) ? [b.dims[1], b.dims[0]] : b.dims;
  expect(inner === innerB, `${show(a)} times ${show(b)}`);
  expect(rows !== undefined && columns !== undefined, 'not two matrices');
  if (inputs[2]) rowOf(inputs, 2, columns);
  return { type: 'float32', dims: [rows, columns] };
}

export function dynamicQuantizeMatMul(inputs: Inputs): Shaped {
  const x = float(inputs, 0);
  const weights = required(inputs, 1);
  expect(weights.type === 'int8' && weights.dims.length === 2, 'the weights are no int8 matrix');
  const [inner, columns] = weights.dims;
  expect(columns !== undefined && last(x) === inner, `${show(x)} times ${show(weights)}`);
  rowOf(inputs, 2, columns);
  expect(!inputs[3], 'weights are symmetric: no zero point');
  rowOf(inputs, 4, columns);
  return { type: 'float32', dims: [...x.dims.slice(0, -1), columns] };
}

export function gather(inputs: Inputs, attributes: Attributes): Shaped {
  const data = required(inputs, 0);
  const indices = required(inputs, 1);
  expect(number(attributes, 'axis', 0) === 0, 'only axis 0 is gathered');
  expect(indices.type === 'int64', `indices are ${indices.type}, not int64`);
  expect(data.dims.length > 0, 'nothing to gather from');
  return { type: data.type, dims: [...indices.dims, ...data.dims.slice(1)] };
}

export function gatherNd(inputs: Inputs, attributes: Attributes): Shaped {
  const data = required(inputs, 0);
  const indices = required(inputs, 1);
  expect(number(attributes, 'batch_dims', 0) === 1, 'only rows of a batch are gathered');
  expect(indices.type === 'int64', `indices are ${indices.type}, not int64`);
  const [batch, count, depth] = indices.dims;
  expect(
    indices.dims.length === 3 && depth === 1 && data.dims.length > 1 && data.dims[0] === batch,
    `${show(indices)} are no rows of ${show(data)}`,
  );
  return { type: data.type, dims: [batch as Dim, count as Dim, ...data.dims.slice(2)] };
}

export function firstRows(inputs: Inputs): Shaped {
  const { type, dims } = required(inputs, 0);
  const [starts, ends] = [required(inputs, 1).content, required(inputs, 2).content];
  expect(starts?.length === 1 && starts[0] === 0, 'only the first rows are taken');
  expect(ends?.length === 1 && dims.length > 0, 'how many rows is not known');
  return { type, dims: [ends[0] as Dim, ...dims.slice(1)] };
}

/** TensorProto.DataType of the types that numbers are cast to. */
const castTypes: Readonly<Record<number, Shaped['type']>> = { 1: 'float32', 6: 'int32' };

export function cast(inputs: Inputs, attributes: Attributes): Shaped {
  const type = castTypes[number(attributes, 'to', 1)];
  expect(type !== undefined, 'only float32 and int32 are cast to');
  return { type, dims: required(inputs, 0).dims };
}

export function attention(inputs: Inputs, attributes: Attributes): Shaped {
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

export function concat(inputs: Inputs, attributes: Attributes): Shaped {
  expect(number(attributes, 'axis', 0) === 0, 'only axis 0 is joined');
  const content = inputs.flatMap((_, i) => {
    const value = required(inputs, i);
    expect(value.type === 'int64' && value.dims.length === 1, `input ${i} is no int64 list`);
    expect(value.content !== undefined, `what input ${i} holds is not known`);
    return value.content;
  });
  return { type: 'int64', dims: [content.length], content };
}

export function normalization(inputs: Inputs, skip: boolean): Shaped {
  const data = float(inputs, 0);
  if (skip) expect(same(float(inputs, 1).dims, data.dims), 'the two summands differ in shape');
  const first = skip ? 2 : 1;
  rowOf(inputs, first, last(data));
  rowOf(inputs, first + 1, last(data));
  return { type: 'float32', dims: data.dims };
}

export const withBroadcast = (inputs: Inputs): Shaped => ({
  type: 'float32',
  dims: broadcast(float(inputs, 0).dims, float(inputs, 1).dims),
});

export function overLastAxis(inputs: Inputs, attributes: Attributes): Shaped {
  const { dims } = float(inputs, 0);
  expect(dims.length > 0, 'a single number has no last axis');
  expect(number(attributes, 'axis', -1) === -1, 'only the last axis is normalised');
  return { type: 'float32', dims };
}

export function matMul(inputs: Inputs): Shaped {
  const [a, b] = [float(inputs, 0), float(inputs, 1)];
  const [rows, innerA] = a.dims.slice(-2);
  const [innerB, columns] = b.dims.slice(-2);
  expect(a.dims.length > 1 && b.dims.length > 1, `${show(a)} times ${show(b)}: not two matrices`);
  expect(innerA === innerB, `${show(a)} times ${show(b)}`);
  expect(rows !== undefined && columns !== undefined, 'not two matrices');
  return {
    type: 'float32',
    dims: [...broadcast(a.dims.slice(0, -2), b.dims.slice(0, -2)), rows, columns],
  };
}

export function reduce(inputs: Inputs, attributes: Attributes): Shaped {
  const { dims } = float(inputs, 0);
  const axes = axesOf(dims.length, inputs[1]);
  const keep = number(attributes, 'keepdims', 1) === 1;
  const kept = dims.map((dim, i) => (axes.includes(i) ? 1 : dim));
  return { type: 'float32', dims: keep ? kept : dims.filter((_, i) => !axes.includes(i)) };
}

export function transpose(inputs: Inputs, attributes: Attributes): Shaped {
  const { type, dims } = required(inputs, 0);
  const { perm } = attributes;
  expect(Array.isArray(perm), 'perm is no list');
  expect(same([...perm].sort(), [...dims.keys()]), `[${perm}] is no order of ${dims.length} axes`);
  return { type, dims: perm.map((axis: number) => dims[axis] as Dim) };
}

export function unsqueeze(inputs: Inputs): Shaped {
  const { type, dims } = required(inputs, 0);
  const rank = dims.length + (required(inputs, 1).content?.length ?? 0);
  const axes = axesOf(rank, required(inputs, 1));
  const old = [...dims];
  return { type, dims: Array.from({ length: rank }, (_, i) => (axes.includes(i) ? 1 : (old.shift() ?? 1))) };
}

export function expand(inputs: Inputs): Shaped {
  const { type, dims } = required(inputs, 0);
  const target = required(inputs, 1).content;
  expect(target !== undefined, 'the new shape is not known');
  expect(same(broadcast(dims, target), target), `[${dims}] does not expand to [${target}]`);
  return { type, dims: target };
}

export function oneHot(inputs: Inputs, attributes: Attributes): Shaped {
  const [indices, depth, values] = [required(inputs, 0), required(inputs, 1), float(inputs, 2, 1)];
  expect(number(attributes, 'axis', -1) === -1, 'only a new last axis is made');
  expect(indices.type === 'int64', `indices are ${indices.type}, not int64`);
  expect(depth.content?.length === 1, 'the depth is not known');
  expect(values.dims[0] === 2, `values have shape ${show(values)}, not [2]`);
  return { type: 'float32', dims: [...indices.dims, ...depth.content] };
}

export function shape(inputs: Inputs, attributes: Attributes): Shaped {
  const { dims } = required(inputs, 0);
  const content = dims.slice(number(attributes, 'start', 0), number(attributes, 'end', dims.length));
  return { type: 'int64', dims: [content.length], content };
}
