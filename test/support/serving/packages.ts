import { copyFileSync, linkSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { seededRng } from '../../../src-main/base/rng.ts';
import { createBert } from '../../../src-main/fillmask/bert/model.ts';
import type { MaskedRow } from '../../../src-main/fillmask/types.ts';
import { modelFiles, openCheckpoint } from '../../../src-main/models/checkpoint.ts';
import type { Checkpoint } from '../../../src-main/models/types.ts';
import { ortRunner } from '../../../src-main/runtime/ort.ts';
import { requireRealModel } from '../real-model.ts';
import { writeTinyModel } from '../tiny-model.ts';
import { type VersionedModel, withVersions } from '../tiny-package.ts';
import { withVersion } from '../tiny-version.ts';

/** Models with two versions for packages, and what the engine on the desktop makes of them. */

export async function tinyVersions(dir: string): Promise<VersionedModel> {
  await writeTinyModel(join(dir, 'tiny'));
  return withVersions(join(dir, 'tiny'), join(dir, 'tiny-patches'));
}

/** The real model in a folder of its own: versions write into it. */
export async function realVersions(dir: string): Promise<VersionedModel> {
  const real = requireRealModel();
  const to = join(dir, 'real');
  mkdirSync(to);
  for (const name of modelFiles) {
    try {
      linkSync(join(real, name), join(to, name));
    } catch {
      copyFileSync(join(real, name), join(to, name));
    }
  }
  return withVersions(to, join(dir, 'real-patches'));
}

/** Rows of random tokens, 4 to 40 long, with one to three masks. */
export function randomRows({ config, vocabulary }: Checkpoint, count: number, seed: number): MaskedRow[] {
  const random = seededRng(seed);
  const pick = (most: number) => Math.floor(random() * most);
  const mask = vocabulary.indexOf('[MASK]');
  return Array.from({ length: count }, () => {
    const ids = Array.from({ length: 4 + pick(37) }, () => pick(config.vocabSize));
    const first = 1 + pick(2);
    const masked = Array.from({ length: 1 + pick(Math.min(3, ids.length - 2)) }, (_, i) => first + i).filter(
      (at) => at < ids.length,
    );
    for (const at of masked) ids[at] = mask;
    return { ids, masked };
  });
}

/** The logits of the engine on the desktop. */
export async function desktopLogits(
  model: VersionedModel,
  version: string,
  rows: readonly MaskedRow[],
): Promise<readonly Float32Array[]> {
  const made = model.versions.find(({ id }) => id === version);
  const checkpoint = made ? await withVersion(model.dir, made) : await openCheckpoint(model.dir);
  const bert = await createBert(checkpoint, ortRunner, { provider: 'cpu', threads: 1 });
  const logits = await bert.logits(rows);
  await bert.release();
  return logits;
}

export const farthest = (a: readonly Float32Array[], b: readonly Float32Array[]): number =>
  Math.max(
    ...a.map((row, i) => {
      const other = b[i];
      if (other?.length !== row.length) return Number.POSITIVE_INFINITY;
      return row.reduce((most, value, at) => Math.max(most, Math.abs(value - (other[at] as number))), 0);
    }),
  );
