import { seededRng } from '../base/rng.ts';
import { openCheckpoint } from '../models/checkpoint.ts';
import { type PatchTensor, patchable, writePatch } from '../models/patch.ts';
import type { Store } from '../store/open.ts';
import { saveVersion } from '../store/versions.ts';

/**
 * Versions that nobody trained, to put the slot under load with: patches of the full size whose changes are too
 * small to alter an answer, or so large that the weights overflow. On record as what they are.
 */

/** `quiet`: answers as the base model does. `overflow`: every weight is beyond what arithmetic bears. */
export type TrialKind = 'quiet' | 'overflow';

/** Changes of a quiet trial, ± half of it; a trained weight moves by more. */
const quietChange = 1e-4;
/** The largest number that fp16 holds is 65504. */
const hugeChange = 60_000;

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

function changeOf(shape: readonly number[], kind: TrialKind, random: () => number): PatchTensor {
  const size = shape.reduce((all, one) => all * one, 1);
  const data = new Float32Array(size);
  if (kind === 'overflow') data.fill(hugeChange);
  else for (let i = 0; i < size; i++) data[i] = (random() - 0.5) * quietChange;
  return { shape, data };
}

/** Makes such a version: patch and record. @returns its id */
export async function makeTrialVersion(options: TrialOptions): Promise<string> {
  const { store, model, patches, kind, seed, at } = options;
  const { config } = await openCheckpoint(model.dir);
  const random = seededRng(seed);
  const tensors = new Map<string, PatchTensor>();
  for (const [name, shape] of patchable(config)) tensors.set(name, changeOf(shape, kind, random));
  const recipe = { trial: kind };
  const { id, bytes } = await writePatch(
    patches,
    { base: model.base, mode: 'patch', seed, recipe: JSON.stringify(recipe), samples: [], metrics: {} },
    tensors,
  );
  saveVersion(store.write, {
    id,
    base: model.base,
    modelId: model.id,
    mode: 'patch',
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
