import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { seededRng } from '../../src-main/base/rng.ts';
import { gradientsOf } from '../../src-main/graph/gradient.ts';
import { gradientRules } from '../../src-main/graph/gradient-rules.ts';
import { graph, partsOf } from '../../src-main/graph/graph.ts';
import { apply } from '../../src-main/graph/node.ts';
import { type OpType, ops } from '../../src-main/graph/ops.ts';
import { GraphError } from '../../src-main/graph/shaped.ts';
import { input } from '../../src-main/graph/value.ts';
import { writeOnnx } from '../../src-main/graph/write.ts';
import { ortRunner } from '../../src-main/runtime/ort.ts';
import { evaluate } from '../support/reference/reference.ts';
import type { ReferenceTensor } from '../support/reference/tensor.ts';
import { type Case, gradientCases, type Shapes, weighted } from './gradient-cases.ts';

const length = fc.integer({ min: 1, max: 3 });
const shapes: fc.Arbitrary<Shapes & { seed: number }> = fc.record({
  a: length,
  b: length,
  c: length,
  d: length,
  first: fc.boolean(),
  second: fc.boolean(),
  seed: fc.nat(),
});

const nothing = () => new Float32Array();
const operators = (Object.keys(ops) as OpType[]).map((op) => [op, gradientCases[op]] as const);

/** The case's graph with its gradients, and feeds with a random weight for every element of the output. */
function prepare({ out, wanted, others }: Case, random: () => number) {
  const loss = weighted(out);
  const found = gradientsOf(
    loss,
    wanted.map(([value]) => value),
  );
  const given = Object.fromEntries([...wanted, ...others].map(([{ name }, tensor]) => [name, tensor]));
  const { dims } = evaluate(graph('out', { out }), given, nothing).out as ReferenceTensor;
  const size = dims.reduce((all, one) => all * one, 1);
  const weights = {
    type: 'float32',
    dims,
    data: Float64Array.from({ length: size }, () => random() * 2 - 1),
  } as const;
  const outputs = Object.fromEntries(found.map((value, i) => [`d_${wanted[i]?.[0].name}`, value]));
  return { loss, outputs, feeds: { ...given, weights } };
}

/** d loss / d x by central differences: (f(x + h) − f(x − h)) / 2h. */
function differences(
  loss: Case['out'],
  feeds: Readonly<Record<string, ReferenceTensor>>,
  name: string,
): number[] {
  const h = 1e-5;
  const tensor = feeds[name] as ReferenceTensor;
  const at = (i: number, by: number) => {
    const data = tensor.data.slice();
    data[i] = (data[i] ?? 0) + by;
    const { value } = evaluate(
      graph('loss', { value: loss }),
      { ...feeds, [name]: { ...tensor, data } },
      nothing,
    );
    return value?.data[0] ?? Number.NaN;
  };
  return [...tensor.data.keys()].map((i) => (at(i, h) - at(i, -h)) / (2 * h));
}

describe('every rule agrees with central differences over random shapes', () => {
  test.each(operators.filter(([, build]) => build !== 'no derivative'))('%s', (_op, build) => {
    if (build === 'no derivative') throw new Error('filtered out');
    fc.assert(
      fc.property(shapes, ({ seed, ...chosen }) => {
        const random = seededRng(seed);
        const one = build(chosen, random);
        const { loss, outputs, feeds } = prepare(one, random);
        const got = evaluate(graph('gradients', outputs), feeds, nothing);
        for (const [{ name }, tensor] of one.wanted) {
          const gradient = got[`d_${name}`];
          expect(gradient?.dims).toEqual(tensor.dims);
          for (const [i, wanted] of differences(loss, feeds, name).entries())
            expect(Math.abs((gradient?.data[i] ?? Number.NaN) - wanted)).toBeLessThan(
              1e-6 * (1 + Math.abs(wanted)),
            );
        }
      }),
      { numRuns: 40, seed: 5 },
    );
  });
});

test('the runtime computes the gradients that the evaluator does, with ONNX’s own operators alone', async () => {
  for (const [op, build] of operators) {
    if (build === 'no derivative') continue;
    const random = seededRng(11);
    const one = build({ a: 2, b: 3, c: 2, d: 2, first: true, second: false }, random);
    const { outputs, feeds } = prepare(one, random);
    const whole = graph('gradients', outputs);
    for (const { node } of partsOf(whole).results)
      if (ops[node.op].domain !== '') expect(node.op, 'a forward operator').toBe(op);
    const session = await ortRunner.createSession(writeOnnx(whole), { provider: 'cpu' });
    const got = await session.run(
      Object.fromEntries(
        session.inputs.map((name) => {
          const { type, dims, data } = feeds[name as keyof typeof feeds] as ReferenceTensor;
          const typed =
            type === 'int64'
              ? BigInt64Array.from(data, BigInt)
              : type === 'int32'
                ? Int32Array.from(data)
                : Float32Array.from(data);
          return [name, { type, dims, data: typed }];
        }),
      ),
    );
    const wanted = evaluate(whole, feeds, nothing);
    for (const [name, tensor] of Object.entries(wanted)) {
      expect(got[name]?.dims, `${op} ${name}`).toEqual(tensor.dims);
      for (const [i, value] of tensor.data.entries())
        expect(Number(got[name]?.data[i]), `${op} ${name}`).toBeCloseTo(value, 4);
    }
    await session.release();
  }
});

test('a gradient that is summed from many places is the same however often it is run', async () => {
  const data = input('data', 'float32', [4, 768]);
  const indices = input('indices', 'int64', ['N']);
  const rows = apply('Gather', [data, indices], { axis: 0 });
  const [d] = gradientsOf(apply('ReduceSum', [rows], { keepdims: 0 }), [data]);
  if (!d) throw new Error('no gradient');
  const session = await ortRunner.createSession(writeOnnx(graph('g', { d })), {
    provider: 'cpu',
    threads: 2,
  });
  const feeds = {
    data: { type: 'float32', dims: [4, 768], data: new Float32Array(4 * 768) },
    indices: { type: 'int64', dims: [4000], data: new BigInt64Array(4000).fill(2n) },
  } as const;
  for (let run = 0; run < 50; run++) {
    const got = (await session.run(feeds)).d?.data as Float32Array;
    for (const [i, value] of got.entries()) expect(value).toBe(i >> 8 >= 6 && i < 2304 ? 4000 : 0);
  }
  await session.release();
});

describe('the walk', () => {
  const x = input('x', 'float32', ['B', 4]);
  const total = (value: Case['out']) => apply('ReduceSum', [value], { keepdims: 0 });
  const numbersOf = (whole: ReturnType<typeof gradientsOf>) => {
    const [d] = whole;
    if (!d) throw new Error('no gradient');
    const data = Float64Array.of(1, -2, 3, 0.5);
    return [
      ...(evaluate(graph('g', { d }), { x: { type: 'float32', dims: [1, 4], data } }, nothing).d?.data ?? []),
    ];
  };

  test('adds up the ways that lead from a value to the loss', () => {
    const squared = apply('Mul', [x, x]);
    expect(numbersOf(gradientsOf(total(apply('Add', [squared, x])), [x]))).toEqual([3, -3, 7, 2]);
  });

  test('gives values of one gradient an output each', () => {
    const y = input('y', 'float32', ['B', 4]);
    const [dx, dy] = gradientsOf(total(apply('Add', [x, y])), [x, y]);
    expect(dx).not.toBe(dy);
    if (dx && dy) expect(() => writeOnnx(graph('g', { dx, dy }))).not.toThrow();
  });

  test('differentiates with respect to a value in the middle', () => {
    const middle = apply('Mul', [x, x]);
    expect(numbersOf(gradientsOf(total(apply('Mul', [middle, middle])), [middle]))).toEqual([2, 8, 18, 0.5]);
  });

  test('computes nothing for what is not asked', () => {
    const w = input('w', 'float32', [3, 4]);
    const [dx] = gradientsOf(total(apply('Gemm', [x, w], { transB: 1 })), [x]);
    if (!dx) throw new Error('no gradient');
    // The weight's gradient would be the product of two transposed matrices.
    const products = partsOf(graph('g', { dx })).results.filter(({ node }) => node.op === 'Gemm');
    expect(products.map(({ node }) => node.attributes.transA ?? 0)).not.toContain(1);
    expect(products.length).toBeGreaterThan(0);
  });

  test.each([
    ['a loss that is no number', () => gradientsOf(apply('Mul', [x, x]), [x]), /not known|one float32/],
    [
      'a value that the loss does not depend on',
      () => gradientsOf(total(apply('Mul', [x, x])), [input('z', 'float32', [])]),
      /does not depend on wanted value 0/,
    ],
    [
      'a way through whole numbers',
      () => {
        const counts = input('counts', 'int64', [2]);
        return gradientsOf(total(apply('Cast', [counts], { to: 1 })), [counts]);
      },
      /Cast has no derivative/,
    ],
    [
      'a way through an index',
      () => {
        const indices = input('indices', 'int64', [2]);
        const table = input('table', 'float32', [5, 3]);
        return gradientsOf(total(apply('Gather', [table, indices], { axis: 0 })), [indices]);
      },
      /Gather has no derivative in input 1/,
    ],
    [
      'a shape',
      () => gradientsOf(total(apply('Cast', [apply('Shape', [x])], { to: 1 })), [x]),
      /no derivative/,
    ],
  ])('refuses %s', (_name, run, message) => {
    expect(run).toThrow(GraphError);
    expect(run).toThrow(message);
  });

  test('the table of rules and the tests’ cases name the same operators as carrying none', () => {
    const none = (table: Record<string, unknown>) =>
      Object.keys(table).filter((op) => table[op] === 'no derivative');
    expect(none(gradientRules)).toEqual(none(gradientCases));
    expect(none(gradientRules).length).toBeGreaterThan(0);
  });
});
