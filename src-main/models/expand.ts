import { closeSync, openSync, readSync } from 'node:fs';
import { readdir, rm, stat, utimes } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { must } from '../base/assert.ts';
import type { Clock } from '../base/clock.ts';
import { CodedError } from '../base/error.ts';
import { Precision } from '../contract/schemas.ts';
import { message } from '../texts/message.ts';
import {
  inputFactor,
  int8LayerOf,
  int8Recipe,
  int8Scale,
  int8Weights,
  type QuantizedLayer,
  quantized,
} from './int8.ts';
import { factorA, factorB, type Patch } from './patch.ts';
import { readSafetensorsHeader, replaceSafetensors, type TensorToWrite } from './safetensors.ts';
import type { Checkpoint, TensorEntry } from './types.ts';

/**
 * Expands a patch into weights that a session can map, written once into the base model's folder, since the runtime
 * reads external data from one folder only. Of a layer that runs on float32: base + change. Of one that runs on int8:
 * base + change quantized with the base's input factors, or for a change of low rank its factors, which are multiplied
 * apart in float32. A lost or damaged file is made again.
 */

const folder = 'expanded';
/** Expanded files that stay, the most recently used ones; each takes 90 MB and a second to make. */
const mostFiles = 6;
/** Age in milliseconds at which a `.part` file counts as abandoned. */
const abandonedAfter = 3_600_000;
const expandedName = (id: string, precision: Precision) =>
  `${folder}/${id}${precision === 'int8' ? '.int8' : ''}.safetensors`;

/** Path of a version's expanded weights, which may not exist yet. @param dir folder of the base model */
export const expandedFile = (dir: string, id: string, precision: Precision = 'float32'): string =>
  join(dir, expandedName(id, precision));

const notFinite = (id: string, name: string) =>
  new CodedError('patch-corrupt', message('models.patch-not-finite', { id }, name));

const shapeOf = (base: Checkpoint, name: string) =>
  must(base.tensors.get(name), 'a patch changes tensors that the base model has').shape;

function readBytes(handle: number, { offset, length }: TensorEntry): Uint8Array {
  const bytes = new Uint8Array(length);
  for (let at = 0; at < length; ) {
    const read = readSync(handle, bytes, at, length - at, offset + at);
    if (read === 0) throw new Error('the file ended early');
    at += read;
  }
  return bytes;
}

/** Adds b·a to `weight` [rows, columns] in place; a is [rank, columns], b is [rows, rank]. */
function addProduct(weight: Float32Array, b: Float16Array, a: Float16Array, rank: number): void {
  const columns = a.length / rank;
  const factors = Float32Array.from(a);
  for (let row = 0; row < b.length / rank; row++) {
    for (let k = 0; k < rank; k++) {
      const factor = b[row * rank + k] as number;
      for (let column = 0; column < columns; column++)
        weight[row * columns + column] =
          (weight[row * columns + column] as number) + factor * (factors[k * columns + column] as number);
    }
  }
}

const targets = (patch: Patch) => [
  ...new Set([...patch.tensors.keys()].map((name) => name.replace(/\.lora_[ab]$/, ''))),
];

interface Files {
  readonly base: number;
  readonly patch: number;
}

const halfOf = (patch: Patch, key: string, file: number): Float16Array =>
  new Float16Array(readBytes(file, must(patch.tensors.get(key), 'a tensor of the patch')).buffer);

/** @returns base + change of one tensor. @throws CodedError `patch-corrupt` where a sum is not a finite number */
function expandedTensor(name: string, patch: Patch, base: Checkpoint, files: Files): Float32Array {
  const entry = must(base.tensors.get(name), 'a patch changes tensors that the base model has');
  const weight = new Float32Array(readBytes(files.base, entry).buffer);
  const half = (key: string) => halfOf(patch, key, files.patch);
  if (patch.tensors.has(name)) {
    const change = half(name);
    for (let i = 0; i < weight.length; i++) weight[i] = (weight[i] as number) + (change[i] as number);
  } else {
    const rank = must(patch.tensors.get(factorA(name))?.shape[0], 'a rank');
    addProduct(weight, half(factorB(name)), half(factorA(name)), rank);
  }
  return checked(weight, name, patch);
}

function checked(values: Float32Array, name: string, patch: Patch): Float32Array {
  if (!values.every(Number.isFinite)) throw notFinite(patch.id, name);
  return values;
}

/** A tensor of an expanded file. */
interface Part extends Omit<TensorToWrite, 'pieces'> {
  readonly data: (files: Files) => Float32Array | Int8Array;
}

/** A factor of a change of low rank, as float32. */
const factor = (name: string, patch: Patch): Part => ({
  name,
  shape: must(patch.tensors.get(name), 'a factor of the patch').shape,
  data: ({ patch: file }) => checked(Float32Array.from(halfOf(patch, name, file)), name, patch),
});

/** A changed layer on int8, in its two tensors. */
function requantized(layer: string, patch: Patch, base: Checkpoint): Part[] {
  const name = `${layer}.weight`;
  const entry = must(base.tensors.get(inputFactor(layer)), 'an int8 layer has input factors');
  const make = (files: Files) => {
    const file = openSync(join(base.dir, must(entry.file, 'a copy has a file of its own')), 'r');
    try {
      const factors = new Float32Array(readBytes(file, entry).buffer);
      return quantized(
        expandedTensor(name, patch, base, files),
        factors.map((one) => 1 / one),
      );
    } finally {
      closeSync(file);
    }
  };
  const [outer, inner] = shapeOf(base, name);
  const shape = [must(inner, 'a matrix'), must(outer, 'a matrix')];
  let made: QuantizedLayer | undefined;
  return [
    {
      name: int8Scale(layer),
      shape: [must(outer, 'a matrix')],
      data(files) {
        made = make(files);
        return made.scale;
      },
    },
    { name: int8Weights(layer), shape, dtype: 'I8', data: (files) => (made ?? make(files)).weights },
  ];
}

/** Tensors of a patch's expanded file. Float32 tensors come first: they must begin at a multiple of four bytes. */
function partsOf(patch: Patch, base: Checkpoint): Part[] {
  const parts = targets(patch).flatMap((name): Part[] => {
    const layer = int8LayerOf(base, name);
    if (!layer)
      return [
        { name, shape: shapeOf(base, name), data: (files) => expandedTensor(name, patch, base, files) },
      ];
    return patch.tensors.has(name)
      ? requantized(layer, patch, base)
      : [factor(factorA(name), patch), factor(factorB(name), patch)];
  });
  const isInt8 = ({ dtype }: Part) => dtype === 'I8';
  return [...parts.filter((one) => !isInt8(one)), ...parts.filter(isInt8)];
}

async function write(patch: Patch, base: Checkpoint, to: string): Promise<void> {
  const files = { base: openSync(join(base.dir, base.weightsFile), 'r'), patch: openSync(patch.file, 'r') };
  try {
    const tensors = partsOf(patch, base).map(
      ({ data, ...about }): TensorToWrite => ({ ...about, pieces: () => [data(files)] }),
    );
    await replaceSafetensors(to, tensors, { metadata: metadataOf(patch) });
  } finally {
    closeSync(files.base);
    closeSync(files.patch);
  }
}

const metadataOf = ({ id, metadata }: Patch) => ({ patch: id, base: metadata.baseHash, recipe: int8Recipe });

/** Deletes the expanded files that were not used for longest, and abandoned `.part` files. */
async function prune(dir: string, now: Date): Promise<void> {
  const names = await readdir(dir);
  const aged = await Promise.all(
    names.map(async (name) => ({ path: join(dir, name), at: (await stat(join(dir, name))).mtimeMs })),
  );
  const whole = aged.filter(({ path }) => path.endsWith('.safetensors')).sort((a, b) => b.at - a.at);
  const cutOff = aged.filter(({ path, at }) => path.endsWith('.part') && now.getTime() - at > abandonedAfter);
  // Windows does not delete a file that is in use.
  for (const { path } of [...whole.slice(mostFiles), ...cutOff])
    await rm(path, { force: true }).catch(() => undefined);
}

/** @returns the tensors of an expanded file; null where it is missing, damaged or of another patch */
async function readExpanded(file: string, patch: Patch, base: Checkpoint) {
  const header = await readSafetensorsHeader(file).catch(() => null);
  const wanted = Object.entries(metadataOf(patch));
  if (!header || wanted.some(([key, value]) => header.metadata[key] !== value)) return null;
  const whole = partsOf(patch, base).every(
    ({ name, shape }) => header.tensors.get(name)?.shape.join() === shape.join(),
  );
  return whole ? header.tensors : null;
}

/**
 * Expands a patch, unless that was done before.
 * @returns the base model as the patch changes it: changed tensors point into the expanded file
 * @throws CodedError `patch-corrupt`
 */
export async function expandPatch(patch: Patch, base: Checkpoint, clock: Clock): Promise<Checkpoint> {
  const isInt8 = targets(patch).some((name) => int8LayerOf(base, name));
  const file = expandedName(patch.id, isInt8 ? 'int8' : 'float32');
  const path = join(base.dir, file);
  let changed = await readExpanded(path, patch, base);
  const fresh = !changed;
  if (!changed) {
    await write(patch, base, path);
    changed = must(await readExpanded(path, patch, base), 'what was just written can be read');
  }
  const now = new Date(clock.now());
  // The weights are usable even if neither succeeds.
  await utimes(path, now, now).catch(() => undefined);
  if (fresh) await prune(dirname(path), now).catch(() => undefined);
  const tensors = new Map(base.tensors);
  for (const [name, entry] of changed) tensors.set(name, { ...entry, file });
  return { ...base, tensors };
}

export async function removeExpanded(base: Pick<Checkpoint, 'dir'>, id: string): Promise<void> {
  for (const precision of Precision.options)
    await rm(join(base.dir, expandedName(id, precision)), { force: true });
}
