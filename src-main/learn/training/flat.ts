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
 * Parameters, gradients and moments as one long array each, with the tensors as windows into them: the runtime
 * reads and writes them where they lie, and the optimizer is one loop.
 */
export interface Flat {
  readonly state: AdamWState;
  readonly spans: readonly Span[];
  /** The parameters as inputs of the training graph. */
  readonly feeds: Readonly<Record<string, Tensor>>;
  /** The gradients as its outputs, to be written in place. */
  readonly fetches: Readonly<Record<string, Tensor>>;
}

/** Elements between the beginnings of two tensors are a multiple of this: 64 bytes, a cache line. */
const alignment = 16;

const sizeOf = ({ shape }: Parameter) => shape.reduce((all, one) => all * one, 1);
const groups: readonly ParameterGroup[] = ['middle', 'last'];

interface Place {
  readonly parameter: Parameter;
  readonly from: number;
}

interface Layout {
  readonly places: readonly Place[];
  readonly ends: Readonly<Record<ParameterGroup, { from: number; to: number }>>;
  readonly length: number;
}

/** Groups one after the other, so that each is one span. */
function layOut(parameters: readonly Parameter[]): Layout {
  const places: Place[] = [];
  const ends = { middle: { from: 0, to: 0 }, last: { from: 0, to: 0 } };
  let length = 0;
  for (const group of groups) {
    const from = length;
    for (const parameter of parameters.filter((one) => one.group === group)) {
      places.push({ parameter, from: length });
      length += Math.ceil(sizeOf(parameter) / alignment) * alignment;
    }
    ends[group] = { from, to: length };
  }
  return { places, ends, length };
}

export function createFlat(
  parameters: readonly Parameter[],
  learningRates: Readonly<Record<ParameterGroup, number>>,
): Flat {
  const { places, ends, length } = layOut(parameters);
  const array = () => new Float32Array(length);
  const state = { parameters: array(), gradients: array(), first: array(), second: array(), step: 0 };
  const windows = (data: Float32Array, nameOf: (name: string) => string): Record<string, Tensor> =>
    Object.fromEntries(
      places.map(({ parameter, from }) => [
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
    feeds: windows(state.parameters, (name) => name),
    fetches: windows(state.gradients, gradientName),
  };
}

/** The base model's tensors among `windows`, with where they lie in its file. */
function fromBase(windows: Readonly<Record<string, Tensor>>, checkpoint: Checkpoint) {
  return Object.entries(windows).flatMap(([name, { data }]) => {
    const entry = checkpoint.tensors.get(name);
    return entry ? [{ name, entry, into: data as Float32Array }] : [];
  });
}

const baseFile = ({ dir, weightsFile }: Checkpoint) => join(dir, weightsFile);

/** Even in ±1/√inner, as Hugging Face's PEFT begins; the other factor is zero, so that nothing changes yet. */
function randomFactor({ dims, data }: Tensor, rng: Rng): void {
  const bound = 1 / Math.sqrt(must(dims[1], 'a factor is a matrix'));
  for (let i = 0; i < data.length; i++) data[i] = (rng() * 2 - 1) * bound;
}

/**
 * Sets every parameter to what training begins with: the base model's tensors, and factors whose product is zero.
 * The same seed gives the same values.
 */
export async function begin({ feeds }: Flat, checkpoint: Checkpoint, seed: number): Promise<void> {
  await readTensors(baseFile(checkpoint), fromBase(feeds, checkpoint));
  const rng = seededRng(seed);
  for (const [name, tensor] of Object.entries(feeds)) if (name.endsWith('.lora_a')) randomFactor(tensor, rng);
}

/**
 * What was learned, as a patch holds it: the change of the base model's tensors, and factors as they are.
 * Works in the flat arrays' own memory; nothing can be trained with them afterwards.
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
