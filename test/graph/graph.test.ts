import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { graph, partsOf } from '../../src-main/graph/graph.ts';
import { apply } from '../../src-main/graph/node.ts';
import { GraphError } from '../../src-main/graph/shaped.ts';
import { constant, external, input, int64s, type Value } from '../../src-main/graph/value.ts';
import { verify } from '../../src-main/graph/verify.ts';
import { writeOnnx } from '../../src-main/graph/write.ts';

const matrix = input('x', 'float32', ['B', 4]);
const weight = (name: string, file = 'model.safetensors') =>
  external(name, 'float32', [4, 4], { file, offset: 8, length: 64 });

describe('factories refuse what does not fit, and name it', () => {
  test.each([
    ['a constant of the wrong length', () => constant('float32', [3], new Float32Array(2)), /2 elements/],
    ['a constant of another type', () => constant('int32', [1], new Float32Array(1)), /not int32/],
    ['a negative dimension', () => input('x', 'float32', [-2]), /-2 is no dimension/],
    ['a nameless input', () => input('', 'float32', []), /needs a name/],
    [
      'a file range that is too short',
      () => external('w', 'float32', [4, 4], { file: 'f', offset: 0, length: 60 }),
      /60 bytes/,
    ],
    ['matrices that do not meet', () => apply('Gemm', [matrix, weight('w'), int64s(1)]), /Gemm: input 2/],
    ['an unknown attribute', () => apply('Gemm', [matrix, weight('w')], { alpha: 2 }), /no attribute alpha/],
    ['too few inputs', () => apply('Add', [matrix]), /1 inputs/],
    ['a missing input', () => apply('Add', [matrix, null]), /input 1 is missing/],
    ['an unknown operator', () => apply('Conv' as 'Add', [matrix, matrix]), /not an operator/],
    [
      'heads that do not divide the width',
      () => {
        const sequence = input('s', 'float32', ['B', 'S', 6]);
        return apply('MultiHeadAttention', [sequence, sequence, sequence, null, null], { num_heads: 4 });
      },
      /4 heads/,
    ],
  ])('%s', (_name, make, message) => {
    expect(make).toThrow(GraphError);
    expect(make).toThrow(message);
  });

  test('what they make is frozen', () => {
    const sum = apply('Add', [matrix, matrix]);
    for (const one of [matrix, sum, sum.node, sum.node.inputs, sum.dims])
      expect(Object.isFrozen(one)).toBe(true);
  });
});

describe('verify', () => {
  test('refuses two values of one name', () => {
    const product = apply('Gemm', [apply('Gemm', [matrix, weight('w')]), weight('w')]);
    expect(() => verify(graph('g', { out: product }))).toThrow(/w is used twice/);
  });

  test('refuses a file outside the folder', () => {
    for (const file of ['../x', '/x', 'C:\\x', 'a/../../x']) {
      const product = apply('Gemm', [matrix, weight('w', file)]);
      expect(() => writeOnnx(graph('g', { out: product }))).toThrow(/leaves the model's folder/);
    }
  });

  test('refuses a recorded shape that is not the rule’s', () => {
    const sum = apply('Add', [matrix, matrix]);
    const forged = { ...sum, dims: ['B', 5] };
    expect(() => verify(graph('g', { out: forged }))).toThrow(/recorded as/);
  });

  test('refuses one value as two outputs', () => {
    const sum = apply('Add', [matrix, matrix]);
    expect(() => verify(graph('g', { a: sum, b: sum }))).toThrow(/two outputs are one value/);
  });

  test('refuses a graph without outputs', () => {
    expect(() => verify(graph('g', {}))).toThrow(/no output/);
  });
});

test('in any graph every part comes once and after what it needs', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(50), fc.nat(50)), { minLength: 1, maxLength: 40 }), (pairs) => {
      const values: Value[] = [matrix, input('y', 'float32', ['B', 4])];
      for (const [a, b] of pairs) {
        values.push(apply('Add', [values[a % values.length] ?? matrix, values[b % values.length] ?? matrix]));
      }
      const last = values.at(-1);
      if (last?.kind !== 'result') throw new Error('the last value is computed');
      const { results, inputs } = partsOf(graph('g', { out: last }));
      expect(new Set(results).size).toBe(results.length);
      const ready = new Set<Value>(inputs);
      for (const result of results) {
        for (const needed of result.node.inputs) if (needed) expect(ready.has(needed)).toBe(true);
        ready.add(result);
      }
    }),
  );
});
