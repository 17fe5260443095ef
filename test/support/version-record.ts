import type { NewVersion } from '../../src-main/store/versions.ts';

/** A version as a record has it, learned from nothing. */
export const versionRecord = (change: Pick<NewVersion, 'id' | 'base'> & Partial<NewVersion>): NewVersion => ({
  modelId: 'good',
  mode: 'patch',
  createdAt: 1,
  patchFile: `${change.id}.safetensors`,
  patchBytes: 1,
  recipe: {},
  seed: 1,
  metrics: {},
  samples: [],
  ...change,
});
