import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { resolvePaths } from '../../src-main/base/paths.ts';
import { defaultModelId, standInModelId } from '../../src-main/models/catalog.ts';
import { modelCache } from '../support/real-model.ts';

/**
 * Folder of the model that is measured: the one that `BUMO_BENCH_MODEL` names, the tests' own, or what `npm start`
 * installed.
 * @throws with what to do where there is none
 */
export function benchModel(): string {
  const installed = resolvePaths().models;
  const folders = [
    process.env.BUMO_BENCH_MODEL,
    join(modelCache, standInModelId),
    join(installed, defaultModelId),
    join(installed, standInModelId),
  ];
  const found = folders.find((folder) => folder && existsSync(join(folder, 'model.safetensors')));
  if (found) return found;
  throw new Error('there is no model to measure: `npm start` installs one, `BUMO_BENCH_MODEL` names another');
}

/** The folder of models that the app is given. */
export const benchModels = (): string => dirname(benchModel());
