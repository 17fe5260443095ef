import { mkdir, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { z } from 'zod';
import { renameDurably } from '../base/durable.ts';
import { CodedError, reasonOf } from '../base/error.ts';
import { ownerOnlyFolder } from '../base/owner-only.ts';
import { sha256OfFile } from '../base/sha256.ts';
import type { LearnMode } from '../contract/learn-run.ts';
import type { Detail } from '../contract/text.ts';
import { message } from '../texts/message.ts';
import { expectedTensors } from './checkpoint.ts';
import { readSafetensorsHeader, type TensorToWrite, writeSafetensors } from './safetensors.ts';
import type { BertConfig, TensorEntry } from './types.ts';

/**
 * A patch: the change that training made to a base model, as a safetensors file of fp16 tensors named by its own hash.
 * `<name>` is W − W_base, so that fp16 rounds the change and not the weight. `<name>.lora_a` [r, in] and
 * `<name>.lora_b` [out, r] are the factors of a change of low rank, b·a (Hu et al., 2021; the scale is folded into b).
 */

/** Encoder layers that a version may change. All versions share the layers below. */
export const topLayers = 3;

/** Largest patch that is opened, in bytes; 22 million fp16 weights are 44 MB. */
const mostBytes = 64 * 1024 * 1024;
const formatVersion = '1';
const idLength = 16;

/** `patch`: whole tensors change; `lora`: a change of low rank for each matrix. */
export type PatchMode = z.infer<typeof LearnMode>;

export interface PatchMetadata {
  /** SHA-256 of the base model's weights file. */
  readonly baseHash: string;
  readonly mode: PatchMode;
  readonly seed: number;
  /** The training recipe, as JSON. */
  readonly recipe: string;
  /** Ids of the samples that it was trained on. */
  readonly samples: readonly string[];
  /** Figures of the training run, by name. */
  readonly metrics: Readonly<Record<string, number>>;
}

export interface PatchTensor {
  readonly shape: readonly number[];
  /** Row-major. */
  readonly data: Float32Array;
}

export interface Patch {
  readonly id: string;
  readonly file: string;
  readonly bytes: number;
  readonly metadata: PatchMetadata;
  readonly tensors: ReadonlyMap<string, TensorEntry>;
}

export const isPatchId = (id: string): boolean => new RegExp(`^[0-9a-f]{${idLength}}$`).test(id);
export const patchFile = (dir: string, id: string): string => join(dir, `${id}.safetensors`);

const corrupt = (file: string, detail: Detail, cause?: unknown) =>
  new CodedError('patch-corrupt', message('models.patch-corrupt', { file: basename(file) }, detail), {
    cause,
  });

const foreign = (file: string) =>
  new CodedError('patch-foreign', message('models.patch-foreign', { file: basename(file) }));

/** @returns the encoder layer that a tensor belongs to; undefined for one of embeddings or head */
export function layerOf(name: string): number | undefined {
  const [, digits] = /^bert\.encoder\.layer\.(\d+)\./.exec(name) ?? [];
  return digits === undefined ? undefined : Number(digits);
}

/** The tensors that a patch may change, with their shapes. */
export function patchable(config: BertConfig): ReadonlyMap<string, readonly number[]> {
  const { encoder, head } = expectedTensors(config);
  const first = Math.max(0, config.layers - topLayers);
  return new Map([...[...encoder].filter(([name]) => (layerOf(name) ?? -1) >= first), ...head]);
}

/** @returns number of encoder layers below all that the patches change; with none of them, all but the last */
export const layersBelow = (
  patches: readonly Pick<Patch, 'tensors'>[],
  { layers }: Pick<BertConfig, 'layers'>,
): number =>
  patches
    .flatMap(({ tensors }) => [...tensors.keys()])
    .reduce((least, name) => Math.min(least, layerOf(name) ?? least), Math.max(0, layers - 1));

export const factorA = (name: string): string => `${name}.lora_a`;
export const factorB = (name: string): string => `${name}.lora_b`;

/** A matrix has a change of its own shape or two factors of one rank, never both. @throws CodedError `patch-corrupt` */
function checkShapes(file: string, tensors: ReadonlyMap<string, TensorEntry>, config: BertConfig): void {
  const allowed = patchable(config);
  if (tensors.size === 0) throw corrupt(file, message('models.patch-empty'));
  for (const [name, { dtype, shape }] of tensors) {
    if (dtype !== 'F16') throw corrupt(file, `${name}: ${dtype}`);
    const target = name.replace(/\.lora_[ab]$/, '');
    const whole = allowed.get(target);
    if (!whole) throw corrupt(file, message('models.patch-closed', { name }));
    if (target === name) {
      if (shape.join() !== whole.join()) throw corrupt(file, `${name}: [${shape}] ≠ [${whole}]`);
      continue;
    }
    const [a, b] = [tensors.get(factorA(target)), tensors.get(factorB(target))];
    const rank = a?.shape[0] ?? 0;
    const [rows, columns] = whole;
    const fits =
      whole.length === 2 &&
      rank > 0 &&
      rank <= Math.min(rows ?? 0, columns ?? 0) &&
      a?.shape.join() === [rank, columns].join() &&
      b?.shape.join() === [rows, rank].join();
    if (!fits || tensors.has(target)) throw corrupt(file, message('models.patch-ranks', { target }));
  }
}

function parseMetadata(file: string, raw: Readonly<Record<string, string>>): PatchMetadata {
  const { format, base: baseHash, mode, seed, recipe, samples, metrics } = raw;
  if (format !== 'bumo-patch' || raw.formatVersion !== formatVersion) throw corrupt(file, 'format');
  if (baseHash === undefined || (mode !== 'patch' && mode !== 'lora')) throw corrupt(file, 'metadata');
  try {
    return {
      baseHash,
      mode,
      seed: Number(seed),
      recipe: recipe ?? '{}',
      samples: JSON.parse(samples ?? '[]') as string[],
      metrics: JSON.parse(metrics ?? '{}') as Record<string, number>,
    };
  } catch (cause) {
    throw corrupt(file, 'metadata', cause);
  }
}

/** @throws RangeError where a value overflows fp16 or is not a number */
function toHalf(name: string, data: Float32Array): Float16Array {
  const half = Float16Array.from(data);
  for (let i = 0; i < half.length; i++) {
    if (!Number.isFinite(half[i])) throw new RangeError(`${name} does not fit fp16`);
  }
  return half;
}

/**
 * Writes a patch into `dir` under the name that its hash gives. The same tensors and metadata give the same file.
 * @param tensors fp32 values, which are rounded to fp16
 */
export async function writePatch(
  dir: string,
  metadata: PatchMetadata,
  tensors: ReadonlyMap<string, PatchTensor>,
): Promise<Pick<Patch, 'id' | 'file' | 'bytes'>> {
  await mkdir(dir, { recursive: true, mode: ownerOnlyFolder });
  const part = join(dir, `patch-${process.pid}.part`);
  const entries = [...tensors].map(
    ([name, { shape, data }]): TensorToWrite => ({ name, shape, pieces: () => [toHalf(name, data)] }),
  );
  try {
    await writeSafetensors(part, entries, {
      dtype: 'F16',
      metadata: {
        format: 'bumo-patch',
        formatVersion,
        base: metadata.baseHash,
        mode: metadata.mode,
        seed: String(metadata.seed),
        recipe: metadata.recipe,
        samples: JSON.stringify(metadata.samples),
        metrics: JSON.stringify(metadata.metrics),
      },
    });
    const id = (await sha256OfFile(part)).slice(0, idLength);
    const file = patchFile(dir, id);
    await renameDurably(part, file);
    return { id, file, bytes: (await stat(file)).size };
  } finally {
    await rm(part, { force: true });
  }
}

export interface ReadPatchOptions {
  readonly config: BertConfig;
  /** SHA-256 of the base model's weights. */
  readonly baseHash: string;
}

/**
 * Opens a patch and checks it: its name is its hash, and base model and shapes fit.
 * @throws CodedError `patch-corrupt`, `patch-foreign`
 */
export async function readPatch(file: string, { config, baseHash }: ReadPatchOptions): Promise<Patch> {
  const id = basename(file, '.safetensors');
  const bytes = await stat(file).then(
    ({ size }) => size,
    (cause: unknown) => {
      throw corrupt(file, reasonOf(cause), cause);
    },
  );
  if (bytes > mostBytes) throw corrupt(file, message('models.byte-count', { bytes }));
  const { tensors, metadata } = await readSafetensorsHeader(file).catch((cause: unknown) => {
    throw corrupt(file, reasonOf(cause), cause);
  });
  const parsed = parseMetadata(file, metadata);
  if (parsed.baseHash !== baseHash) throw foreign(file);
  checkShapes(file, tensors, config);
  if (!isPatchId(id) || !(await sha256OfFile(file)).startsWith(id))
    throw corrupt(file, message('models.checksum'));
  return { id, file, bytes, metadata: parsed, tensors };
}
