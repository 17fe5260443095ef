import { closeSync, openSync, readSync } from 'node:fs';
import { readdir, rm, stat, utimes } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { must } from '../base/assert.ts';
import type { Clock } from '../base/clock.ts';
import { CodedError } from '../base/error.ts';
import { message } from '../texts/message.ts';
import { int8TensorsOf } from './int8.ts';
import { factorA, factorB, type Patch } from './patch.ts';
import { readSafetensorsHeader, replaceSafetensors, type TensorToWrite } from './safetensors.ts';
import type { Checkpoint, TensorEntry } from './types.ts';

/**
 * Expands a patch into whole weights that a session can map: base + change in fp32, written once into the base
 * model's folder, since the runtime reads external data from one folder only. A lost or damaged file is made again.
 */

const folder = 'expanded';
/** Expanded files that stay, the most recently used ones; each takes 90 MB and a second to make. */
const mostFiles = 6;
/** Age in milliseconds at which a `.part` file counts as abandoned. */
const abandonedAfter = 3_600_000;
const expandedName = (id: string) => `${folder}/${id}.safetensors`;

/** Path of a version's expanded weights, which may not exist yet. @param dir folder of the base model */
export const expandedFile = (dir: string, id: string): string => join(dir, expandedName(id));

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

/** @returns base + change of one tensor. @throws CodedError `patch-corrupt` where a sum is not a finite number */
function expandedTensor(
  name: string,
  patch: Patch,
  base: Checkpoint,
  files: { base: number; patch: number },
) {
  const entry = must(base.tensors.get(name), 'a patch changes tensors that the base model has');
  const weight = new Float32Array(readBytes(files.base, entry).buffer);
  const half = (key: string) =>
    new Float16Array(readBytes(files.patch, must(patch.tensors.get(key), 'a tensor of the patch')).buffer);
  if (patch.tensors.has(name)) {
    const change = half(name);
    for (let i = 0; i < weight.length; i++) weight[i] = (weight[i] as number) + (change[i] as number);
  } else {
    const rank = must(patch.tensors.get(factorA(name))?.shape[0], 'a rank');
    addProduct(weight, half(factorB(name)), half(factorA(name)), rank);
  }
  if (!weight.every(Number.isFinite)) throw notFinite(patch.id, name);
  return weight;
}

async function write(patch: Patch, base: Checkpoint, to: string): Promise<void> {
  const files = { base: openSync(join(base.dir, base.weightsFile), 'r'), patch: openSync(patch.file, 'r') };
  try {
    const tensors = targets(patch).map(
      (name): TensorToWrite => ({
        name,
        shape: shapeOf(base, name),
        pieces: () => [expandedTensor(name, patch, base, files)],
      }),
    );
    await replaceSafetensors(to, tensors, {
      metadata: { patch: patch.id, base: patch.metadata.baseHash },
    });
  } finally {
    closeSync(files.base);
    closeSync(files.patch);
  }
}

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
  if (!header || header.metadata.patch !== patch.id || header.metadata.base !== patch.metadata.baseHash)
    return null;
  const whole = targets(patch).every(
    (name) => header.tensors.get(name)?.shape.join() === shapeOf(base, name).join(),
  );
  return whole ? header.tensors : null;
}

/**
 * Expands a patch, unless that was done before.
 * @returns the base model as the patch changes it: changed tensors point into the expanded file
 * @throws CodedError `patch-corrupt`
 */
export async function expandPatch(patch: Patch, base: Checkpoint, clock: Clock): Promise<Checkpoint> {
  const file = expandedName(patch.id);
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
  for (const [name, entry] of changed) {
    tensors.set(name, { ...entry, file });
    // A changed layer runs on its float32 weights.
    for (const copy of int8TensorsOf(name)) tensors.delete(copy);
  }
  return { ...base, tensors };
}

export async function removeExpanded(base: Pick<Checkpoint, 'dir'>, id: string): Promise<void> {
  await rm(join(base.dir, expandedName(id)), { force: true });
}
