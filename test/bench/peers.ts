import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FillMaskPipeline } from '@huggingface/transformers';
import { turnTelemetryOff } from '../../src-main/base/telemetry.ts';
import type { Checkpoint } from '../../src-main/models/types.ts';
import { writePeerModel } from './equivalent-graph.ts';
import { median } from './measure.ts';
import { batches, batchOf, lengths } from './texts.ts';

/** Milliseconds by `tokens x batch`; from text to the five best tokens. */
export type Times = Record<string, number>;
export const keyOf = (tokens: number, batch: number) => `${tokens}x${batch}`;

/** transformers.js's own fill-mask pipeline over an equivalent ONNX graph. */
export async function timeTransformersJs(
  checkpoint: Checkpoint,
  runs: (batch: number) => number,
): Promise<Times> {
  const home = mkdtempSync(join(tmpdir(), 'bumo-bench-'));
  turnTelemetryOff();
  // It brings an ONNX Runtime of its own.
  const { env, pipeline } = await import('@huggingface/transformers');
  env.allowRemoteModels = false;
  env.localModelPath = home;
  const times: Times = {};
  try {
    for (const tokens of lengths) {
      writePeerModel(checkpoint, join(home, `peer-${tokens}`), tokens);
      const fill = (await pipeline('fill-mask', `peer-${tokens}`, {
        dtype: 'fp32',
        device: 'cpu',
      })) as FillMaskPipeline;
      for (const batch of batches) {
        const texts = batchOf(tokens, batch);
        times[keyOf(tokens, batch)] = await median(() => fill(texts, { top_k: 5 }), runs(batch));
      }
      await fill.dispose();
    }
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
  return times;
}

export interface TorchReport {
  readonly version: string;
  readonly times: Times;
  /** Logits at the mask of the 32-token text. */
  readonly logits: readonly number[];
}

/** PyTorch's pipeline in the Python that `BUMO_BENCH_PYTHON` names; null where none is named. */
export function timePyTorch(checkpoint: Checkpoint, runs: (batch: number) => number): TorchReport | null {
  const python = process.env.BUMO_BENCH_PYTHON;
  if (!python) return null;
  const cases = lengths.flatMap((tokens) =>
    batches.map((batch) => ({
      key: keyOf(tokens, batch),
      texts: batchOf(tokens, batch),
      runs: runs(batch),
    })),
  );
  const script = fileURLToPath(new URL('pytorch.py', import.meta.url));
  const { stdout, status, error } = spawnSync(python, [script, checkpoint.dir], {
    input: JSON.stringify({ cases, compare: batchOf(32, 1)[0] }),
    encoding: 'utf8',
    stdio: ['pipe', 'pipe', 'inherit'],
    maxBuffer: 64 * 1024 * 1024,
  });
  if (status !== 0) throw new Error(`${python} ended with ${status ?? error?.message}`);
  return JSON.parse(stdout) as TorchReport;
}
