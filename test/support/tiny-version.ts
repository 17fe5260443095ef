import { systemClock } from '../../src-main/base/clock.ts';
import { seededRng } from '../../src-main/base/rng.ts';
import { openCheckpoint } from '../../src-main/models/checkpoint.ts';
import { expandPatch } from '../../src-main/models/expand.ts';
import { weightsHash } from '../../src-main/models/manifest.ts';
import { patchable, readPatch, writePatch } from '../../src-main/models/patch.ts';
import type { Checkpoint } from '../../src-main/models/types.ts';

export interface MadeVersion {
  readonly id: string;
  readonly file: string;
  readonly base: string;
  readonly bytes: number;
}

/** Writes a patch of random changes to a model's last layer and head; the same seed gives the same version. */
export async function writeVersion(
  modelDir: string,
  patches: string,
  seed: number,
  scale = 0.05,
): Promise<MadeVersion> {
  const { config } = await openCheckpoint(modelDir);
  const baseHash = await weightsHash(modelDir);
  const random = seededRng(seed);
  const names = [`bert.encoder.layer.${config.layers - 1}.output.dense.weight`, 'cls.predictions.bias'];
  const tensors = new Map(
    names.map((name) => {
      const shape = patchable(config).get(name) ?? [];
      const size = shape.reduce((all, one) => all * one, 1);
      return [name, { shape, data: Float32Array.from({ length: size }, () => (random() - 0.5) * scale) }];
    }),
  );
  const metadata = { baseHash, mode: 'patch' as const, seed, recipe: '{}', samples: [], metrics: {} };
  const { id, file, bytes } = await writePatch(patches, metadata, tensors);
  return { id, file, base: baseHash, bytes };
}

/** The model as a version changes it. */
export async function withVersion(modelDir: string, { file, base }: MadeVersion): Promise<Checkpoint> {
  const checkpoint = await openCheckpoint(modelDir);
  const patch = await readPatch(file, { config: checkpoint.config, baseHash: base });
  return expandPatch(patch, checkpoint, systemClock);
}
