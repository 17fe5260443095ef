import { apply } from '../../src-main/graph/node.ts';
import type { OpType } from '../../src-main/graph/ops.ts';
import type { ElementType } from '../../src-main/graph/shaped.ts';
import { type Input, input, int64s, type Result, type Value } from '../../src-main/graph/value.ts';
import type { ReferenceTensor } from '../support/reference/tensor.ts';

/** Graphs of one operator over random shapes, for holding its derivative against others' numbers. */

export interface Shapes {
  /** Lengths of axes, 1–3. */
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly d: number;
  /** Which of two choices a case makes: to transpose, to keep axes, to mask. */
  readonly first: boolean;
  readonly second: boolean;
}

export type Fed = readonly [Input, ReferenceTensor];

export interface Case {
  readonly out: Result;
  /** Float inputs whose gradients are compared. */
  readonly wanted: readonly Fed[];
  readonly others: readonly Fed[];
}

type Build = (shapes: Shapes, random: () => number) => Case;

function fed(
  name: string,
  dims: readonly number[],
  next: () => number,
  type: ElementType = 'float32',
  symbols: readonly (string | number)[] = dims,
): Fed {
  const size = dims.reduce((all, one) => all * one, 1);
  return [input(name, type, symbols), { type, dims, data: Float64Array.from({ length: size }, next) }];
}

const around = (random: () => number) => () => random() * 2 - 1;
const positive = (random: () => number) => () => random() + 0.5;

const unary =
  (op: OpType, suit = around): Build =>
  ({ a, b }, random) => {
    const x = fed('x', [a, b], suit(random));
    return { out: apply(op, [x[0]]), wanted: [x], others: [] };
  };

const lastAxis =
  (op: OpType): Build =>
  ({ a, b, c }, random) => {
    const x = fed('x', [a, b, c + 1], around(random));
    return { out: apply(op, [x[0]], { axis: -1 }), wanted: [x], others: [] };
  };

/** Each axis of either tensor may be 1 where the other's is not, and the second may lack the first axis. */
const binary =
  (op: OpType, suit = around): Build =>
  ({ a, b, c, first, second }, random) => {
    const x = fed('x', [a, first ? 1 : b, c], around(random));
    const y = fed('y', second ? [b, 1] : [1, b, c], suit(random));
    return { out: apply(op, [x[0], y[0]]), wanted: [x, y], others: [] };
  };

/** Under symbolic shapes too, whose lengths only the run tells. */
const reduction =
  (op: OpType): Build =>
  ({ a, b, c, d, first, second }, random) => {
    const x = fed('x', [a, b, c], around(random), 'float32', second ? ['A', b, 'C'] : [a, b, c]);
    const axes: readonly Value[] = [[], [int64s(0)], [int64s(-1, 0)]][d - 1] ?? [];
    return { out: apply(op, [x[0], ...axes], { keepdims: first ? 1 : 0 }), wanted: [x], others: [] };
  };

const norm = (op: OpType, skip: boolean): Build => {
  const names = skip ? ['x', 'y'] : ['x'];
  return ({ a, b }, random) => {
    const data = names.map((name) => fed(name, [a, b + 2], around(random)));
    const scale = fed('scale', [b + 2], positive(random));
    const shift = fed('shift', [b + 2], around(random));
    const wanted = [...data, scale, shift];
    const attributes = skip ? { epsilon: 1e-3 } : { axis: -1, epsilon: 1e-3 };
    const operands = wanted.map(([value]) => value);
    return { out: apply(op, operands, attributes), wanted, others: [] };
  };
};

const attention: Build = ({ a, b, c, d, first }, random) => {
  const [heads, depth] = [2, d];
  const width = heads * depth;
  const symbols = (places: string) => ['B', places, width];
  const q = fed('q', [a, b, width], around(random), 'float32', symbols('Q'));
  const k = fed('k', [a, c + 1, width], around(random), 'float32', symbols('S'));
  const v = fed('v', [a, c + 1, width], around(random), 'float32', symbols('S'));
  // The last key of every sequence is padding.
  let at = 0;
  const mask = fed('mask', [a, c + 1], () => (++at % (c + 1) === 0 ? 0 : 1), 'int32', ['B', 'S']);
  const operands = [q[0], k[0], v[0], null, first ? mask[0] : null];
  const out = apply('MultiHeadAttention', operands, { num_heads: heads });
  return { out, wanted: [q, k, v], others: first ? [mask] : [] };
};

export const gradientCases: Record<OpType, Build | 'no derivative'> = {
  Add: binary('Add'),
  Cast: 'no derivative',
  Concat: 'no derivative',
  Div: binary('Div', positive),
  DynamicQuantizeMatMul: 'no derivative',
  Erf: unary('Erf'),
  Exp: unary('Exp'),
  Expand: ({ a, b, c, first }, random) => {
    const x = fed('x', first ? [b, 1] : [1, b, c], around(random));
    return { out: apply('Expand', [x[0], int64s(a, b, c)]), wanted: [x], others: [] };
  },
  Gather: ({ a, b, c, d }, random) => {
    const data = fed('data', [a, b], around(random), 'float32', ['A', b]);
    // More indices than rows: some come twice.
    const indices = fed('indices', [c, d + 1], () => Math.floor(random() * a), 'int64');
    return {
      out: apply('Gather', [data[0], indices[0]], { axis: 0 }),
      wanted: [data],
      others: [indices],
    };
  },
  GatherND: 'no derivative',
  Gelu: unary('Gelu'),
  Gemm: ({ a, b, c, d, first, second }, random) => {
    const [transA, transB] = [Number(first), Number(second)];
    const x = fed('x', first ? [b, a] : [a, b], around(random));
    const w = fed('w', second ? [c, b] : [b, c], around(random));
    const bias = d > 1 ? [fed('bias', [c], around(random))] : [];
    const wanted = [x, w, ...bias];
    return {
      out: apply(
        'Gemm',
        wanted.map(([value]) => value),
        { transA, transB },
      ),
      wanted,
      others: [],
    };
  },
  Identity: unary('Identity'),
  LayerNormalization: norm('LayerNormalization', false),
  LogSoftmax: lastAxis('LogSoftmax'),
  MatMul: ({ a, b, c, d, first, second }, random) => {
    const x = fed('x', [first ? 1 : a, 2, b, c], around(random));
    const y = fed('y', second ? [c, d] : [a, 1, c, d], around(random));
    return { out: apply('MatMul', [x[0], y[0]]), wanted: [x, y], others: [] };
  },
  Mul: binary('Mul'),
  MultiHeadAttention: attention,
  Neg: unary('Neg'),
  OneHot: 'no derivative',
  ReduceMean: reduction('ReduceMean'),
  ReduceSum: reduction('ReduceSum'),
  Reshape: ({ a, b, c }, random) => {
    const x = fed('x', [a, b, c], around(random));
    return { out: apply('Reshape', [x[0], int64s(c, -1)]), wanted: [x], others: [] };
  },
  Shape: 'no derivative',
  SkipLayerNormalization: norm('SkipLayerNormalization', true),
  Slice: 'no derivative',
  Softmax: lastAxis('Softmax'),
  Sqrt: unary('Sqrt', positive),
  Sub: binary('Sub'),
  Transpose: ({ a, b, c, first }, random) => {
    const x = fed('x', [a, b, c], around(random));
    return {
      out: apply('Transpose', [x[0]], { perm: first ? [2, 0, 1] : [1, 0, 2] }),
      wanted: [x],
      others: [],
    };
  },
  Unsqueeze: ({ a, b, first }, random) => {
    const x = fed('x', [a, b], around(random));
    return { out: apply('Unsqueeze', [x[0], first ? int64s(1) : int64s(0, -1)]), wanted: [x], others: [] };
  },
};

/** Σ weight · out, each weight another, so that no two elements of `out` could be mixed up. */
export function weighted(out: Result): Result {
  const product = apply('Mul', [out, input('weights', 'float32', out.dims)]);
  return apply('ReduceSum', [product], { keepdims: 0 });
}
