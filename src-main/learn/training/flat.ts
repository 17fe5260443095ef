import { join } from 'node:path';
import { must } from '../../base/assert.ts';
import { type Rng, seededRng } from '../../base/rng.ts';
import type { PatchTensor } from '../../models/patch.ts';
import { readTensors } from '../../models/safetensors.ts';
import type { Checkpoint } from '../../models/types.ts';
import type { Tensor } from '../../runtime/runner.ts';
import type { AdamWState, Span } from './optimizer.ts';
import type { Parameter, ParameterGroup } from './parameters.ts';
import { gradientName } from './training-graph.ts';

/**
 * Parameters, gradients and moments as one array each, with the tensors as views into them: the runtime reads and
 * writes the tensors in place, and the optimizer is one loop.
 */
export interface Flat {
  readonly state: AdamWState;
  readonly spans: readonly Span[];
  /** The parameters as inputs of the training graph. */
  readonly feeds: Readonly<Record<string, Tensor>>;
  /** The gradients as outputs of the training graph, which the runtime writes in place. */
  readonly fetches: Readonly<Record<string, Tensor>>;
}

/** Each tensor begins at a multiple of this many elements: 64 bytes, a cache line. */
const alignment = 16;

const sizeOf = ({ shape }: Parameter) => shape.reduce((all, one) => all * one, 1);
const groups: readonly ParameterGroup[] = ['middle', 'last'];

interface Placement {
  readonly parameter: Parameter;
  readonly from: number;
}

interface Layout {
  readonly placements: readonly Placement[];
  readonly ends: Readonly<Record<ParameterGroup, { from: number; to: number }>>;
  readonly length: number;
}

/** Lays out the groups one after the other, so that each is one span. */
function layOut(parameters: readonly Parameter[]): Layout {
  const placements: Placement[] = [];
  const ends = { middle: { from: 0, to: 0 }, last: { from: 0, to: 0 } };
  let length = 0;
  for (const group of groups) {
    const from = length;
    for (const parameter of parameters.filter((one) => one.group === group)) {
      placements.push({ parameter, from: length });
      length += Math.ceil(sizeOf(parameter) / alignment) * alignment;
    }
    ends[group] = { from, to: length };
  }
  return { placements, ends, length };
}

export function createFlat(
  parameters: readonly Parameter[],
  learningRates: Readonly<Record<ParameterGroup, number>>,
): Flat {
  const { placements, ends, length } = layOut(parameters);
  const array = () => new Float32Array(length);
  const state = { parameters: array(), gradients: array(), first: array(), second: array(), step: 0 };
  const views = (data: Float32Array, nameOf: (name: string) => string): Record<string, Tensor> =>
    Object.fromEntries(
      placements.map(({ parameter, from }) => [
        nameOf(parameter.name),
        {
          type: 'float32',
          dims: parameter.shape,
          data: data.subarray(from, from + sizeOf(parameter)),
        },
      ]),
    );
  return {
    state,
    spans: groups.map((group) => ({ ...ends[group], learningRate: learningRates[group] })),
    feeds: views(state.parameters, (name) => name),
    fetches: views(state.gradients, gradientName),
  };
}

/** The base model's tensors among `views`, each with its entry in the model's file. */
function fromBase(views: Readonly<Record<string, Tensor>>, checkpoint: Checkpoint) {
  return Object.entries(views).flatMap(([name, { data }]) => {
    const entry = checkpoint.tensors.get(name);
    return entry ? [{ name, entry, into: data as Float32Array }] : [];
  });
}

const baseFile = ({ dir, weightsFile }: Checkpoint) => join(dir, weightsFile);

/** Uniform in ±1/√inner, as in Hugging Face's PEFT. The other factor is zero, so that their product is zero. */
function randomFactor({ dims, data }: Tensor, rng: Rng): void {
  const bound = 1 / Math.sqrt(must(dims[1], 'a factor is a matrix'));
  for (let i = 0; i < data.length; i++) data[i] = (rng() * 2 - 1) * bound;
}

/**
 * Sets every parameter to its initial value: the base model's tensors, and factors whose product is zero.
 * The same seed gives the same values.
 */
export async function begin({ feeds }: Flat, checkpoint: Checkpoint, seed: number): Promise<void> {
  await readTensors(baseFile(checkpoint), fromBase(feeds, checkpoint));
  const rng = seededRng(seed);
  for (const [name, tensor] of Object.entries(feeds)) if (name.endsWith('.lora_a')) randomFactor(tensor, rng);
}

/**
 * @returns the tensors of a patch: the change of the base model's tensors, and the factors as they are. They reuse the
 *   memory of the flat arrays, which cannot be trained afterwards.
 */
export async function changesOf(flat: Flat, checkpoint: Checkpoint): Promise<Map<string, PatchTensor>> {
  const scratch = flat.state.gradients;
  const read = fromBase(flat.feeds, checkpoint).map((one) => {
    const from = (one.into.byteOffset - flat.state.parameters.byteOffset) / 4;
    return { ...one, into: scratch.subarray(from, from + one.into.length) };
  });
  await readTensors(baseFile(checkpoint), read);
  const base = new Map(read.map(({ name, into }) => [name, into]));
  return new Map(
    Object.entries(flat.feeds).map(([name, { dims, data }]): [string, PatchTensor] => {
      const values = data as Float32Array;
      const before = base.get(name);
      if (before)
        for (let i = 0; i < values.length; i++) values[i] = (values[i] as number) - (before[i] as number);
      return [name, { shape: dims, data: values }];
    }),
  );
}
