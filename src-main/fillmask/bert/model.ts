import { must } from '../../base/assert.ts';
import { writeOnnx } from '../../graph/write.ts';
import type { Checkpoint } from '../../models/types.ts';
import type { Runner, Session, SessionOptions, Tensor } from '../../runtime/runner.ts';
import type { MaskedLm, MaskedRow } from '../types.ts';
import { topGraph } from './top.ts';
import { trunkGraph } from './trunk.ts';

/** A batch after the trunk: what every top reads. */
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

export interface Top {
  /** @returns per row its logits, row-major [masked.length, V] */
  logits(encoded: Encoded, rows: readonly MaskedRow[]): Promise<readonly Float32Array[]>;
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
function batchOf(rows: readonly MaskedRow[]): Batch {
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

export async function createTrunk(
  checkpoint: Checkpoint,
  runner: Runner,
  options: BertOptions,
): Promise<Trunk> {
  const session = await open(runner, writeOnnx(trunkGraph(checkpoint)), checkpoint, options);
  return {
    async encode(rows) {
      const { width, ...feeds } = batchOf(rows);
      const { hidden } = await session.run(feeds);
      return { hidden: must(hidden, 'the trunk gives hidden'), mask: feeds.mask, width };
    },
    release: () => session.release(),
  };
}

export async function createTop(checkpoint: Checkpoint, runner: Runner, options: BertOptions): Promise<Top> {
  const session = await open(runner, writeOnnx(topGraph(checkpoint)), checkpoint, options);
  const { vocabSize } = checkpoint.config;
  return {
    async logits({ hidden, mask, width }, rows) {
      const most = Math.max(1, ...rows.map((row) => row.masked.length));
      // A row with fewer masks than the fullest repeats its first position; the surplus is not read.
      const masked = rows.flatMap((row, i) =>
        Array.from({ length: most }, (_, j) => i * width + (row.masked[j] ?? row.masked[0] ?? 0)),
      );
      const { logits } = await session.run({ hidden, mask, masked: int64([rows.length, most], masked) });
      const data = must(logits, 'the top gives logits').data as Float32Array;
      return rows.map((row, i) =>
        data.subarray(i * most * vocabSize, (i * most + row.masked.length) * vocabSize),
      );
    },
    release: () => session.release(),
  };
}

function open(
  runner: Runner,
  model: Uint8Array,
  { dir }: Checkpoint,
  options: BertOptions,
): Promise<Session> {
  return runner.createSession(model, { ...options, weightsDir: dir });
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
    maxTokens: checkpoint.config.maxPositions,
    async logits(rows) {
      return rows.length === 0 ? [] : top.logits(await trunk.encode(rows), rows);
    },
    async release() {
      await Promise.all([trunk.release(), top.release()]);
    },
  };
}
