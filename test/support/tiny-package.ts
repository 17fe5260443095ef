import { fileURLToPath } from 'node:url';
import { openCheckpoint } from '../../src-main/models/checkpoint.ts';
import { weightsHash } from '../../src-main/models/manifest.ts';
import { exportServing } from '../../src-main/serving/export/export.ts';
import type { Engine, Plan, ServedVersion } from '../../src-main/serving/export/plan.ts';
import { type MadeVersion, withVersion, writeVersion } from './tiny-version.ts';

export const resources = fileURLToPath(new URL('../../resources', import.meta.url));

export interface VersionedModel {
  readonly dir: string;
  /** Two versions of it. */
  readonly versions: readonly [first: MadeVersion, second: MadeVersion];
}

/** Two versions of the model in `dir`, which is written to. */
export async function withVersions(dir: string, patches: string): Promise<VersionedModel> {
  return { dir, versions: [await writeVersion(dir, patches, 1), await writeVersion(dir, patches, 2)] };
}

/** @param pair the one that serves now, and the one that is exported; null stands for the base model */
export async function planOf(
  model: VersionedModel,
  [stable, canary]: readonly [MadeVersion | null, MadeVersion?],
): Promise<Plan> {
  const served = async (made: MadeVersion | null): Promise<ServedVersion> => ({
    id: made?.id ?? 'base',
    checkpoint: made ? await withVersion(model.dir, made) : await openCheckpoint(model.dir),
    temperature: 1,
  });
  return {
    base: await openCheckpoint(model.dir),
    baseHash: await weightsHash(model.dir),
    versions: canary ? [await served(stable), await served(canary)] : [await served(stable)],
    resources,
  };
}

/** Exports the base model and the first version beside it. */
export const exportBoth = async (model: VersionedModel, engine: Engine, dir: string): Promise<void> =>
  exportServing(await planOf(model, [null, model.versions[0]]), engine, dir);
