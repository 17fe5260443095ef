import { mkdir, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { renameDurably } from '../base/durable.ts';
import { CodedError, reasonOf } from '../base/error.ts';
import type { Detail } from '../contract/schemas.ts';
import { expectedTensors } from './checkpoint.ts';
import { sha256Of } from './download.ts';
import { readSafetensorsHeader, type TensorToWrite, writeSafetensors } from './safetensors.ts';
import type { BertConfig, TensorEntry } from './types.ts';

/**
 * What was taught to a base model: a safetensors file of fp16 differences, named by its own hash.
 * `<name>` holds W − W_base, so that fp16 rounds the change and not the weight. `<name>.lora_a` [r, in]
 * and `<name>.lora_b` [out, r] hold a change of low rank, b·a (Hu et al., 2021; the scale is folded into b).
 */

/** Encoder layers that a version may change; everything below them is shared by all versions. */
export const topLayers = 3;

/** 22 million fp16 weights are 44 MB; nothing that is meant as a patch is larger than this. */
const mostBytes = 64 * 1024 * 1024;
const formatVersion = '1';
const idLength = 16;

export type PatchMode = 'patch' | 'lora';

export interface PatchMetadata {
  /** SHA-256 of the base model's weights file. */
  readonly base: string;
  readonly mode: PatchMode;
  readonly seed: number;
  /** The recipe that made it, as JSON. */
  readonly recipe: string;
  /** Hashes of the samples it learned. */
  readonly samples: readonly string[];
  /** What training measured, by name. */
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
  new CodedError(
    'patch-corrupt',
    {
      zh: `学习成果 ${basename(file)} 已损坏，没有启用。请重新学习，或换用另一个版本。`,
      en: `What was learned as ${basename(file)} is damaged and was not used. Learn again or choose another version.`,
      detail,
    },
    { cause },
  );

const foreign = (file: string) =>
  new CodedError('patch-foreign', {
    zh: `学习成果 ${basename(file)} 属于另一个基础模型，不能用在现在的模型上。请换回原来的模型，或重新学习。`,
    en: `What was learned as ${basename(file)} belongs to another base model. Switch back to that model, or learn again.`,
  });

/** The tensors that a patch may change, with their shapes. */
export function patchable(config: BertConfig): ReadonlyMap<string, readonly number[]> {
  const { encoder, head } = expectedTensors(config);
  const first = Math.max(0, config.layers - topLayers);
  const layerOf = (name: string) => Number(/^bert\.encoder\.layer\.(\d+)\./.exec(name)?.[1] ?? -1);
  return new Map([...[...encoder].filter(([name]) => layerOf(name) >= first), ...head]);
}

export const factorA = (name: string): string => `${name}.lora_a`;
export const factorB = (name: string): string => `${name}.lora_b`;

/** A patch of low rank has two factors of one rank for each matrix; anything else has the matrix's shape. */
function checkShapes(file: string, tensors: ReadonlyMap<string, TensorEntry>, config: BertConfig): void {
  const allowed = patchable(config);
  if (tensors.size === 0) throw corrupt(file, { zh: '里面是空的', en: 'it is empty' });
  for (const [name, { dtype, shape }] of tensors) {
    if (dtype !== 'F16') throw corrupt(file, `${name}: ${dtype}`);
    const target = name.replace(/\.lora_[ab]$/, '');
    const whole = allowed.get(target);
    if (!whole) throw corrupt(file, { zh: `${name} 不许改动`, en: `${name} is not open to change` });
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
    if (!fits || tensors.has(target))
      throw corrupt(file, {
        zh: `${target}：两个因子的秩不一致`,
        en: `${target}: factors of no common rank`,
      });
  }
}

function parseMetadata(file: string, raw: Readonly<Record<string, string>>): PatchMetadata {
  const { format, base, mode, seed, recipe, samples, metrics } = raw;
  if (format !== 'bumo-patch' || raw.formatVersion !== formatVersion) throw corrupt(file, 'format');
  if (base === undefined || (mode !== 'patch' && mode !== 'lora')) throw corrupt(file, 'metadata');
  try {
    return {
      base,
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

/** @throws RangeError where a value overflows fp16 or is no number */
function toHalf(name: string, data: Float32Array): Float16Array {
  const half = Float16Array.from(data);
  for (let i = 0; i < half.length; i++) {
    if (!Number.isFinite(half[i])) throw new RangeError(`${name} does not fit fp16`);
  }
  return half;
}

/**
 * Writes a patch into `dir` under the name that its bytes give it. The same tensors and metadata give the
 * same file.
 * @param tensors fp32 values, rounded to fp16 here
 */
export async function writePatch(
  dir: string,
  metadata: PatchMetadata,
  tensors: ReadonlyMap<string, PatchTensor>,
): Promise<Pick<Patch, 'id' | 'file' | 'bytes'>> {
  await mkdir(dir, { recursive: true });
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
        base: metadata.base,
        mode: metadata.mode,
        seed: String(metadata.seed),
        recipe: metadata.recipe,
        samples: JSON.stringify(metadata.samples),
        metrics: JSON.stringify(metadata.metrics),
      },
    });
    const id = (await sha256Of(part)).slice(0, idLength);
    const file = patchFile(dir, id);
    await renameDurably(part, file);
    return { id, file, bytes: (await stat(file)).size };
  } finally {
    await rm(part, { force: true });
  }
}

export interface ReadPatchOptions {
  readonly config: BertConfig;
  /** SHA-256 of the base that it is to change. */
  readonly base: string;
}

/**
 * Opens a patch and proves that it belongs here: name and content agree, base and shapes fit.
 * @throws CodedError `patch-corrupt`, `patch-foreign`
 */
export async function readPatch(file: string, { config, base }: ReadPatchOptions): Promise<Patch> {
  const id = basename(file, '.safetensors');
  const bytes = await stat(file).then(
    ({ size }) => size,
    (cause: unknown) => {
      throw corrupt(file, reasonOf(cause), cause);
    },
  );
  if (bytes > mostBytes) throw corrupt(file, { zh: `${bytes} 字节`, en: `${bytes} bytes` });
  const { tensors, metadata } = await readSafetensorsHeader(file).catch((cause: unknown) => {
    throw corrupt(file, reasonOf(cause), cause);
  });
  const parsed = parseMetadata(file, metadata);
  if (parsed.base !== base) throw foreign(file);
  checkShapes(file, tensors, config);
  if (!isPatchId(id) || !(await sha256Of(file)).startsWith(id))
    throw corrupt(file, { zh: '校验值不符', en: 'checksum' });
  return { id, file, bytes, metadata: parsed, tensors };
}
