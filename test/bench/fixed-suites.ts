/** The questions of an exam's fixed suites, asked of the base model and of patches of it. */
import { join } from 'node:path';
import { systemClock } from '../../src-main/base/clock.ts';
import { turn } from '../../src-main/base/turn.ts';
import { baseVersion, createVersions } from '../../src-main/fillmask/bert/versions.ts';
import type { Language } from '../../src-main/fillmask/language.ts';
import { askFixed } from '../../src-main/learn/exam/examinee.ts';
import { readSuites } from '../../src-main/learn/exam/questions.ts';
import { openStoredTrunk, type StoredTrunk } from '../../src-main/learn/exam/stored-trunk.ts';
import { topLayers } from '../../src-main/models/patch.ts';
import type { Checkpoint } from '../../src-main/models/types.ts';
import { ortRunner } from '../../src-main/runtime/ort.ts';
import { resource } from './corrections.ts';

/** @param folder for the trunk's output, which all versions share and a later call with the same folder reads */
export async function openFixedSuites(
  checkpoint: Checkpoint,
  baseHash: string,
  language: Language,
  folder: string,
) {
  const questions = await readSuites(resource('suites'));
  const { layers, hiddenSize } = checkpoint.config;
  let stored: StoredTrunk | undefined;
  const versions = await createVersions(checkpoint, ortRunner, {
    provider: 'cpu',
    clock: systemClock,
    step: turn,
    layersBelow: Math.max(0, layers - topLayers),
    cacheOf: async (trunk) => {
      const file = join(folder, 'fixed-suites.safetensors');
      stored = await openStoredTrunk(trunk, { file, baseHash, hiddenSize });
      return stored;
    },
  });
  /** @returns for each question whether its answer came first */
  const ask = async (id: string) =>
    (await askFixed(versions.model(id), language, questions, () => undefined)).map(({ rank }) => rank === 0);
  const base = await ask(baseVersion);
  await stored?.close();
  return {
    base,
    async ask(id: string, taught: Checkpoint): Promise<readonly boolean[]> {
      await versions.load(id, taught);
      return ask(id).finally(() => versions.unload(id));
    },
    release: () => versions.release(),
  };
}
