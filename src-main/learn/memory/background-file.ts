import { readMeasured, replaceSafetensors, type TensorToWrite } from '../../models/safetensors.ts';
import type { Background } from './background.ts';

/** Backgrounds by word length in characters, stored in a file of the base model's folder. */

export type Backgrounds = ReadonlyMap<number, Background>;

/** Float32 [rows, size] as one array a row; none where the tensor is missing. */
const rowsOf = (tensor: Float32Array | undefined, size: number): Float32Array[] =>
  Array.from({ length: Math.floor((tensor?.length ?? 0) / size) }, (_, i) =>
    (tensor as Float32Array).subarray(i * size, (i + 1) * size),
  );

/**
 * @param baseHash SHA-256 of the base model's weights
 * @returns null where the file is missing, damaged or of another base model
 */
export async function readBackgrounds(file: string, baseHash: string): Promise<Backgrounds | null> {
  const tensors = await readMeasured(file, baseHash);
  const backgrounds = new Map<number, Background>();
  for (const [name, mean] of tensors ?? []) {
    const length = Number(/^mean\.(\d)$/.exec(name)?.[1] ?? 0);
    const spread = tensors?.get(`spread.${length}`)?.[0];
    if (length === 0 || spread === undefined || !(spread > 0)) continue;
    const others = rowsOf(tensors?.get(`others.${length}`), mean.length);
    backgrounds.set(length, { mean, spread, ...(others.length > 0 ? { others } : {}) });
  }
  return backgrounds.size > 0 ? backgrounds : null;
}

export async function writeBackgrounds(
  file: string,
  baseHash: string,
  backgrounds: Backgrounds,
): Promise<void> {
  const tensors = [...backgrounds].flatMap(([length, { mean, spread, others = [] }]): TensorToWrite[] => [
    { name: `mean.${length}`, shape: [mean.length], pieces: () => [mean] },
    { name: `spread.${length}`, shape: [1], pieces: () => [Float32Array.of(spread)] },
    ...(others.length === 0
      ? []
      : [{ name: `others.${length}`, shape: [others.length, mean.length], pieces: () => others }]),
  ]);
  await replaceSafetensors(file, tensors, { metadata: { base: baseHash } });
}
