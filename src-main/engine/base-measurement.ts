import type { CalibrationGap } from '../contract/calibration.ts';
import { otherPlaces } from '../learn/memory/background-texts.ts';
import type { Engine } from './api.ts';
import type { AskOptions } from './chores.ts';

/** What a base model is measured on, once. */
export interface MeasuredOn {
  /** For the memory's background: texts with a gap each. */
  readonly texts: readonly string[];
  /** For the calibration. */
  readonly gaps: readonly CalibrationGap[];
}

/**
 * Measures the memory's background, then calibrates, as one piece of work with one progress; what was done before is not
 * repeated.
 * @throws CodedError `aborted` when the signal fires
 */
export async function measureBase(
  engine: Pick<Engine, 'prepare' | 'calibrate'>,
  { texts, gaps }: MeasuredOn,
  { onProgress = () => undefined, ...options }: AskOptions,
): Promise<void> {
  let before = 0;
  let told = 0;
  await engine.prepare(texts, {
    ...options,
    others: otherPlaces(gaps),
    onProgress(done, of) {
      [before, told] = [of, done];
      onProgress(done, of + gaps.length);
    },
  });
  const made = await engine.calibrate(gaps, {
    ...options,
    onProgress: (done, of) => onProgress(before + done, before + of),
  });
  // Where it was calibrated before, the rest of the work is done.
  if (made === null && told > 0) onProgress(before + gaps.length, before + gaps.length);
}
