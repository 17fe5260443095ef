import { readFileSync } from 'node:fs';
import { beforeEach, describe, expect, test } from 'vitest';
import { seededRng } from '../../../src-main/base/rng.ts';
import type { MaskedRow } from '../../../src-main/fillmask/types.ts';
import { partsOf } from '../../../src-main/graph/graph.ts';
import { writeOnnx } from '../../../src-main/graph/write.ts';
import { type Batch, batchOf, type CachedRow } from '../../../src-main/learn/training/batch.ts';
import {
  type Parameter,
  type ParameterChoice,
  parametersOf,
  untrainedLayers,
} from '../../../src-main/learn/training/parameters.ts';
import {
  gradientName,
  trainedTopGraph,
  trainingGraph,
} from '../../../src-main/learn/training/training-graph.ts';
import type { Checkpoint } from '../../../src-main/models/types.ts';
import { ortRunner } from '../../../src-main/runtime/ort.ts';
import type { Tensor } from '../../../src-main/runtime/runner.ts';
import { evaluate } from '../../support/reference/reference.ts';
import type { ReferenceTensor } from '../../support/reference/tensor.ts';
import { cached, tensorOf, tinyCheckpoint } from '../tiny.ts';

interface Summary {
  readonly sum: number;
  readonly placed: number;
  readonly first: readonly number[];
}
interface Report {
  readonly losses: readonly number[];
  readonly gradients: Readonly<Record<string, Summary>>;
}

const read = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../parity/${name}`, import.meta.url), 'utf8'));
const { rows } = read('golden.json') as { rows: readonly MaskedRow[] };
/** Made by make_training.py with PyTorch; targets, weights and factors are its formulas. */
const golden = read('training.json') as { readonly patch: Report; readonly lora: Report };

const choices = {
  patch: { mode: 'patch', rank: 2, biases: false },
  lora: { mode: 'lora', rank: 2, biases: false },
} as const satisfies Record<string, ParameterChoice>;

let checkpoint: Checkpoint;
let cachedRows: readonly CachedRow[];
let batch: Batch;

/** PyTorch's targets at position n, and its weights, which a row's own single weight cannot say. */
function softTarget(n: number): Float32Array {
  const size = checkpoint.config.vocabSize;
  const target = new Float32Array(size);
  target[(7 * n + 3) % size] = 0.75;
  target[(11 * n + 5) % size] = (target[(11 * n + 5) % size] ?? 0) + 0.25;
  return target;
}

function withWeights({ feeds }: Batch): Record<string, Tensor> {
  const weights = Float32Array.from((feeds.weights as Tensor).data as Float32Array);
  let n = 0;
  for (const [i, weight] of weights.entries()) weights[i] = weight === 0 ? 0 : 0.5 + 0.25 * n++;
  return { ...feeds, weights: { type: 'float32', dims: [weights.length], data: weights } };
}

function valuesOf({ name, shape }: Parameter): Float32Array {
  const size = shape.reduce((all, one) => all * one, 1);
  if (name.endsWith('.lora_a')) return Float32Array.from({ length: size }, (_, i) => 0.1 * Math.sin(i));
  if (name.endsWith('.lora_b')) return Float32Array.from({ length: size }, (_, i) => 0.1 * Math.cos(i));
  return tensorOf(checkpoint, name);
}

const parameterFeeds = (parameters: readonly Parameter[]): Record<string, Tensor> =>
  Object.fromEntries(
    parameters.map((one) => [one.name, { type: 'float32', dims: one.shape, data: valuesOf(one) }]),
  );

function summary(data: ArrayLike<number>): Summary {
  const values = Array.from(data);
  return {
    sum: values.reduce((total, one) => total + one, 0),
    placed: values.reduce((total, one, i) => total + one * ((i % 7) - 3), 0),
    first: values.slice(0, 4),
  };
}

beforeEach(async () => {
  checkpoint = await tinyCheckpoint();
  cachedRows = await cached(checkpoint, rows, softTarget);
  batch = batchOf(cachedRows, checkpoint.config);
});

describe.each(['patch', 'lora'] as const)('mode %s', (mode) => {
  test('one padded batch on the runtime gives PyTorch’s losses and gradients', async () => {
    const parameters = parametersOf(checkpoint, choices[mode]);
    const session = await ortRunner.createSession(writeOnnx(trainingGraph(checkpoint, parameters)), {
      provider: 'cpu',
      weightsDir: checkpoint.dir,
    });
    const feeds = { ...withWeights(batch), ...parameterFeeds(parameters) };
    const got = await session.run(feeds);
    const losses = [...((got.losses?.data as Float32Array) ?? [])].filter(
      (_, i) => feeds.weights?.data[i] !== 0,
    );
    for (const [i, wanted] of golden[mode].losses.entries()) expect(losses[i]).toBeCloseTo(wanted, 5);
    expect(parameters.map(({ name }) => name).sort()).toEqual(Object.keys(golden[mode].gradients).sort());
    for (const [name, wanted] of Object.entries(golden[mode].gradients)) {
      const found = summary(got[gradientName(name)]?.data as Float32Array);
      expect(found.sum, name).toBeCloseTo(wanted.sum, 4);
      expect(found.placed, name).toBeCloseTo(wanted.placed, 4);
      for (const [i, one] of wanted.first.entries()) expect(found.first[i], name).toBeCloseTo(one, 5);
    }
    await session.release();
  });

  test('in double precision the gradients are the slope of the loss along random directions', () => {
    const parameters = parametersOf(checkpoint, { ...choices[mode], biases: true });
    const whole = trainingGraph(checkpoint, parameters);
    const small = batchOf(cachedRows.slice(0, 3), checkpoint.config);
    const feeds = { ...withWeights(small), ...parameterFeeds(parameters) };
    const wide = Object.fromEntries(
      Object.entries(feeds).map(([name, { type, dims, data }]): [string, ReferenceTensor] => [
        name,
        { type: type as ReferenceTensor['type'], dims, data: Float64Array.from(data, Number) },
      ]),
    );
    const external = ({ name }: { name: string }) => tensorOf(checkpoint, name);
    const at = evaluate(whole, wide, external);
    const lossAt = (shifted: Record<string, ReferenceTensor>) => {
      const { losses } = evaluate(
        { ...whole, outputs: { losses: whole.outputs.losses as never } },
        shifted,
        external,
      );
      return (losses as ReferenceTensor).data.reduce(
        (sum, one, i) => sum + one * (wide.weights?.data[i] ?? 0),
        0,
      );
    };
    const random = seededRng(3);
    const step = 1e-5;
    const direction = parameters.map(({ name }) => (wide[name]?.data ?? []).map(() => random() * 2 - 1));
    const shift = (by: number) => ({
      ...wide,
      ...Object.fromEntries(
        parameters.map(({ name }, p) => {
          const tensor = wide[name] as ReferenceTensor;
          return [name, { ...tensor, data: tensor.data.map((x, i) => x + by * (direction[p]?.[i] ?? 0)) }];
        }),
      ),
    });
    const slope = (lossAt(shift(step)) - lossAt(shift(-step))) / (2 * step);
    const along = parameters.reduce(
      (sum, { name }, p) =>
        (at[gradientName(name)] as ReferenceTensor).data.reduce(
          (s, g, i) => s + g * (direction[p]?.[i] ?? 0),
          sum,
        ),
      0,
    );
    expect(Math.abs(along - slope)).toBeLessThan(1e-5 * (1 + Math.abs(slope)));
  });
});

test('with fewer trained layers their losses and gradients are still PyTorch’s', async () => {
  const choice = { ...choices.patch, layers: 2 };
  const parameters = parametersOf(checkpoint, choice);
  const from = untrainedLayers(checkpoint, choice);
  expect(from).toBe(2);
  const deeper = await cached(checkpoint, rows, softTarget, from);
  const session = await ortRunner.createSession(writeOnnx(trainingGraph(checkpoint, parameters, from)), {
    provider: 'cpu',
    weightsDir: checkpoint.dir,
  });
  const feeds = { ...withWeights(batchOf(deeper, checkpoint.config)), ...parameterFeeds(parameters) };
  const got = await session.run(feeds);
  const losses = [...((got.losses?.data as Float32Array) ?? [])];
  for (const [i, wanted] of golden.patch.losses.entries()) expect(losses[i]).toBeCloseTo(wanted, 5);
  expect(parameters.some(({ name }) => name.includes('layer.1.'))).toBe(false);
  for (const { name } of parameters)
    expect(summary(got[gradientName(name)]?.data as Float32Array).sum, name).toBeCloseTo(
      golden.patch.gradients[name]?.sum ?? Number.NaN,
      4,
    );
  await session.release();
});

test('factors of zero leave the top what it was', async () => {
  const parameters = parametersOf(checkpoint, choices.lora);
  const zero = parameters.map((one): [string, Tensor] => {
    const data = one.name.endsWith('.lora_b') ? valuesOf(one).fill(0) : valuesOf(one);
    return [one.name, { type: 'float32', dims: one.shape, data }];
  });
  const logits = async (chosen: readonly Parameter[], feeds: Record<string, Tensor>) => {
    const session = await ortRunner.createSession(writeOnnx(trainedTopGraph(checkpoint, chosen)), {
      provider: 'cpu',
      weightsDir: checkpoint.dir,
    });
    const { targets: _, weights: __, ...read } = batch.feeds;
    const got = (await session.run({ ...read, ...feeds })).logits?.data as Float32Array;
    await session.release();
    return got;
  };
  const plain = await logits([], {});
  const adapted = await logits(parameters, Object.fromEntries(zero));
  expect(plain.length).toBeGreaterThan(0);
  for (const [i, value] of plain.entries()) expect(adapted[i]).toBeCloseTo(value, 6);
});

test('what is trained is what the mode says, and the tied decoder never is', () => {
  const names = (choice: ParameterChoice) => parametersOf(checkpoint, choice).map(({ name }) => name);
  const whole = names(choices.patch);
  expect(whole).toContain('cls.predictions.bias');
  expect(whole.some((name) => name.includes('embeddings') || name.includes('layer.0.'))).toBe(false);
  expect(names(choices.lora).every((name) => /\.lora_[ab]$/.test(name))).toBe(true);
  expect(names({ ...choices.lora, biases: true })).toContain('bert.encoder.layer.3.output.LayerNorm.bias');
  const groups = parametersOf(checkpoint, choices.patch).map(({ name, group }) => `${name} ${group}`);
  expect(groups).toContain('bert.encoder.layer.2.output.dense.weight middle');
  expect(groups).toContain('bert.encoder.layer.3.output.dense.weight last');
  expect(groups).toContain('cls.predictions.transform.dense.weight last');
});

test('frozen weights stay in the base model’s file', () => {
  const { externals, constants } = partsOf(trainingGraph(checkpoint, parametersOf(checkpoint, choices.lora)));
  expect(externals.every(({ file }) => file === checkpoint.weightsFile)).toBe(true);
  expect(externals.map(({ name }) => name)).toContain('bert.embeddings.word_embeddings.weight');
  expect(Math.max(...constants.map(({ data }) => data.length))).toBeLessThan(10);
});
