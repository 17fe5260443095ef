import { existsSync, mkdirSync } from 'node:fs';
import { constants, getPriority } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { forkNode } from '../../../src-main/base/child.ts';
import { systemClock as clock } from '../../../src-main/base/clock.ts';
import { silentLog } from '../../../src-main/base/log.ts';
import { childEntry } from '../../../src-main/base/paths.ts';
import { type Recipe, recipeOf } from '../../../src-main/learn/training/recipe.ts';
import type { TrainingProgress } from '../../../src-main/learn/training/trainer-protocol.ts';
import { Training } from '../../../src-main/learn/training/training.ts';
import { openCheckpoint } from '../../../src-main/models/checkpoint.ts';
import { expandPatch } from '../../../src-main/models/expand.ts';
import { readPatch } from '../../../src-main/models/patch.ts';
import { tempDir } from '../../support/temp.ts';
import { writeTinyModel } from '../../support/tiny-model.ts';
import { samples, sentences } from '../tiny.ts';

const baseHash = 'b'.repeat(64);

/** Long enough to be interrupted, short enough to wait for. */
const long: Partial<Recipe> = {
  epochs: 150,
  batch: 2,
  patience: 1000,
  learnedLoss: 0,
  heldOut: 0,
  leastReplay: 8,
};

async function home() {
  const dir = tempDir();
  mkdirSync(join(dir, 'model'));
  await writeTinyModel(join(dir, 'model'));
  return dir;
}

interface Started {
  readonly training: Training;
  readonly progress: TrainingProgress[];
  /** Settles at the first progress that fits. */
  until(fits: (progress: TrainingProgress) => boolean): Promise<TrainingProgress>;
}

function start(dir: string, changes: Partial<Recipe> = {}): Started {
  const progress: TrainingProgress[] = [];
  const waiting: { fits: (one: TrainingProgress) => boolean; resolve: (one: TrainingProgress) => void }[] =
    [];
  const training = new Training({
    fork: (entry, options) => forkNode(entry, { ...options, quiet: true }),
    entry: childEntry('learn/training/trainer-process'),
    log: silentLog,
    request: {
      dir: join(dir, 'model'),
      baseHash,
      samples: samples(),
      sentences,
      recipe: recipeOf('lora', { ...long, ...changes }),
      provider: 'cpu',
      threads: 1,
      patches: join(dir, 'patches'),
      trials: join(dir, 'trial'),
      checkpoint: join(dir, 'run.safetensors'),
    },
    onProgress: (one) => {
      progress.push(one);
      for (const { fits, resolve } of waiting) if (fits(one)) resolve(one);
    },
  });
  return {
    training,
    progress,
    until: (fits) => new Promise((resolve) => waiting.push({ fits, resolve })),
  };
}

const training = ({ phase, step }: TrainingProgress) => phase === 'train' && step > 5;

describe('the trainer’s process', () => {
  test('writes a patch that the base model takes, and leaves nothing else', async () => {
    const dir = await home();
    const { training: run, progress } = start(dir, { epochs: 4 });
    const patch = await run.done;
    const checkpoint = await openCheckpoint(join(dir, 'model'));
    const opened = await readPatch(patch.file, { config: checkpoint.config, baseHash });
    expect(opened.id).toBe(patch.id);
    expect(opened.metadata.mode).toBe('lora');
    expect(JSON.parse(opened.metadata.recipe)).toMatchObject({ epochs: 4, seed: 1 });
    expect(opened.metadata.samples).toEqual(samples().map(({ id }) => id));
    expect(opened.metadata.metrics).toEqual(patch.metrics);
    const taught = await expandPatch(opened, checkpoint, clock);
    expect(taught.tensors.get('bert.encoder.layer.3.output.dense.weight')?.file).toContain(patch.id);
    expect(existsSync(join(dir, 'run.safetensors'))).toBe(false);
    expect(progress.map(({ phase }) => phase)).toContain('prepare');
    expect(progress.at(-1)?.phase).toBe('write');
  });

  test('killed in the middle it starts again and ends in the same patch', async () => {
    const dir = await home();
    const whole = await start(dir).training.done;
    const other = await home();
    const { training: run, until, progress } = start(other);
    await until(training);
    const first = run.pid;
    if (first !== undefined) process.kill(first, 'SIGKILL');
    const patch = await run.done;
    expect(progress.filter(({ phase, step }) => phase === 'prepare' && step === 0)).toHaveLength(2);
    expect(patch.id).toBe(whole.id);
  });

  test('a request that was suspended goes on where it was saved', async () => {
    const dir = await home();
    // Slow enough that a saving comes before the end.
    const first = start(dir, { epochs: 3000 });
    const saved = await first.until(() => existsSync(join(dir, 'run.safetensors')));
    first.training.suspend();
    await expect(first.training.done).rejects.toMatchObject({ code: 'learn-cancelled' });
    const second = start(dir, { epochs: 3000 });
    const { step } = await second.until(({ phase }) => phase === 'train');
    // It was saved in the step before this one was told, or later.
    expect(saved.step).toBeGreaterThan(2);
    expect(step).toBeGreaterThanOrEqual(saved.step - 1);
    second.training.cancel();
    await expect(second.training.done).rejects.toMatchObject({ code: 'learn-cancelled' });
    expect(existsSync(join(dir, 'run.safetensors'))).toBe(false);
  });

  test('a pause holds it and is told, and a cancel is heard in it', async () => {
    const { training: run, until, progress } = start(await home());
    await until(training);
    run.pause();
    await until(({ paused }) => paused);
    // The step that was under way is finished first.
    const later = async () => {
      await new Promise((resolve) => setTimeout(resolve, 250));
      return progress.at(-1)?.step ?? Number.NaN;
    };
    await later();
    const step = await later();
    expect(await later()).toBe(step);
    run.resume();
    await until((one) => one.step > step + 2 && !one.paused);
    run.pause();
    await until(({ paused }) => paused);
    run.cancel();
    await expect(run.done).rejects.toMatchObject({ code: 'learn-cancelled' });
  });

  test('it gives way to everything else on the machine', async () => {
    const { training: run, until } = start(await home());
    await until(training);
    expect(getPriority(run.pid)).toBe(constants.priority.PRIORITY_LOW);
    run.cancel();
    await expect(run.done).rejects.toMatchObject({ code: 'learn-cancelled' });
  });

  test('a slower pace rests between the steps', async () => {
    const { training: run, until } = start(await home(), { epochs: 3000 });
    await until(training);
    /** Milliseconds between the next steps at a pace. */
    const between = async (duty: number, steps: number) => {
      run.pace(duty);
      const times: number[] = [];
      await until(() => times.push(performance.now()) > steps);
      return times.slice(1).map((time, index) => time - (times[index] ?? time));
    };
    const slow: number[] = [];
    const fast: number[] = [];
    // In turns, since the rest of the machine slows both, now more, now less.
    for (let turn = 0; turn < 6; turn++) {
      slow.push(...(await between(0.2, 3)));
      fast.push(...(await between(1, 6)));
    }
    run.cancel();
    await expect(run.done).rejects.toMatchObject({ code: 'learn-cancelled' });
    const median = (values: readonly number[]) => values.toSorted((x, y) => x - y)[values.length >> 1] ?? 0;
    expect(median(slow)).toBeGreaterThan(2 * median(fast));
  });

  test('a model that cannot be read is told with its own code', async () => {
    const dir = await home();
    const { training: run } = start(join(dir, 'nowhere'));
    await expect(run.done).rejects.toMatchObject({ code: 'model-incomplete' });
  });

  test('a process that keeps dying is given up', async () => {
    const deaths: string[] = [];
    const run = new Training({
      fork: () => forkNode(join(import.meta.dirname, 'no-such-entry.ts'), { quiet: true }),
      entry: '',
      log: { info: () => undefined, warn: (line) => void deaths.push(line) },
      request: {} as never,
      onProgress: () => undefined,
    });
    await expect(run.done).rejects.toMatchObject({ code: 'learn-failed' });
    expect(deaths).toHaveLength(3);
  });
});
