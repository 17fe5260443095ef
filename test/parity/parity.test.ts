import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createBert } from '../../src-main/fillmask/bert/model.ts';
import { topGraph } from '../../src-main/fillmask/bert/top.ts';
import { trunkGraph } from '../../src-main/fillmask/bert/trunk.ts';
import { openCheckpoint } from '../../src-main/models/checkpoint.ts';
import { ortRunner } from '../../src-main/runtime/ort.ts';
import { evaluate } from '../support/reference/reference.ts';
import type { ReferenceTensor } from '../support/reference/tensor.ts';
import { tempDir } from '../support/temp.ts';
import { tinyConfig, writeTinyModel } from '../support/tiny-model.ts';

interface GoldenRow {
  readonly ids: readonly number[];
  readonly masked: readonly number[];
  readonly logits: readonly (readonly number[])[];
  readonly trunk: readonly number[];
}

/** Made by make_golden.py with PyTorch, in double precision. */
const golden = JSON.parse(readFileSync(new URL('golden.json', import.meta.url), 'utf8')) as {
  rows: readonly GoldenRow[];
};

function worst(got: ArrayLike<number>, wanted: readonly number[]): number {
  expect(got.length).toBe(wanted.length);
  return Math.max(...wanted.map((value, i) => Math.abs((got[i] ?? Number.NaN) - value)));
}

async function tiny() {
  const dir = tempDir();
  await writeTinyModel(dir);
  return openCheckpoint(dir);
}

test('one padded batch gives PyTorch’s logits', async () => {
  const bert = await createBert(await tiny(), ortRunner, { provider: 'cpu' });
  const logits = await bert.logits(golden.rows);
  for (const [i, row] of golden.rows.entries()) {
    expect(worst(logits[i] ?? [], row.logits.flat())).toBeLessThan(1e-5);
  }
  await bert.release();
});

test('rows one at a time give the same', async () => {
  const bert = await createBert(await tiny(), ortRunner, { provider: 'cpu' });
  for (const row of golden.rows) {
    const [logits] = await bert.logits([row]);
    expect(worst(logits ?? [], row.logits.flat())).toBeLessThan(1e-5);
  }
  await bert.release();
});

test('the evaluator runs trunk and top to PyTorch’s numbers in double precision', async () => {
  const checkpoint = await tiny();
  const file = readFileSync(join(checkpoint.dir, 'model.safetensors'));
  const read = ({ offset, length }: { offset: number; length: number }) =>
    new Float32Array(file.buffer.slice(file.byteOffset + offset, file.byteOffset + offset + length));
  const tensor = (
    type: ReferenceTensor['type'],
    dims: readonly number[],
    data: Iterable<number>,
  ): ReferenceTensor => ({ type, dims, data: Float64Array.from(data) });
  for (const row of golden.rows) {
    const length = row.ids.length;
    const mask = tensor('int32', [1, length], new Array<number>(length).fill(1));
    const { hidden } = evaluate(
      trunkGraph(checkpoint),
      {
        ids: tensor('int64', [1, length], row.ids),
        positions: tensor('int64', [1, length], row.ids.keys()),
        mask,
      },
      read,
    );
    if (!hidden) throw new Error('no hidden states');
    expect(worst(hidden.data.subarray(0, tinyConfig.hiddenSize), row.trunk)).toBeLessThan(1e-7);
    const masked = tensor('int64', [1, row.masked.length], row.masked);
    const { logits } = evaluate(topGraph(checkpoint), { hidden, mask, masked }, read);
    expect(worst(logits?.data ?? [], row.logits.flat())).toBeLessThan(1e-7);
  }
});
