import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { must } from '../../src-main/base/assert.ts';
import { systemClock } from '../../src-main/base/clock.ts';
import { inputRanges } from '../../src-main/fillmask/bert/input-ranges.ts';
import { createBert } from '../../src-main/fillmask/bert/model.ts';
import { openCheckpoint } from '../../src-main/models/checkpoint.ts';
import { expandPatch, removeExpanded } from '../../src-main/models/expand.ts';
import { linearLayers, quantized, smoothingOf, withInt8, writeInt8 } from '../../src-main/models/int8.ts';
import {
  factorA,
  factorB,
  patchable,
  patchFile,
  readPatch,
  writePatch,
} from '../../src-main/models/patch.ts';
import type { Checkpoint } from '../../src-main/models/types.ts';
import { ortRunner } from '../../src-main/runtime/ort.ts';
import { tempDir } from '../support/temp.ts';
import { writeTinyModel } from '../support/tiny-model.ts';

const hash = 'b'.repeat(64);
const options = { provider: 'cpu' } as const;
const rows = [
  { ids: [2, 5, 6, 4, 8, 9, 3], masked: [3] },
  { ids: [2, 7, 4, 4, 11, 3], masked: [2, 3] },
  { ids: [2, 20, 13, 5, 4, 14, 9, 10, 3], masked: [4] },
];

let base: Checkpoint;
beforeEach(async () => {
  const dir = tempDir();
  await writeTinyModel(dir);
  base = await openCheckpoint(dir);
});

async function copied(): Promise<Checkpoint> {
  await writeInt8(base, hash, await inputRanges(base, ortRunner, rows, options));
  return must(await withInt8(base, hash), 'a copy that was just made');
}

async function logitsOf(checkpoint: Checkpoint): Promise<number[]> {
  const bert = await createBert(checkpoint, ortRunner, options);
  const logits = await bert.logits(rows);
  await bert.release();
  return logits.flatMap((some) => [...some]);
}

const spreadOf = (values: readonly number[]): number => Math.max(...values) - Math.min(...values);
const worst = (a: readonly number[], b: readonly number[]): number =>
  Math.max(...a.map((one, i) => Math.abs(one - (b[i] ?? Number.NaN))));

describe('the copy', () => {
  test('gives nearly the logits of the checkpoint, whose own file stays as it is', async () => {
    const file = join(base.dir, 'model.safetensors');
    const before = readFileSync(file);
    const exact = await logitsOf(base);
    const near = await logitsOf(await copied());
    expect(worst(near, exact)).toBeGreaterThan(0);
    expect(worst(near, exact)).toBeLessThan(0.02 * spreadOf(exact));
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  test('is the same for the same checkpoint', async () => {
    await copied();
    const file = join(base.dir, 'int8', 'layers.safetensors');
    const first = readFileSync(file);
    await copied();
    expect(readFileSync(file).equals(first)).toBe(true);
  });

  test('of other weights, a damaged one and a missing one are none', async () => {
    expect(await withInt8(base, hash)).toBeNull();
    await copied();
    expect(await withInt8(base, 'c'.repeat(64))).toBeNull();
    const file = join(base.dir, 'int8', 'layers.safetensors');
    writeFileSync(file, readFileSync(file).subarray(0, -1));
    expect(await withInt8(base, hash)).toBeNull();
  });
});

describe('a version on the copy', () => {
  const about = { baseHash: hash, seed: 1, recipe: '{}', samples: [], metrics: {} } as const;
  type Tensors = Parameters<typeof writePatch>[2];

  const waves = (shape: readonly number[], size: number) => ({
    shape,
    data: Float32Array.from(
      { length: shape.reduce((all, one) => all * one, 1) },
      (_, i) => size * Math.sin(i),
    ),
  });
  const topLayers = () =>
    linearLayers(base.config)
      .flat()
      .map((layer) => `${layer}.weight`);
  const changeable = () => topLayers().filter((name) => patchable(base.config).has(name));

  async function versionOf(mode: 'patch' | 'lora', tensors: Tensors) {
    const dir = tempDir();
    const { id } = await writePatch(dir, { ...about, mode }, tensors);
    const patch = await readPatch(patchFile(dir, id), { config: base.config, baseHash: hash });
    return {
      exact: await expandPatch(patch, base, systemClock),
      near: await expandPatch(patch, await copied(), systemClock),
    };
  }

  async function expectNear({ exact, near }: Awaited<ReturnType<typeof versionOf>>) {
    const wanted = await logitsOf(exact);
    expect(worst(wanted, await logitsOf(base))).toBeGreaterThan(0.1 * spreadOf(wanted));
    expect(worst(await logitsOf(near), wanted)).toBeLessThan(0.02 * spreadOf(wanted));
  }

  test('has whole changes quantized, and every other tensor in float32', async () => {
    const name = must(changeable().at(-1), 'a layer that versions change');
    const bias = name.replace('weight', 'bias');
    const shapes = patchable(base.config);
    const wave = (tensor: string) => waves(must(shapes.get(tensor), 'a shape'), 1);
    const version = await versionOf('patch', new Map([name, bias].map((one) => [one, wave(one)])));
    await expectNear(version);
    const { tensors } = version.near;
    expect(tensors.get(name.replace('weight', 'int8'))).toMatchObject({
      dtype: 'I8',
      file: expect.stringMatching(/^expanded/),
    });
    expect(tensors.get(bias)?.dtype).toBe('F32');
  });

  test('has changes of low rank beside the int8 weights', async () => {
    const factors = changeable().flatMap((name) => {
      const [rows = 0, columns = 0] = must(patchable(base.config).get(name), 'a shape');
      return [
        [factorA(name), waves([2, columns], 0.6)],
        [factorB(name), waves([rows, 2], 0.6)],
      ] as const;
    });
    await expectNear(await versionOf('lora', new Map(factors)));
  });

  test('goes with both of its expanded files', async () => {
    const [name = ''] = changeable();
    const shape = must(patchable(base.config).get(name), 'a shape');
    await versionOf('patch', new Map([[name, waves(shape, 0.5)]]));
    const files = () => readdirSync(join(base.dir, 'expanded'));
    expect(files()).toHaveLength(2);
    await removeExpanded(base, must(files()[0], 'a file').slice(0, 16));
    expect(files()).toEqual([]);
  });
});

const floats = (length: number) =>
  fc
    .array(
      fc.float({ min: -8, max: 8, noNaN: true }).map((one) => (Math.abs(one) < 1e-6 ? 0 : one)),
      { minLength: length, maxLength: length },
    )
    .map((some) => Float32Array.from(some));

describe('the arithmetic', () => {
  test('every weight is off by half a step at most', () => {
    fc.assert(
      fc.property(floats(12), (weight) => {
        const divisors = Float32Array.of(0.5, 1, 2, 4);
        const { weights, scale } = quantized(weight, divisors);
        for (const [i, value] of weight.entries()) {
          const [out, inner] = [Math.floor(i / 4), i % 4];
          const step = must(scale[out], 'a scale');
          const back = must(weights[inner * 3 + out], 'a weight') * step;
          const error = Math.abs(back - value * must(divisors[inner], 'a divisor'));
          expect(error).toBeLessThanOrEqual(0.5001 * step);
        }
      }),
    );
  });

  test('large inputs are divided by more, and the divisors multiply to 1', () => {
    const divisors = smoothingOf([Float32Array.of(1, -1, 1, 0)], Float32Array.of(100, 1, 0, 1));
    expect(divisors[0]).toBeGreaterThan(must(divisors[1], 'a divisor'));
    expect(divisors.reduce((product, one) => product * one, 1)).toBeCloseTo(1, 4);
  });
});
