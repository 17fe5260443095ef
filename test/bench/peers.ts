import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { FillMaskPipeline } from '@huggingface/transformers';
import { must } from '../../src-main/base/assert.ts';
import { turnTelemetryOff } from '../../src-main/base/telemetry.ts';
import type { Checkpoint } from '../../src-main/models/types.ts';
import { writePeerModel } from './equivalent-graph.ts';
import { medianOf } from './measure.ts';
import { batches, batchOf, lengths } from './texts.ts';

/** What fills the gaps of texts, from text to the five best tokens of each. */
export interface Contestant {
  readonly name: string;
  /** @returns milliseconds that it took */
  time(texts: readonly string[]): Promise<number>;
  close(): void | Promise<void>;
}

/** Median milliseconds by `tokens x batch`, and by contestant in it. */
export type Times = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** After a run the threads of ONNX Runtime and OpenMP spin for some milliseconds, at the cost of whoever comes next. */
export const untilThreadsSleep = 30;
const warmUp = 5;

export async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

/** Contestants take turns, call by call, so that a slow moment of the machine falls on all of them. */
export async function takeTurns(
  contestants: readonly Contestant[],
  runs: (batch: number) => number,
): Promise<Times> {
  const times: Record<string, Record<string, number>> = {};
  for (const tokens of lengths)
    for (const batch of batches) {
      const texts = batchOf(tokens, batch);
      const taken = contestants.map((): number[] => []);
      for (let run = 0; run < warmUp + runs(batch); run++)
        for (const [i, contestant] of contestants.entries()) {
          await sleep(untilThreadsSleep);
          const milliseconds = await contestant.time(texts);
          if (run >= warmUp) must(taken[i], 'a list').push(milliseconds);
        }
      times[`${tokens}x${batch}`] = Object.fromEntries(
        contestants.map(({ name }, i) => [name, medianOf(must(taken[i], 'a list'))]),
      );
    }
  return times;
}

/** transformers.js's own fill-mask pipeline over an equivalent ONNX graph. */
export async function transformersJs(checkpoint: Checkpoint): Promise<Contestant> {
  const home = mkdtempSync(join(tmpdir(), 'bumo-bench-'));
  turnTelemetryOff();
  // It brings an ONNX Runtime of its own.
  const { env, pipeline } = await import('@huggingface/transformers');
  env.allowRemoteModels = false;
  env.localModelPath = home;
  const pipelines = new Map<number, FillMaskPipeline>();
  for (const tokens of lengths) {
    writePeerModel(checkpoint, join(home, `peer-${tokens}`), tokens);
    const made = await pipeline('fill-mask', `peer-${tokens}`, { dtype: 'fp32', device: 'cpu' });
    pipelines.set(must(batchOf(tokens, 1)[0], 'a text').length, made as FillMaskPipeline);
  }
  return {
    name: 'transformers.js',
    time(texts) {
      const fill = must(pipelines.get(must(texts[0], 'a text').length), 'a pipeline for this length');
      return timed(() => fill([...texts], { top_k: 5 }));
    },
    async close() {
      for (const one of pipelines.values()) await one.dispose();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

export interface Torch extends Contestant {
  /** Logits at the mask of one text. */
  compare(text: string): Promise<{ readonly version: string; readonly logits: readonly number[] }>;
}

/** PyTorch's pipeline in the Python that `BUMO_BENCH_PYTHON` names; null where none is named. */
export function pyTorch(checkpoint: Checkpoint): Torch | null {
  const python = process.env.BUMO_BENCH_PYTHON;
  if (!python) return null;
  const script = fileURLToPath(new URL('pytorch.py', import.meta.url));
  const child = spawn(python, [script, checkpoint.dir], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  async function ask<T>(job: object): Promise<T> {
    child.stdin.write(`${JSON.stringify(job)}\n`);
    const { value, done } = await lines.next();
    if (done) throw new Error(`${python} ended`);
    return JSON.parse(value) as T;
  }
  return {
    name: 'PyTorch',
    time: async (texts) => (await ask<{ milliseconds: number }>({ texts })).milliseconds,
    compare: (text) => ask({ compare: text }),
    close: () => void child.kill(),
  };
}
