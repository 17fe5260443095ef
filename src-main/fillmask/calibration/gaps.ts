import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CalibrationGap } from '../../contract/calibration.ts';

/** @param folder of the shipped gaps */
export async function readCalibrationGaps(folder: string): Promise<CalibrationGap[]> {
  const lines = (await readFile(join(folder, 'gaps.jsonl'), 'utf8')).trim().split('\n');
  return lines.map((line) => CalibrationGap.parse(JSON.parse(line)));
}
