import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Calibration } from '../../src-main/contract/calibration.ts';
import { asShipped, cautious } from '../../src-main/fillmask/calibration/ranking.ts';
import {
  measuredFigures,
  rankingName,
  readCalibration,
  writeCalibration,
} from '../../src-main/models/calibration-file.ts';
import { weightsHash } from '../../src-main/models/manifest.ts';
import { tempDir } from '../support/temp.ts';

const figures = { n: 10, top1: 0.3, top5: 0.5, error: 0.04 };
const few = { n: 4, right: 3 };
const shown = { quiet: few, moderate: few, eager: few };
const calibration: Calibration = {
  ranking: { ...asShipped, sharpness: 1.5 },
  measured: { words: figures, characters: figures, ends: { ...figures, shown } },
  at: 7,
};

function folder(): string {
  const dir = tempDir();
  writeFileSync(join(dir, 'model.safetensors'), 'weights');
  return dir;
}

const weights = { baseHash: 'of these weights', precision: 'float32' } as const;

test('a calibration comes back as it was stored', async () => {
  const dir = folder();
  expect(await readCalibration(dir, weights)).toBeNull();
  await writeCalibration(dir, weights, calibration);
  expect(await readCalibration(dir, weights)).toEqual(calibration);
});

test('each precision has its own', async () => {
  const dir = folder();
  await writeCalibration(dir, weights, calibration);
  const copy = { ...weights, precision: 'int8' } as const;
  expect(await readCalibration(dir, copy)).toBeNull();
  const other = { ...calibration, at: 9 };
  await writeCalibration(dir, copy, other);
  expect(await readCalibration(dir, copy)).toEqual(other);
  expect(await readCalibration(dir, weights)).toEqual(calibration);
});

test('what is known of a model is of the precision that runs, else of the other one', async () => {
  const dir = folder();
  const baseHash = await weightsHash(dir);
  expect(await measuredFigures(dir)).toBeNull();
  const copy = { ...calibration.measured, words: { ...figures, n: 20 } };
  await writeCalibration(dir, { baseHash, precision: 'int8' }, { ...calibration, measured: copy });
  expect(await measuredFigures(dir)).toEqual(copy);
  // No copy was tried here: float32 runs.
  await writeCalibration(dir, { baseHash, precision: 'float32' }, calibration);
  expect(await measuredFigures(dir)).toEqual(calibration.measured);
});

test('one of other weights, another precision, of an older recipe or out of bounds does not count', async () => {
  const dir = folder();
  const file = join(dir, 'calibration-float32.json');
  await writeCalibration(dir, weights, calibration);
  const stored = JSON.parse(readFileSync(file, 'utf8'));
  const wrong = [
    { ...stored, base: 'of other weights' },
    { ...stored, precision: 'int8' },
    { ...stored, recipe: 0 },
    { ...stored, ranking: { ...stored.ranking, sharpness: 1e9 } },
  ];
  for (const one of wrong) {
    writeFileSync(file, JSON.stringify(one));
    expect(await readCalibration(dir, weights)).toBeNull();
  }
  writeFileSync(file, '{"base":');
  expect(await readCalibration(dir, weights)).toBeNull();
  writeFileSync(file, JSON.stringify(stored));
  expect(await readCalibration(dir, weights)).toEqual(calibration);
});

test('different rankings have different names', () => {
  expect(rankingName(cautious)).not.toBe(rankingName(asShipped));
  expect(rankingName({ ...asShipped })).toBe(rankingName(asShipped));
});
