import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Models that tests share; a folder that CI may keep between runs. */
export const modelCache = fileURLToPath(new URL('../../.cache/models', import.meta.url));

/** The model that every machine can get through the `mvn` client. */
export const realModelId = 'bert-base-multilingual-zh';
export const realModelDir = join(modelCache, realModelId);

/** @throws with what to do where the model was not fetched yet */
export function requireRealModel(): string {
  if (existsSync(join(realModelDir, 'model.safetensors'))) return realModelDir;
  throw new Error('the real model is missing: run `node test/support/fetch-model.ts` first (npm test does)');
}
