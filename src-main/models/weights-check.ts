import type { Precision } from '../contract/schemas.ts';
import { type CheckOptions, hasHash } from './checked-files.ts';
import { weightsFile } from './checkpoint.ts';
import { isInt8AsWritten } from './int8.ts';
import { readManifest } from './manifest.ts';

/** @returns whether a model's weights are as installed; true where no manifest lists them */
async function areAsInstalled(dir: string, options: CheckOptions): Promise<boolean> {
  const listed = (await readManifest(dir))?.files.find(({ name }) => name === weightsFile);
  return !listed || hasHash(dir, weightsFile, listed.sha256, options);
}

/**
 * Reads the files that a model runs on in full.
 * @returns what is damaged: the weights, the int8 copy in use, or nothing
 */
export async function damageOf(
  dir: string,
  precision: Precision,
  options: CheckOptions,
): Promise<'weights' | 'int8' | null> {
  if (precision === 'int8' && !(await isInt8AsWritten(dir, options))) return 'int8';
  return (await areAsInstalled(dir, options)) ? null : 'weights';
}
