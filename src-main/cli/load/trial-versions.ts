import { seededRng } from '../../base/rng.ts';
import { openCheckpoint } from '../../models/checkpoint.ts';
import { factorA, factorB, type PatchTensor, patchable, writePatch } from '../../models/patch.ts';
import type { BertConfig } from '../../models/types.ts';
import type { Store } from '../../store/open.ts';
import { saveVersion } from '../../store/versions.ts';

/**
 * Trial versions: untrained patches of full size, for the load. Their changes are too small to alter an answer, or so
 * large that arithmetic overflows. Their recipe names them as trials.
 */

/** `quiet` answers as the base model does. The logits of `overflow` are not finite. */
export type TrialKind = 'quiet' | 'overflow';

/** A weight of a quiet trial changes by up to half of this, less than by training. */
const quietChange = 1e-4;
/** The largest number that fp16 holds is 65504. */
const hugeChange = 60_000;
const hugeRank = 16;

export interface TrialOptions {
  readonly store: Store;
  readonly model: { readonly id: string; readonly dir: string; readonly base: string };
  /** Folder of the patches. */
  readonly patches: string;
  readonly kind: TrialKind;
  readonly seed: number;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

function filled(shape: readonly number[], value: () => number): PatchTensor {
  const size = shape.reduce((all, one) => all * one, 1);
  return { shape, data: Float32Array.from({ length: size }, value) };
}

/** Small changes of all weights. */
function quiet(config: BertConfig, random: () => number): Map<string, PatchTensor> {
  const change = () => (random() - 0.5) * quietChange;
  return new Map([...patchable(config)].map(([name, shape]) => [name, filled(shape, change)]));
}

/** Large factors for queries and keys, whose products are infinite. */
function overflowing(config: BertConfig): Map<string, PatchTensor> {
  const huge = () => hugeChange;
  const tensors = new Map<string, PatchTensor>();
  for (const [name, shape] of patchable(config)) {
    const [rows = 1, columns] = shape;
    if (columns === undefined) tensors.set(name, filled(shape, huge));
    if (columns === undefined || !name.includes('attention.self')) continue;
    const rank = Math.min(hugeRank, rows, columns);
    tensors.set(factorA(name), filled([rank, columns], huge));
    tensors.set(factorB(name), filled([rows, rank], huge));
  }
  return tensors;
}

/** Writes a patch and records its version. @returns the version's id */
export async function makeTrialVersion(options: TrialOptions): Promise<string> {
  const { store, model, patches, kind, seed, at } = options;
  const { config } = await openCheckpoint(model.dir);
  const tensors = kind === 'quiet' ? quiet(config, seededRng(seed)) : overflowing(config);
  const mode = kind === 'quiet' ? 'patch' : 'lora';
  const recipe = { trial: kind };
  const { id, bytes } = await writePatch(
    patches,
    { baseHash: model.base, mode, seed, recipe: JSON.stringify(recipe), samples: [], metrics: {} },
    tensors,
  );
  saveVersion(store.write, {
    id,
    base: model.base,
    modelId: model.id,
    mode,
    createdAt: at,
    patchFile: `${id}.safetensors`,
    patchBytes: bytes,
    recipe,
    seed,
    metrics: {},
    samples: [],
  });
  return id;
}
