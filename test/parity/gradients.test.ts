import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { gradientsOf } from '../../src-main/graph/gradient.ts';
import { gradientRules } from '../../src-main/graph/gradient-rules.ts';
import { graph } from '../../src-main/graph/graph.ts';
import { apply } from '../../src-main/graph/node.ts';
import type { OpType } from '../../src-main/graph/ops.ts';
import type { ElementType } from '../../src-main/graph/shaped.ts';
import { input, int64s } from '../../src-main/graph/value.ts';
import { evaluate } from '../support/reference/reference.ts';
import type { ReferenceTensor } from '../support/reference/tensor.ts';

interface Numbers {
  readonly dims: readonly number[];
  readonly data: readonly number[];
}

interface GoldenCase {
  readonly op: OpType;
  readonly attributes: Readonly<Record<string, number | readonly number[]>>;
  readonly inputs: readonly (null | { constant: readonly number[] } | (Numbers & { type: ElementType }))[];
  readonly weights: Numbers;
  /** Of the float inputs, in order. */
  readonly gradients: readonly Numbers[];
}

/** Made by make_gradients.py with PyTorch. */
const { cases } = JSON.parse(readFileSync(new URL('gradients.json', import.meta.url), 'utf8')) as {
  cases: readonly GoldenCase[];
};

const tensor = (type: ElementType, { dims, data }: Numbers): ReferenceTensor => ({
  type,
  dims,
  data: Float64Array.from(data),
});

test.each(cases.map((one, i) => [`${one.op} ${i}`, one] as const))(
  '%s: gradients are PyTorch’s',
  (_, one) => {
    const feeds: Record<string, ReferenceTensor> = { weights: tensor('float32', one.weights) };
    const operands = one.inputs.map((given, i) => {
      if (given === null) return null;
      if ('constant' in given) return int64s(...given.constant);
      feeds[`x${i}`] = tensor(given.type, given);
      return input(`x${i}`, given.type, given.dims);
    });
    const out = apply(one.op, operands, one.attributes);
    const product = apply('Mul', [out, input('weights', 'float32', out.dims)]);
    const wanted = operands.filter((value) => value?.kind === 'input' && value.type === 'float32');
    const found = gradientsOf(
      apply('ReduceSum', [product], { keepdims: 0 }),
      wanted.filter((value) => value !== null),
    );
    const outputs = Object.fromEntries(found.map((value, i) => [`d${i}`, value]));
    const got = evaluate(graph('gradients', outputs), feeds, () => new Float32Array());
    expect(found.length).toBe(one.gradients.length);
    for (const [i, { dims, data }] of one.gradients.entries()) {
      expect(got[`d${i}`]?.dims).toEqual(dims);
      // Constants of the graph are single precision.
      for (const [j, value] of data.entries()) expect(got[`d${i}`]?.data[j]).toBeCloseTo(value, 6);
    }
  },
);

test('every operator with a derivative is among PyTorch’s cases', () => {
  const covered = new Set<string>(cases.map(({ op }) => op));
  const rules = Object.entries(gradientRules).filter(([, rule]) => rule !== 'no derivative');
  expect(rules.map(([op]) => op).filter((op) => !covered.has(op))).toEqual([]);
});
