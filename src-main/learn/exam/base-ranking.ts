import type { Calibration, Ranking } from '../../contract/calibration.ts';
import { cautious } from '../../fillmask/calibration/ranking.ts';
import { type CalibratedWeights, rankingName, readCalibration } from '../../models/calibration-file.ts';
import { askedAs, readSuites } from './questions.ts';

/** What an exam asks a base model with: the same as the engine that answers the writer. */
export interface BaseRanking {
  readonly ranking: Ranking;
  /** Null where the model was not calibrated at this precision. */
  readonly calibration: Calibration | null;
}

/** @param dir folder of the model */
export async function baseRanking(dir: string, weights: CalibratedWeights): Promise<BaseRanking> {
  const calibration = await readCalibration(dir, weights);
  return { ranking: calibration?.ranking ?? cautious, calibration };
}

/**
 * @param suites folder of the fixed suites
 * @returns the name under which marks for the fixed questions are stored
 */
export async function fixedQuestions(
  suites: string,
  dir: string,
  weights: CalibratedWeights,
): Promise<string> {
  const { ranking } = await baseRanking(dir, weights);
  return askedAs(await readSuites(suites), { precision: weights.precision, ranking: rankingName(ranking) });
}
