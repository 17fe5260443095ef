import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { must } from '../base/assert.ts';
import { replaceFile } from '../base/durable.ts';
import { sha256OfFile } from '../base/sha256.ts';
import { type CheckOptions, hasHash } from './checked-files.ts';
import { readJsonFile } from './json-file.ts';
import { readSafetensorsHeader, readTensors, replaceSafetensors, type TensorToWrite } from './safetensors.ts';
import type { BertConfig, Checkpoint, TensorEntry } from './types.ts';

/**
 * An int8 copy of a model's linear layers, beside the checkpoint, whose files stay as they are. Of a layer y = x·Wᵀ + b
 * with W [out, in] it stores int8 weights [in, out] with a scale [out], so that W ≈ (weights · scale)ᵀ. Inputs differ
 * much in size: each is multiplied by a factor, and its weights are divided by it (SmoothQuant, Xiao et al., 2023).
 * Embeddings, norms, biases and the head stay float32.
 */

const folder = 'int8';
const file = `${folder}/layers.safetensors`;
const checksumFile = `${folder}/checksum.json`;
/** Of the copy's file, as it was written. */
const Checksum = z.object({ sha256: z.string() });
/** Raised whenever the same checkpoint would give another copy. */
export const int8Recipe = '2';

export const int8Weights = (name: string): string => `${name}.int8`;
export const int8Scale = (name: string): string => `${name}.int8_scale`;
export const inputFactor = (name: string): string => `${name}.input_factor`;

/** @returns the layer of a weight that a checkpoint has an int8 copy of; null where there is no copy */
export function int8LayerOf({ tensors }: Pick<Checkpoint, 'tensors'>, tensor: string): string | null {
  const name = tensor.replace(/\.weight$/, '');
  return name !== tensor && tensors.has(int8Weights(name)) ? name : null;
}

/** The linear layers of the encoder, those with the same input together. */
export const linearLayers = ({ layers }: Pick<BertConfig, 'layers'>): string[][] =>
  Array.from({ length: layers }, (_, layer) => {
    const prefix = `bert.encoder.layer.${layer}`;
    return [
      ['query', 'key', 'value'].map((part) => `${prefix}.attention.self.${part}`),
      [`${prefix}.attention.output.dense`],
      [`${prefix}.intermediate.dense`],
      [`${prefix}.output.dense`],
    ];
  }).flat();

/** Exponents of the inputs' and the weights' ranges: of six pairs, this one changed the fewest answers of 1,289 gaps. */
const smoothing = { input: 0.7, weight: 0.3 } as const;
/**
 * The least range of an input, as a share of the median: an input that hardly moved in the sentences at hand may do so
 * in others. Without it the divergence from float32 was five times as large.
 */
const leastShare = 0.8;
const leastRange = { input: 1e-3, weight: 1e-5 } as const;
const most = 127;

/**
 * What the inputs are divided by, [in], with a geometric mean of 1.
 * @param weights of all layers with these inputs, row-major [out, in]
 * @param range largest magnitude of each input, [in]
 */
export function smoothingOf(weights: readonly Float32Array[], range: Float32Array): Float32Array {
  const inner = range.length;
  const largest = new Float32Array(inner).fill(leastRange.weight);
  for (const weight of weights)
    for (let i = 0; i < weight.length; i++) {
      const size = Math.abs(weight[i] as number);
      if (size > (largest[i % inner] as number)) largest[i % inner] = size;
    }
  const median = must(range.toSorted()[inner >> 1], 'a layer has inputs');
  const least = Math.max(leastShare * median, leastRange.input);
  const logs = Float64Array.from(
    range,
    (one, i) =>
      smoothing.input * Math.log(Math.max(one, least)) - smoothing.weight * Math.log(largest[i] as number),
  );
  const mean = logs.reduce((sum, one) => sum + one, 0) / inner;
  return Float32Array.from(logs, (one) => Math.exp(one - mean));
}

export interface QuantizedLayer {
  /** Row-major [in, out]. */
  readonly weights: Int8Array;
  /** [out] */
  readonly scale: Float32Array;
}

/**
 * Symmetric, one scale for each output.
 * @param weight row-major [out, in]
 * @param divisors of the inputs, [in]
 */
export function quantized(weight: Float32Array, divisors: Float32Array): QuantizedLayer {
  const inner = divisors.length;
  const outer = weight.length / inner;
  const weights = new Int8Array(weight.length);
  const scale = new Float32Array(outer);
  for (let out = 0; out < outer; out++) {
    const row = weight
      .subarray(out * inner, (out + 1) * inner)
      .map((one, i) => one * (divisors[i] as number));
    const largest = row.reduce((max, one) => Math.max(max, Math.abs(one)), 0);
    const step = largest > 0 ? largest / most : 1;
    scale[out] = step;
    for (let i = 0; i < inner; i++) weights[i * outer + out] = Math.round((row[i] as number) / step);
  }
  return { weights, scale };
}

const entryOf = (checkpoint: Checkpoint, name: string): TensorEntry =>
  must(checkpoint.tensors.get(`${name}.weight`), 'a checked checkpoint has every layer');

async function weightOf(checkpoint: Checkpoint, name: string): Promise<Float32Array> {
  const entry = entryOf(checkpoint, name);
  const into = new Float32Array(entry.length / Float32Array.BYTES_PER_ELEMENT);
  await readTensors(join(checkpoint.dir, entry.file ?? checkpoint.weightsFile), [{ entry, into }]);
  return into;
}

interface LayerTensors {
  readonly floats: readonly TensorToWrite[];
  readonly int8: TensorToWrite;
}

/** @param names of layers with the same input */
async function tensorsOf(
  checkpoint: Checkpoint,
  names: readonly string[],
  range: Float32Array,
): Promise<LayerTensors[]> {
  const all = await Promise.all(names.map((name) => weightOf(checkpoint, name)));
  const divisors = smoothingOf(all, range);
  const factor = divisors.map((one) => 1 / one);
  const inner = range.length;
  return names.map((name, i) => {
    const { weights, scale } = quantized(must(all[i], 'a weight of each layer'), divisors);
    const outer = scale.length;
    return {
      floats: [
        { name: int8Scale(name), shape: [outer], pieces: () => [scale] },
        { name: inputFactor(name), shape: [inner], pieces: () => [factor] },
      ],
      int8: { name: int8Weights(name), shape: [inner, outer], dtype: 'I8', pieces: () => [weights] },
    };
  });
}

/**
 * Makes the copy; about 85 MB for 12 layers of 768.
 * @param baseHash SHA-256 of the checkpoint's weights
 * @param ranges largest magnitude of each input, by the name of each layer
 */
export async function writeInt8(
  checkpoint: Checkpoint,
  baseHash: string,
  ranges: ReadonlyMap<string, Float32Array>,
): Promise<void> {
  const floats: TensorToWrite[] = [];
  const int8s: TensorToWrite[] = [];
  for (const names of linearLayers(checkpoint.config)) {
    const range = must(ranges.get(names[0] ?? ''), 'the range of each layer');
    for (const layer of await tensorsOf(checkpoint, names, range)) {
      floats.push(...layer.floats);
      int8s.push(layer.int8);
    }
  }
  // Float32 tensors come first: they must begin at a multiple of four bytes.
  await replaceSafetensors(join(checkpoint.dir, file), [...floats, ...int8s], {
    metadata: { base: baseHash, recipe: int8Recipe },
  });
  const sha256 = await sha256OfFile(join(checkpoint.dir, file));
  await replaceFile(join(checkpoint.dir, checksumFile), `${JSON.stringify({ sha256 })}\n`);
}

/** Reads the copy in full. @returns whether it is as it was written; false where no checksum of it is stored */
export async function isInt8AsWritten(dir: string, options: CheckOptions): Promise<boolean> {
  const stored = await readJsonFile(Checksum, join(dir, checksumFile));
  return stored !== null && hasHash(dir, file, stored.sha256, options);
}

/** Removes the copy and what its trial found, so that it is made and tried anew. */
export async function removeInt8(dir: string): Promise<void> {
  const files = [join(folder, 'trial.json'), 'golden-int8.json', checksumFile, file];
  // The trial first: without it no engine uses the copy, which a running one holds open on some systems.
  for (const one of files) await rm(join(dir, one), { force: true }).catch(() => undefined);
}

function isWhole(checkpoint: Checkpoint, tensors: ReadonlyMap<string, TensorEntry>): boolean {
  const is = (key: string, dtype: string, ...shape: readonly (number | undefined)[]) =>
    tensors.get(key)?.dtype === dtype && tensors.get(key)?.shape.join() === shape.join();
  return linearLayers(checkpoint.config)
    .flat()
    .every((name) => {
      const [outer, inner] = entryOf(checkpoint, name).shape;
      return (
        is(int8Weights(name), 'I8', inner, outer) &&
        is(int8Scale(name), 'F32', outer) &&
        is(inputFactor(name), 'F32', inner)
      );
    });
}

/** @returns the checkpoint with its int8 copy; null where there is none, or it is damaged or of other weights */
export async function withInt8(checkpoint: Checkpoint, baseHash: string): Promise<Checkpoint | null> {
  const header = await readSafetensorsHeader(join(checkpoint.dir, file)).catch(() => null);
  if (header?.metadata.base !== baseHash || header.metadata.recipe !== int8Recipe) return null;
  if (!isWhole(checkpoint, header.tensors)) return null;
  const tensors = new Map(checkpoint.tensors);
  for (const [name, entry] of header.tensors) tensors.set(name, { ...entry, file });
  return { ...checkpoint, tensors };
}
