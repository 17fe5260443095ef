/**
 * `node test/bench/training.ts`: one training step of the top (forward, backward, clipping, AdamW) beside PyTorch
 * doing the same work. `BUMO_BENCH_PYTHON` names a Python with torch and transformers. The two take turns, and of
 * each the median of its quietest turn counts, since a busy machine slows whichever it meets.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { seededRng } from '../../src-main/base/rng.ts';
import type { CachedRow } from '../../src-main/learn/training/batch.ts';
import { recipeOf } from '../../src-main/learn/training/recipe.ts';
import { createTrainee } from '../../src-main/learn/training/trainee.ts';
import { openCheckpoint } from '../../src-main/models/checkpoint.ts';
import type { PatchMode } from '../../src-main/models/patch.ts';
import type { Checkpoint } from '../../src-main/models/types.ts';
import { ortRunner } from '../../src-main/runtime/ort.ts';
import { median, round, table } from './measure.ts';
import { benchModel } from './model.ts';

const shape = { rows: 8, tokens: 26, masked: 1 };
const runs = Number(process.env.BUMO_BENCH_RUNS ?? 8);
const turns = 4;

function randomRows({ config }: Checkpoint): CachedRow[] {
  const random = seededRng(1);
  return Array.from({ length: shape.rows }, (_, row) => ({
    hidden: Float32Array.from({ length: shape.tokens * config.hiddenSize }, () => random() * 2 - 1),
    masked: Array.from({ length: shape.masked }, (__, i) => 2 + i),
    targets: Array.from({ length: shape.masked }, (__, i) => 200 + row * shape.masked + i),
    weight: 1 / (shape.rows * shape.masked),
    entropy: 0,
  }));
}

async function timeBumo(checkpoint: Checkpoint, mode: PatchMode): Promise<number> {
  const trainee = await createTrainee(checkpoint, recipeOf(mode), ortRunner, { provider: 'cpu', threads: 2 });
  const rows = randomRows(checkpoint);
  const time = await median(() => trainee.step(rows, 0.01), runs, 3);
  await trainee.release();
  return time;
}

interface TorchReport {
  readonly version: string;
  readonly median: number;
  readonly parameters: number;
}

function timePyTorch(dir: string, mode: PatchMode): TorchReport | null {
  const python = process.env.BUMO_BENCH_PYTHON;
  if (!python) return null;
  const script = fileURLToPath(new URL('training.py', import.meta.url));
  const { stdout, status, error } = spawnSync(python, [script, dir], {
    input: JSON.stringify({ ...shape, mode, runs, rank: recipeOf(mode).rank }),
    encoding: 'utf8',
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  if (status !== 0) throw new Error(`${python} ended with ${status ?? error?.message}`);
  return JSON.parse(stdout) as TorchReport;
}

const checkpoint = await openCheckpoint(benchModel());
const lines: (string | number)[][] = [];
for (const mode of ['patch', 'lora'] as const) {
  const own: number[] = [];
  const theirs: number[] = [];
  for (let turn = 0; turn < turns; turn++) {
    own.push(await timeBumo(checkpoint, mode));
    const report = timePyTorch(checkpoint.dir, mode);
    if (report) theirs.push(report.median);
  }
  const [bumo, torch] = [Math.min(...own), Math.min(...theirs)];
  lines.push([mode, round(bumo, 1), theirs.length > 0 ? round(torch, 1) : '', round(bumo / torch, 2)]);
}
table(
  `One training step, ${shape.rows} × ${shape.tokens} tokens, ms`,
  ['mode', 'Bumo', 'PyTorch', 'ratio'],
  lines,
);
if (process.platform === 'linux')
  process.stdout.write(`${/VmHWM.*/.exec(readFileSync('/proc/self/status', 'utf8'))?.[0]}\n`);
