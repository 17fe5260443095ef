import { mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { renameDurably } from '../../base/durable.ts';
import { readSafetensorsHeader, type TensorToWrite, writeSafetensors } from '../../models/safetensors.ts';
import type { Background } from './background.ts';

/** Backgrounds by length of word, kept beside the base model that they were measured on. */

export type Backgrounds = ReadonlyMap<number, Background>;

/** @param base names the base model. @returns null where there is no sound file of it */
export async function readBackgrounds(file: string, base: string): Promise<Backgrounds | null> {
  const header = await readSafetensorsHeader(file).catch(() => null);
  if (header?.metadata.base !== base) return null;
  const bytes = await readFile(file);
  const valuesOf = (name: string) => {
    const entry = header.tensors.get(name);
    if (entry?.dtype !== 'F32') return null;
    return new Float32Array(
      Uint8Array.from(bytes.subarray(entry.offset, entry.offset + entry.length)).buffer,
    );
  };
  const backgrounds = new Map<number, Background>();
  for (const name of header.tensors.keys()) {
    const length = Number(/^mean\.(\d)$/.exec(name)?.[1] ?? 0);
    const [mean, spread] = [valuesOf(name), valuesOf(`spread.${length}`)?.[0]];
    if (length > 0 && mean && spread !== undefined && spread > 0) backgrounds.set(length, { mean, spread });
  }
  return backgrounds.size > 0 ? backgrounds : null;
}

export async function writeBackgrounds(file: string, base: string, backgrounds: Backgrounds): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const tensors = [...backgrounds].flatMap(([length, { mean, spread }]): TensorToWrite[] => [
    { name: `mean.${length}`, shape: [mean.length], pieces: () => [mean] },
    { name: `spread.${length}`, shape: [1], pieces: () => [Float32Array.of(spread)] },
  ]);
  const part = `${file}.${process.pid}.part`;
  await writeSafetensors(part, tensors, { metadata: { base } });
  await renameDurably(part, file);
}
