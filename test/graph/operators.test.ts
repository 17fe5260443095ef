import { expect, test } from 'vitest';
import { seededRng } from '../../src-main/base/rng.ts';
import { graph } from '../../src-main/graph/graph.ts';
import { apply } from '../../src-main/graph/node.ts';
import { type OpType, ops } from '../../src-main/graph/ops.ts';
import type { ElementType } from '../../src-main/graph/shaped.ts';
import { constant, type Input, input, int64s, type Result } from '../../src-main/graph/value.ts';
import { writeOnnx } from '../../src-main/graph/write.ts';
import { ortRunner } from '../../src-main/runtime/ort.ts';
import type { Tensor } from '../../src-main/runtime/runner.ts';
import { evaluate } from '../support/reference/reference.ts';
import { erf, type ReferenceTensor } from '../support/reference/tensor.ts';
import { tempDir } from '../support/temp.ts';

const random = seededRng(7);

/** An input with its values: random floats unless they are given. */
function fed(
  name: string,
  dims: readonly number[],
  type: ElementType = 'float32',
  values?: readonly number[],
): [Input, ReferenceTensor] {
  const size = dims.reduce((all, one) => all * one, 1);
  // Rounded to single precision so that both sides start from the same numbers.
  const data = Float64Array.from({ length: size }, (_, i) =>
    values ? (values[i] ?? 0) : Math.fround(random() * 4 - 2),
  );
  return [input(name, type, dims), { type, dims, data }];
}

function toTensor({ type, dims, data }: ReferenceTensor): Tensor {
  if (type === 'int64') return { type, dims, data: BigInt64Array.from(data, BigInt) };
  if (type === 'int8') return { type, dims, data: Int8Array.from(data) };
  if (type === 'int32') return { type, dims, data: Int32Array.from(data) };
  return { type, dims, data: Float32Array.from(data) };
}

type Case = () => [Result, ...[Input, ReferenceTensor][]];

/** Over one tensor; `suit` moves random values to where the operator is defined. */
const elementwise =
  (op: OpType, suit: (x: number) => number = (x) => x): Case =>
  () => {
    const [a, tensor] = fed('a', [3, 7]);
    return [apply(op, [a]), [a, { ...tensor, data: tensor.data.map((x) => Math.fround(suit(x))) }]];
  };

/** Over two tensors of which one broadcasts, then both; `suit` moves the second's values. */
const pairs = (op: OpType, suit: (x: number) => number = (x) => x): Case[] =>
  [
    [
      [2, 3, 4],
      [3, 4],
    ],
    [
      [2, 1, 4],
      [2, 3, 1],
    ],
  ].map(([first = [], second = []]) => () => {
    const a = fed('a', first);
    const [b, tensor] = fed('b', second);
    const moved = { ...tensor, data: tensor.data.map((x) => Math.fround(suit(x))) };
    return [apply(op, [a[0], b]), a, [b, moved]];
  });

const reductions = (op: OpType): Case[] =>
  [[], [0], [-1], [2, 0]].flatMap((axes) =>
    [0, 1].map(
      (keepdims): Case =>
        () => {
          const a = fed('a', [2, 3, 4]);
          const operands = axes.length === 0 ? [a[0]] : [a[0], int64s(...axes)];
          return [apply(op, operands, { keepdims }), a];
        },
    ),
  );

/** From −127 to 127. */
const wholeNumbers = (count: number): number[] =>
  Array.from({ length: count }, () => Math.round(random() * 254 - 127));

/** One case at least for each operator of the table. */
const cases: Record<OpType, Case[]> = {
  Add: pairs('Add'),
  Cast: [
    () => {
      const a = fed('a', [2, 2], 'int32', [1, 0, -3, 7]);
      return [apply('Cast', [a[0]], { to: 1 }), a];
    },
    () => [apply('Cast', [int64s(4, 5)], { to: 1 })],
    () => [apply('Cast', [apply('Cast', [int64s(4, 5)], { to: 6 })], { to: 1 })],
  ],
  Concat: [
    () => {
      const a = fed('a', [2, 3]);
      return [apply('Concat', [apply('Shape', [a[0]]), int64s(7, 8)], { axis: 0 }), a];
    },
  ],
  Div: pairs('Div', (x) => (x < 0 ? x - 0.5 : x + 0.5)),
  DynamicQuantizeMatMul: [
    () => {
      const [x, weights] = [fed('x', [2, 3, 4]), fed('w', [4, 5], 'int8', wholeNumbers(20))];
      const [scale, bias] = [fed('scale', [5]), fed('bias', [5])];
      return [
        apply('DynamicQuantizeMatMul', [x[0], weights[0], scale[0], null, bias[0]]),
        x,
        weights,
        scale,
        bias,
      ];
    },
  ],
  Erf: [elementwise('Erf')],
  Exp: [elementwise('Exp')],
  Expand: [
    () => {
      const a = fed('a', [3, 1]);
      return [apply('Expand', [a[0], int64s(2, 3, 4)]), a];
    },
  ],
  Gather: [
    () => {
      const [a, i] = [fed('a', [5, 3]), fed('i', [2, 2], 'int64', [4, 0, 1, 4])];
      return [apply('Gather', [a[0], i[0]], { axis: 0 }), a, i];
    },
  ],
  GatherND: [
    () => {
      const [a, i] = [fed('a', [2, 3, 4]), fed('i', [2, 2, 1], 'int64', [2, 0, 1, 1])];
      return [apply('GatherND', [a[0], i[0]], { batch_dims: 1 }), a, i];
    },
  ],
  Gelu: [
    () => {
      const a = fed('a', [4, 16]);
      return [apply('Gelu', [a[0]]), a];
    },
  ],
  Gemm: [
    ...[0, 1].flatMap((transA) =>
      [0, 1].map(
        (transB): Case =>
          () => {
            const a = fed('a', transA ? [3, 2] : [2, 3]);
            const b = fed('b', transB ? [4, 3] : [3, 4]);
            const c = fed('c', [4]);
            return [apply('Gemm', [a[0], b[0], c[0]], { transA, transB }), a, b, c];
          },
      ),
    ),
    () => {
      const [a, b] = [fed('a', [2, 3]), fed('b', [3, 4])];
      return [apply('Gemm', [a[0], b[0]]), a, b];
    },
  ],
  Identity: [elementwise('Identity')],
  LayerNormalization: [
    () => {
      const [x, scale, shift] = [fed('x', [3, 8]), fed('scale', [8]), fed('shift', [8])];
      const normalised = apply('LayerNormalization', [x[0], scale[0], shift[0]], {
        axis: -1,
        epsilon: 1e-12,
      });
      return [normalised, x, scale, shift];
    },
  ],
  LogSoftmax: [
    () => {
      const a = fed('a', [2, 3, 5]);
      return [apply('LogSoftmax', [a[0]], { axis: -1 }), a];
    },
  ],
  MatMul: [
    () => {
      const [a, b] = [fed('a', [2, 3, 2, 4]), fed('b', [2, 3, 4, 5])];
      return [apply('MatMul', [a[0], b[0]]), a, b];
    },
    () => {
      const [a, b] = [fed('a', [2, 1, 2, 4]), fed('b', [3, 4, 5])];
      return [apply('MatMul', [a[0], b[0]]), a, b];
    },
  ],
  Mul: pairs('Mul'),
  MultiHeadAttention: [
    () => {
      const [q, k, v] = [fed('q', [2, 3, 8]), fed('k', [2, 5, 8]), fed('v', [2, 5, 8])];
      const mask = fed('mask', [2, 5], 'int32', [1, 1, 1, 1, 1, 1, 1, 0, 0, 0]);
      return [
        apply('MultiHeadAttention', [q[0], k[0], v[0], null, mask[0]], { num_heads: 2 }),
        q,
        k,
        v,
        mask,
      ];
    },
  ],
  Neg: [elementwise('Neg')],
  OneHot: [
    () => {
      const i = fed('i', [2, 3], 'int64', [4, 0, 1, 4, 2, 3]);
      const values = constant('float32', [2], Float32Array.of(0.5, 2));
      return [apply('OneHot', [i[0], int64s(5), values], { axis: -1 }), i];
    },
  ],
  ReduceMean: reductions('ReduceMean'),
  ReduceSum: reductions('ReduceSum'),
  Reshape: [
    () => {
      const a = fed('a', [2, 6]);
      return [apply('Reshape', [a[0], int64s(3, -1)]), a];
    },
  ],
  Shape: [
    () => {
      const a = fed('a', [2, 6, 1]);
      return [apply('Shape', [a[0]]), a];
    },
    () => {
      const a = fed('a', [2, 6, 1]);
      return [apply('Shape', [a[0]], { start: 1, end: 2 }), a];
    },
  ],
  SkipLayerNormalization: [
    () => {
      const [x, y, scale, shift] = [fed('x', [3, 8]), fed('y', [3, 8]), fed('scale', [8]), fed('shift', [8])];
      const sum = apply('SkipLayerNormalization', [x[0], y[0], scale[0], shift[0]], { epsilon: 1e-12 });
      return [sum, x, y, scale, shift];
    },
  ],
  Slice: [
    () => {
      const a = fed('a', [5, 3]);
      return [apply('Slice', [a[0], int64s(0), int64s(2)]), a];
    },
  ],
  Softmax: [
    () => {
      const a = fed('a', [2, 3, 5]);
      return [apply('Softmax', [a[0]], { axis: -1 }), a];
    },
  ],
  Sqrt: [elementwise('Sqrt', (x) => Math.abs(x) + 0.1)],
  Sub: pairs('Sub'),
  Transpose: [
    () => {
      const a = fed('a', [2, 3, 4]);
      return [apply('Transpose', [a[0]], { perm: [2, 0, 1] }), a];
    },
  ],
  Unsqueeze: [
    () => {
      const a = fed('a', [2, 3]);
      return [apply('Unsqueeze', [a[0], int64s(0, -1)]), a];
    },
  ],
};

const all = (Object.keys(ops) as OpType[]).flatMap((op) =>
  cases[op].map((build, i) => [`${op} ${i}`, build] as const),
);

test.each(all)('%s: runtime, evaluator and shape rule agree', async (_name, build) => {
  const [out, ...fedPairs] = build();
  const whole = graph('one', { out });
  const feeds = Object.fromEntries(fedPairs.map(([{ name }, tensor]) => [name, tensor]));
  const slow = evaluate(whole, feeds, () => new Float32Array()).out;
  const session = await ortRunner.createSession(writeOnnx(whole), { provider: 'cpu', weightsDir: tempDir() });
  const { out: fast } = await session.run(
    Object.fromEntries(Object.entries(feeds).map(([name, tensor]) => [name, toTensor(tensor)])),
  );
  expect(fast?.dims).toEqual(slow?.dims);
  expect(fast?.dims).toEqual(out.dims);
  const got = Array.from(fast?.data as ArrayLike<number | bigint>, Number);
  for (const [i, value] of (slow?.data ?? []).entries()) expect(got[i]).toBeCloseTo(value, 4);
  await session.release();
});

test('the error function is good to 1e-14 over its whole range', () => {
  // Abramowitz and Stegun, table 7.1, and symmetry.
  const known = [
    [0.1, 0.1124629160182849],
    [0.5, 0.5204998778130465],
    [1, 0.8427007929497149],
    [2, 0.9953222650189527],
    [2.4, 0.9993114861033549],
    [3, 0.9999779095030014],
    [4, 0.9999999845827421],
  ] as const;
  for (const [x, value] of known) {
    expect(Math.abs(erf(x) - value)).toBeLessThan(1e-14);
    expect(erf(-x)).toBe(-erf(x));
  }
});
