import { beforeEach, describe, expect, test } from 'vitest';
import { createBert } from '../../../src-main/fillmask/bert/model.ts';
import { topGraph } from '../../../src-main/fillmask/bert/top.ts';
import type { MaskedRow } from '../../../src-main/fillmask/types.ts';
import { partsOf } from '../../../src-main/graph/graph.ts';
import { GraphError } from '../../../src-main/graph/shaped.ts';
import { standardGraph } from '../../../src-main/graph/standard.ts';
import { portable, writeOnnx } from '../../../src-main/graph/write.ts';
import { openCheckpoint } from '../../../src-main/models/checkpoint.ts';
import type { Checkpoint } from '../../../src-main/models/types.ts';
import { ortRunner } from '../../../src-main/runtime/ort.ts';
import type { Tensor } from '../../../src-main/runtime/runner.ts';
import { servedGraph, servedTop, servedTrunk, writeServed } from '../../../src-main/serving/export/graphs.ts';
import { tempDir } from '../../support/temp.ts';
import { writeTinyModel } from '../../support/tiny-model.ts';
import { withVersion, writeVersion } from '../../support/tiny-version.ts';

const rows: readonly MaskedRow[] = [
  { ids: [2, 5, 4, 7, 3], masked: [2] },
  { ids: [2, 9, 10, 4, 4, 11, 12, 3], masked: [3, 4] },
  { ids: [2, 4, 3], masked: [1] },
];

const int64 = (dims: readonly number[], values: readonly number[]): Tensor => ({
  type: 'int64',
  dims,
  data: BigInt64Array.from(values, BigInt),
});

/** The rows as the protocol sends them, padded with 0. */
function feedsOf(batch: readonly MaskedRow[]) {
  const width = Math.max(...batch.map(({ ids }) => ids.length));
  const most = Math.max(...batch.map(({ masked }) => masked.length));
  const padded = (values: readonly number[], length: number) => [
    ...values,
    ...new Array<number>(length - values.length).fill(0),
  ];
  const of = (length: number, values: (row: MaskedRow) => readonly number[]) =>
    int64(
      [batch.length, length],
      batch.flatMap((row) => padded(values(row), length)),
    );
  return {
    input_ids: of(width, (row) => row.ids),
    attention_mask: of(width, (row) => row.ids.map(() => 1)),
    positions: of(most, (row) => row.masked),
  };
}

const options = { provider: 'cpu', threads: 1 } as const;

async function run(model: Uint8Array, checkpoint: Checkpoint, feeds: Readonly<Record<string, Tensor>>) {
  const session = await ortRunner.createSession(model, { ...options, weightsDir: checkpoint.dir });
  const outputs = await session.run(feeds);
  await session.release();
  return outputs;
}

async function expectEngineLogits(checkpoint: Checkpoint, logits: Tensor | undefined): Promise<void> {
  const bert = await createBert(checkpoint, ortRunner, options);
  const wanted = await bert.logits(rows);
  await bert.release();
  const { vocabSize } = checkpoint.config;
  expect(logits?.dims).toEqual([rows.length, 2, vocabSize]);
  const values = logits?.data as Float32Array;
  for (const [i, own] of wanted.entries()) {
    const served = values.subarray(i * 2 * vocabSize, i * 2 * vocabSize + own.length);
    expect(Math.max(...own.map((value, at) => Math.abs(value - (served[at] ?? 1e9))))).toBeLessThan(1e-5);
  }
}

let base: Checkpoint;
let patched: Checkpoint;

beforeEach(async () => {
  const dir = tempDir();
  await writeTinyModel(dir);
  base = await openCheckpoint(dir);
  patched = await withVersion(dir, await writeVersion(dir, tempDir(), 1));
});

describe('the graph that engines serve', () => {
  test('gives the logits of the engine on the desktop, for rows of different lengths', async () => {
    for (const checkpoint of [base, patched]) {
      const { logits } = await run(writeServed(servedGraph(checkpoint)), checkpoint, feedsOf(rows));
      await expectEngineLogits(checkpoint, logits);
    }
  });

  test('in two parts gives the same logits', async () => {
    const { positions, ...feeds } = feedsOf(rows);
    const { hidden } = await run(writeServed(servedTrunk(base)), base, feeds);
    if (!hidden) throw new Error('no hidden states');
    const { attention_mask } = feeds;
    const top = writeServed(servedTop(patched));
    const { logits } = await run(top, patched, { hidden, attention_mask, positions });
    await expectEngineLogits(patched, logits);
  });

  test('refuses a row that is longer than the model’s positions', async () => {
    const ids = new Array<number>(base.config.maxPositions + 1).fill(5);
    const feeds = feedsOf([{ ids, masked: [1] }]);
    await expect(run(writeServed(servedGraph(base)), base, feeds)).rejects.toThrow();
  });

  test('has operators of ONNX itself alone, and a release without others refuses them', () => {
    const domains = new Set(partsOf(servedGraph(base)).results.map(({ node }) => node.op));
    for (const op of ['Gelu', 'MultiHeadAttention', 'SkipLayerNormalization'] as const)
      expect(domains.has(op)).toBe(false);
    expect(() => writeOnnx(topGraph(base), portable)).toThrow(GraphError);
    expect(() => writeOnnx(standardGraph(topGraph(base)), portable)).not.toThrow();
  });

  test('is the same bytes each time', () => {
    expect(Buffer.from(writeServed(servedGraph(base))).equals(writeServed(servedGraph(base)))).toBe(true);
  });
});
