import { describe, expect, test } from 'vitest';
import { CodedError } from '../../../src-main/base/error.ts';
import { silentLog } from '../../../src-main/base/log.ts';
import { createGate, type Gate } from '../../../src-main/learn/training/gate.ts';
import { gather } from '../../../src-main/learn/training/material.ts';
import { type Recipe, recipeOf } from '../../../src-main/learn/training/recipe.ts';
import { fileRunStore, type RunArrays, type RunStore } from '../../../src-main/learn/training/run-store.ts';
import { train } from '../../../src-main/learn/training/trainer.ts';
import type { Trained, TrainerPorts, TrainingJob } from '../../../src-main/learn/training/trainer-ports.ts';
import type { TrainingProgress } from '../../../src-main/learn/training/trainer-protocol.ts';
import { ortRunner } from '../../../src-main/runtime/ort.ts';
import { manualClock } from '../../support/manual-clock.ts';
import { tempDir } from '../../support/temp.ts';
import { samples, sentences, tensorOf, tinyCheckpoint } from '../tiny.ts';

/** Ports under which a step takes ten seconds: the run is saved after each. */
function slow(): Pick<TrainerPorts, 'clock' | 'gate'> {
  const clock = manualClock();
  return { clock, gate: { ...free(), pass: async () => clock.advance(10_000) } };
}

const free = (): Gate => createGate(manualClock(), () => Promise.resolve());

const noStore: RunStore = {
  save: () => Promise.resolve(),
  restore: () => Promise.resolve(null),
  clear: () => Promise.resolve(),
};

const ports = (more: Partial<TrainerPorts> = {}): TrainerPorts => ({
  runner: ortRunner,
  clock: manualClock(),
  log: silentLog,
  gate: free(),
  store: noStore,
  onProgress: () => undefined,
  onTrial: () => Promise.resolve(),
  provider: 'cpu',
  ...more,
});

const quick = (changes: Partial<Recipe> = {}, mode: Recipe['mode'] = 'lora') =>
  recipeOf(mode, {
    // The last layer of the model is no middle one.
    layers: 3,
    epochs: 12,
    batch: 4,
    rank: 4,
    learnedLoss: 0,
    leastReplay: 8,
    learningRates: { last: 2e-2, middle: 2e-2 },
    ...changes,
  });

async function job(changes: Partial<TrainingJob> = {}): Promise<TrainingJob> {
  return {
    checkpoint: await tinyCheckpoint(),
    baseHash: 'b'.repeat(64),
    samples: samples(),
    sentences,
    recipe: quick(),
    ...changes,
  };
}

/** Bytes of all tensors, for comparing to the bit. */
const bytes = ({ tensors }: Trained) =>
  [...tensors].map(([name, { shape, data }]) => [
    name,
    shape,
    Buffer.from(data.slice().buffer).toString('base64'),
  ]);

/** Runs a job until its nth saving, which is the last thing that it does. */
async function cutOff(whole: TrainingJob, after: number): Promise<RunStore> {
  const store = fileRunStore(`${tempDir()}/run.safetensors`);
  let saved = 0;
  const broken: RunStore = {
    ...store,
    async save(key, state, arrays: RunArrays) {
      await store.save(key, state, arrays);
      if (++saved === after) throw new Error('power loss');
    },
  };
  // What a failed saving costs is one warning; here it ends the run.
  const warn = () => {
    throw new Error('power loss');
  };
  const dying = ports({ store: broken, ...slow(), log: { info: () => undefined, warn } });
  await expect(train(whole, dying)).rejects.toThrow('power loss');
  return store;
}

describe.each(['lora', 'patch'] as const)('mode %s', (mode) => {
  test('learns its samples and keeps what the patch may hold', async () => {
    const progress: TrainingProgress[] = [];
    const only = { heldOut: 0, replayWeight: 0.1, contextWeight: 0, epochs: 30, patience: 99 };
    const recipe = quick(only, mode);
    const trained = await train(await job({ recipe }), ports({ onProgress: (one) => progress.push(one) }));
    const losses = progress.flatMap(({ phase, loss }) => (phase === 'train' && loss !== null ? [loss] : []));
    // The tiny model's frozen decoder gives logits of ±2 at most; chance is log 37 = 3.6.
    expect(losses[0]).toBeGreaterThan(3.3);
    expect(trained.metrics.loss).toBeLessThan(3);
    const names = [...trained.tensors.keys()];
    expect(names.every((name) => /\.lora_[ab]$/.test(name) === (mode === 'lora'))).toBe(true);
    const sum = [...trained.tensors.values()].reduce((all, { data }) => all + Math.abs(data[0] ?? 0), 0);
    expect(sum).toBeGreaterThan(0);
  });

  test('the same samples in any order and the same seed give the same bits', async () => {
    const recipe = quick({ epochs: 3 }, mode);
    const first = bytes(await train(await job({ recipe }), ports()));
    const turned = samples().toReversed();
    expect(bytes(await train(await job({ recipe, samples: turned }), ports()))).toEqual(first);
    const other = await train(await job({ recipe: { ...recipe, seed: 2 } }), ports());
    expect(bytes(other)).not.toEqual(first);
  });

  test('a run that was cut off after any step ends like one that was not', async () => {
    const whole = await job({ recipe: quick({ epochs: 3 }, mode) });
    const wanted = await train(whole, ports());
    const { epochs = 0, returnedRows = 0, updates = 0 } = wanted.metrics;
    expect(epochs).toBe(3);
    expect(returnedRows).toBeGreaterThan(0);
    // The last ones are in the second part.
    for (const cut of [3, 8, updates - 5, updates - 1]) {
      const store = await cutOff(whole, cut);
      const progress: TrainingProgress[] = [];
      const resumed = await train(whole, ports({ store, onProgress: (one) => progress.push(one) }));
      expect(progress.find(({ phase }) => phase === 'train')?.step).toBe(cut);
      expect(bytes(resumed)).toEqual(bytes(wanted));
      expect(resumed.metrics).toEqual(wanted.metrics);
    }
  });
});

test('a run that was cut off after its best epoch still ends in that one', async () => {
  // What is learned of these terms makes others less likely, and here that alone counts.
  const recipe = quick({ epochs: 6, patience: 9, heldOutWeight: 1000, replayWeight: 0.1 });
  const whole = await job({ recipe });
  const wanted = await train(whole, ports());
  const { epochs = 0, keptEpoch = 0, updates = 0 } = wanted.metrics;
  expect(keptEpoch).toBeLessThan(epochs);
  const after = (keptEpoch * updates) / epochs + 1;
  const resumed = await train(whole, ports({ store: await cutOff(whole, after) }));
  expect(bytes(resumed)).toEqual(bytes(wanted));
});

test.each([
  ['the schedule', { schedule: { warmUp: 0, floor: 1 } }],
  ['the rate of the middle layers', { learningRates: { last: 2e-2, middle: 1e-3 } }],
  ['the weight of replay', { replayWeight: 1 }],
  ['the weight of other lengths', { contextWeight: 0 }],
  ['the weight of empty contexts', { contextlessWeight: 0 }],
  ['what other lengths keep', { rivalShare: 0 }],
  ['the batch', { batch: 3 }],
] as const)('%s decides what is learned', async (_name, changes) => {
  const usual = bytes(await train(await job({ recipe: quick({ epochs: 1 }) }), ports()));
  const changed = bytes(await train(await job({ recipe: quick({ epochs: 1, ...changes }) }), ports()));
  expect(changed).not.toEqual(usual);
});

test('in mode patch an untrained run changes nothing, and a change is W − W_base', async () => {
  const still = quick({ epochs: 1, learningRates: { last: 0, middle: 0 } }, 'patch');
  const none = await train(await job({ recipe: still }), ports());
  for (const { data } of none.tensors.values()) expect(data.every((one) => one === 0)).toBe(true);
  const moving = quick({ epochs: 1, learningRates: { last: 1e-2, middle: 0 } }, 'patch');
  const { tensors } = await train(await job({ recipe: moving }), ports());
  for (const [name, { data }] of tensors) {
    const middle = /layer\.[12]\./.test(name);
    expect(
      data.some((one) => one !== 0),
      name,
    ).toBe(!middle);
    // Adam's first steps are as long as the rate, whatever the gradient.
    if (!middle) expect(Math.max(...data.map(Math.abs))).toBeLessThan(0.2);
  }
});

test('replay holds the model to the base model’s answers', async () => {
  const run = async (replayWeight: number) =>
    (await train(await job({ recipe: quick({ replayWeight, patience: 99 }) }), ports())).metrics.replayLoss ??
    0;
  const [free, held] = [await run(0), await run(4)];
  expect(held).toBeLessThan(free / 2);
  expect(held).toBeGreaterThanOrEqual(0);
});

test('what is held to the base model is bounded, however many samples there are', async () => {
  const { checkpoint } = await job();
  const many = Array.from({ length: 20 }, (_, i) =>
    samples().map((one) => ({ ...one, id: `${i} ${one.id}`, text: `${'天地人和'.slice(i % 4)}${one.text}` })),
  ).flat();
  const bounded = gather(checkpoint, many, sentences, quick({ mostReplay: 9 }));
  expect(bounded.corrections.length).toBeGreaterThan(20);
  expect(bounded.replay).toHaveLength(9);
  expect(new Set(bounded.contexts.map(({ ids }) => ids.join())).size).toBe(9);
});

/** The trials that a run hands over, with their tensors copied. */
async function withTrial(whole: TrainingJob) {
  const trials: Trained[] = [];
  const trained = await train(
    whole,
    ports({
      async onTrial({ tensors, ...trial }) {
        const copied = [...tensors].map(
          ([name, { shape, data }]) => [name, { shape, data: data.slice() }] as const,
        );
        trials.push({ ...trial, tensors: new Map(copied), refused: new Map() });
      },
    }),
  );
  const [trial] = trials;
  if (!trial || trials.length > 1) throw new Error(`${trials.length} trials`);
  return { trained, trial };
}

test('what is held out of the trial returns for the patch that ships', async () => {
  const all = samples().map(({ id }) => id);
  const { trained, trial } = await withTrial(await job({ recipe: quick({ epochs: 2 }) }));
  expect(trained.learned.toSorted()).toEqual(all.toSorted());
  expect(trial.learned.length).toBeLessThan(all.length);
  // Of each held-out sentence's word, another one is learned.
  const answers = (ids: readonly string[]) =>
    new Set(samples().flatMap(({ id, answer }) => (ids.includes(id) ? [answer] : [])));
  expect(answers(trial.learned)).toEqual(answers(all));
  expect(trained.metrics.returnedRows).toBeGreaterThan(0);
  expect(trained.metrics.returnEpochs).toBe(recipeOf('lora').returnEpochs);
  expect(bytes(trained)).not.toEqual(bytes(trial));
});

test('the trial is to the bit what it would be if nothing had been held out of it', async () => {
  // One epoch, since what is held out may choose among several.
  const recipe = quick({ epochs: 1 });
  const { trial } = await withTrial(await job({ recipe }));
  const seen = samples().filter(({ id }) => trial.learned.includes(id));
  const alone = await train(await job({ samples: seen, recipe: { ...recipe, heldOut: 0 } }), ports());
  expect(bytes(trial)).toEqual(bytes(alone));
});

test('the held-out sentences are learned better by the patch that ships than by its trial', async () => {
  const more = { epochs: 12, returnEpochs: 12, replayWeight: 0.1, contextWeight: 0, patience: 99 };
  const { metrics } = await train(await job({ recipe: quick(more) }), ports());
  expect(metrics.returnLoss).toBeLessThan((metrics.heldOutLoss ?? 0) - 0.1);
});

test('without held-out samples there is no trial', async () => {
  const onTrial = () => Promise.reject(new Error('a trial'));
  const whole = await job({ recipe: quick({ epochs: 1, heldOut: 0 }) });
  const { metrics } = await train(whole, ports({ onTrial }));
  expect(metrics).toMatchObject({ returnedRows: 0 });
  expect(metrics.returnEpochs).toBeUndefined();
});

test('the run ends once all is learned, and keeps an early state where later ones are worse', async () => {
  const easy = quick({ epochs: 40, learnedLoss: 3, replayWeight: 0.1, contextWeight: 0, patience: 99 });
  const soon = await train(await job({ recipe: easy }), ports());
  expect(soon.metrics.epochs).toBeLessThan(40);
  const wild = quick({ epochs: 40, learningRates: { last: 3, middle: 3 }, patience: 2 });
  const { metrics } = await train(await job({ recipe: wild }), ports());
  expect(metrics.epochs).toBe((metrics.keptEpoch ?? 0) + 2);
});

test('progress tells step, steps, loss and the time that is left', async () => {
  const clock = manualClock();
  const gate: Gate = { ...free(), pass: async () => clock.advance(1000) };
  const progress: TrainingProgress[] = [];
  const recipe = quick({ epochs: 2, patience: 99 });
  await train(await job({ recipe }), ports({ clock, gate, onProgress: (one) => progress.push(one) }));
  const preparing = progress.filter(({ phase }) => phase === 'prepare');
  expect(preparing.length).toBeGreaterThan(2);
  expect(preparing.every(({ step, steps }) => step <= steps)).toBe(true);
  const training = progress.filter(({ phase }) => phase === 'train');
  expect(training.at(-1)?.step).toBe(training.at(-1)?.steps);
  expect(training.at(-1)?.secondsLeft).toBe(0);
  expect(training[0]?.secondsLeft).toBeNull();
  // The first updates are slower than the rest: no pace is made of fewer than three.
  expect(training[2]?.secondsLeft).toBeNull();
  const middle = training[3];
  if (!middle) throw new Error('there are steps');
  expect(middle.secondsLeft).toBeCloseTo(middle.steps - middle.step, 6);
  expect(training.at(-1)?.heldOut?.loss).toBeGreaterThan(0);
});

test('a cancel ends the run between two steps', async () => {
  const gate = free();
  let seen = 0;
  const onProgress = ({ phase }: TrainingProgress) => {
    if (phase === 'train' && ++seen === 3) gate.cancel();
  };
  await expect(train(await job(), ports({ gate, onProgress }))).rejects.toMatchObject({
    code: 'learn-cancelled',
  });
});

test('a state that cannot be saved is no reason to stop', async () => {
  const warnings: string[] = [];
  const store = { ...noStore, save: () => Promise.reject(new Error('no space left')) };
  const log = { info: () => undefined, warn: (line: string) => warnings.push(line) };
  const trained = await train(
    await job({ recipe: quick({ epochs: 1 }) }),
    ports({ store, ...slow(), log: { ...log, warn: (line) => void log.warn(line) } }),
  );
  expect(trained.tensors.size).toBeGreaterThan(0);
  expect(warnings.join()).toContain('no space left');
});

test.each([
  ['no samples', []],
  ['samples without a row', [{ ...samples()[0], text: '没有空' }]],
])('%s are told as such', async (_name, given) => {
  const outcome = train(await job({ samples: given as TrainingJob['samples'] }), ports());
  await expect(outcome).rejects.toBeInstanceOf(CodedError);
  await expect(outcome).rejects.toMatchObject({ code: 'learn-no-samples' });
});

test('contradictory samples and a lack of replay sentences do not stop a run', async () => {
  const [one] = samples();
  if (!one) throw new Error('there are samples');
  const given = ['天气', '公园', '很好'].map((answer, i) => ({ ...one, id: `c${i}`, answer }));
  const recipe = quick({ epochs: 2 });
  const trained = await train(await job({ samples: given, sentences: [], recipe }), ports());
  for (const { data } of trained.tensors.values()) expect(data.every(Number.isFinite)).toBe(true);
  expect(trained.metrics.replayLoss).toBe(0);
});

test('numbers that overflow end in an error and not in a patch', async () => {
  const recipe = quick({ epochs: 99, patience: 99, learningRates: { last: 1e30, middle: 1e30 } });
  await expect(train(await job({ recipe }), ports())).rejects.toMatchObject({ code: 'learn-diverged' });
});

test('the base model’s file is not touched', async () => {
  const whole = await job({ recipe: quick({ epochs: 1 }, 'patch') });
  const name = 'bert.encoder.layer.3.output.dense.weight';
  const before = tensorOf(whole.checkpoint, name);
  await train(whole, ports());
  expect(tensorOf(whole.checkpoint, name)).toEqual(before);
});
