import { must } from '../../base/assert.ts';
import { writeOnnx } from '../../graph/write.ts';
import type { Checkpoint } from '../../models/types.ts';
import type { Runner, Session, SessionOptions, Tensor } from '../../runtime/runner.ts';
import type { MaskedLm, MaskedRow } from '../types.ts';
import { topGraph } from './top.ts';
import { trunkGraph } from './trunk.ts';

/** A batch after the trunk: the input of every top. */
export interface Encoded {
  /** float32 [B·S, H] */
  readonly hidden: Tensor;
  /** int32 [B, S] */
  readonly mask: Tensor;
  /** S, the batch's padded length in tokens. */
  readonly width: number;
}

export interface Trunk {
  encode(rows: readonly MaskedRow[]): Promise<Encoded>;
  release(): Promise<void>;
}

/** A top's output at a row's masked positions. */
export interface RowOutput {
  /** Row-major [masked.length, V]. */
  readonly logits: Float32Array;
  /** Hidden states of the last layer, row-major [masked.length, H]. */
  readonly last: Float32Array;
}

export interface Top {
  run(encoded: Encoded, rows: readonly MaskedRow[]): Promise<readonly RowOutput[]>;
  /** The hidden states alone: the head does not run. */
  states(encoded: Encoded, rows: readonly MaskedRow[]): Promise<readonly Float32Array[]>;
  release(): Promise<void>;
}

export type BertOptions = Pick<SessionOptions, 'provider' | 'threads' | 'prepack'>;

export interface Bert extends MaskedLm {
  readonly trunk: Trunk;
  readonly top: Top;
}

const int64 = (dims: readonly number[], values: Iterable<number>): Tensor => ({
  type: 'int64',
  dims,
  data: BigInt64Array.from(values, BigInt),
});

interface Batch {
  readonly ids: Tensor;
  readonly positions: Tensor;
  readonly mask: Tensor;
  readonly width: number;
}

/** Pads rows to the longest; padding is token 0 and is masked out. */
export function batchOf(rows: readonly MaskedRow[]): Batch {
  const width = Math.max(...rows.map((row) => row.ids.length));
  const dims = [rows.length, width];
  const mask = new Int32Array(rows.length * width);
  for (const [i, row] of rows.entries()) mask.fill(1, i * width, i * width + row.ids.length);
  return {
    width,
    ids: int64(
      dims,
      rows.flatMap((row) => [...row.ids, ...new Array<number>(width - row.ids.length).fill(0)]),
    ),
    positions: int64(
      dims,
      rows.flatMap(() => Array.from({ length: width }, (_, position) => position)),
    ),
    mask: { type: 'int32', dims, data: mask },
  };
}

/** @param layers number of encoder layers; by default all that no version changes */
export async function createTrunk(
  checkpoint: Checkpoint,
  runner: Runner,
  options: BertOptions,
  layers?: number,
): Promise<Trunk> {
  const session = await open(runner, writeOnnx(trunkGraph(checkpoint, layers)), checkpoint, options);
  return {
    async encode(rows) {
      const { width, ...feeds } = batchOf(rows);
      const { hidden } = await session.run(feeds);
      return { hidden: must(hidden, 'the trunk gives hidden'), mask: feeds.mask, width };
    },
    release: () => session.release(),
  };
}

/** Positions per row of a batch: as many as the row with the most has. */
const mostMasked = (rows: readonly MaskedRow[]): number =>
  Math.max(1, ...rows.map(({ masked }) => masked.length));

function topFeeds({ hidden, mask, width }: Encoded, rows: readonly MaskedRow[]) {
  const most = mostMasked(rows);
  // A row with fewer masks than the others repeats its first position; the surplus is not read.
  const masked = rows.flatMap((row, i) =>
    Array.from({ length: most }, (_, j) => i * width + (row.masked[j] ?? row.masked[0] ?? 0)),
  );
  return { hidden, mask, masked: int64([rows.length, most], masked) };
}

/** Each row's part of an output, row-major [masked.length, size]. */
function partsOf(output: Tensor | undefined, size: number, rows: readonly MaskedRow[]): Float32Array[] {
  const data = must(output, 'the top gives what is asked for').data as Float32Array;
  const most = mostMasked(rows);
  return rows.map(({ masked: { length } }, i) => data.subarray(i * most * size, (i * most + length) * size));
}

/** @param from its first encoder layer; by default the first that a version may change */
export async function createTop(
  checkpoint: Checkpoint,
  runner: Runner,
  options: BertOptions,
  from?: number,
): Promise<Top> {
  const graph = topGraph(checkpoint, undefined, from === undefined ? {} : { from });
  const session = await open(runner, writeOnnx(graph), checkpoint, options);
  const { vocabSize, hiddenSize } = checkpoint.config;
  return {
    async run(encoded, rows) {
      const outputs = await session.run(topFeeds(encoded, rows));
      const last = partsOf(outputs.last, hiddenSize, rows);
      return partsOf(outputs.logits, vocabSize, rows).map((logits, i) => ({
        logits,
        last: must(last[i], 'states of each row'),
      }));
    },
    async states(encoded, rows) {
      const { last } = await session.run(topFeeds(encoded, rows), { last: null });
      return partsOf(last, hiddenSize, rows);
    },
    release: () => session.release(),
  };
}

/** @param rows row-major [n, size]. @returns their mean, [size] */
export function meanRow(rows: Float32Array, size: number): Float32Array {
  const mean = new Float32Array(size);
  const count = Math.max(1, rows.length / size);
  for (let i = 0; i < rows.length; i++)
    mean[i % size] = (mean[i % size] as number) + (rows[i] as number) / count;
  return mean;
}

function open(
  runner: Runner,
  model: Uint8Array,
  { dir }: Checkpoint,
  options: BertOptions,
): Promise<Session> {
  return runner.createSession(model, { ...options, planned: false, weightsDir: dir });
}

/**
 * Builds a checkpoint's two sessions over its untouched weights file.
 * @throws the runtime's error where the provider cannot run the graphs
 */
export async function createBert(
  checkpoint: Checkpoint,
  runner: Runner,
  options: BertOptions,
): Promise<Bert> {
  const trunk = await createTrunk(checkpoint, runner, options);
  const top = await createTop(checkpoint, runner, options);
  return {
    trunk,
    top,
    vocabSize: checkpoint.config.vocabSize,
    async logits(rows) {
      if (rows.length === 0) return [];
      return (await top.run(await trunk.encode(rows), rows)).map(({ logits }) => logits);
    },
    async key(row) {
      const [output] = await top.run(await trunk.encode([row]), [row]);
      return meanRow(must(output, 'a row gives an output').last, checkpoint.config.hiddenSize);
    },
    async states(rows) {
      if (rows.length === 0) return [];
      return top.states(await trunk.encode(rows), rows);
    },
    async release() {
      await Promise.all([trunk.release(), top.release()]);
    },
  };
}
