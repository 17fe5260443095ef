import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import { replaceFile } from '../base/durable.ts';
import { Calibration, type Ranking } from '../contract/calibration.ts';
import { Precision } from '../contract/schemas.ts';
import { readJsonFile } from './json-file.ts';
import { weightsHash } from './manifest.ts';
import { precisionFor } from './precision.ts';

/**
 * A base model's calibrations, stored in its folder: one for each precision, with the hash of the weights that it was
 * measured on.
 */

const fileOf = (precision: Precision) => `calibration-${precision}.json`;
/** Raised whenever the same weights would give other values. */
const recipe = 2;

const Stored = Calibration.extend({ base: z.string(), precision: Precision, recipe: z.literal(recipe) });

/** What answers: a calibration belongs to both. */
export interface CalibratedWeights {
  /** SHA-256 of the float32 weights. */
  readonly baseHash: string;
  readonly precision: Precision;
}

/** @returns null where the file is missing, damaged, of other weights or precision, or of an older recipe */
export async function readCalibration(
  dir: string,
  { baseHash, precision: wanted }: CalibratedWeights,
): Promise<Calibration | null> {
  const stored = await readJsonFile(Stored, join(dir, fileOf(wanted)));
  if (stored?.base !== baseHash || stored.precision !== wanted) return null;
  const { base: _base, precision: _precision, recipe: _recipe, ...calibration } = stored;
  return calibration;
}

export async function writeCalibration(
  dir: string,
  { baseHash, precision }: CalibratedWeights,
  calibration: Calibration,
): Promise<void> {
  const stored = { base: baseHash, precision, recipe, ...calibration };
  await replaceFile(join(dir, fileOf(precision)), `${JSON.stringify(stored, null, 2)}\n`);
}

/** What was measured of a model at the precision that its processor runs here, else at the other one. */
export async function measuredFigures(dir: string): Promise<Calibration['measured'] | null> {
  const baseHash = await weightsHash(dir);
  for (const precision of [await precisionFor(dir, 'cpu'), ...Precision.options]) {
    const found = await readCalibration(dir, { baseHash, precision });
    if (found) return found.measured;
  }
  return null;
}

const nameLength = 8;

/** A short hash of a ranking: answers under different rankings cannot be compared. */
export const rankingName = (ranking: Ranking): string =>
  createHash('sha256').update(JSON.stringify(ranking)).digest('hex').slice(0, nameLength);
