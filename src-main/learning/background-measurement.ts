import { reasonOf } from '../base/error.ts';
import type { Log } from '../base/log.ts';
import type { Engine } from '../engine/api.ts';
import { measureBase } from '../engine/base-measurement.ts';
import { readCalibrationGaps } from '../fillmask/calibration/gaps.ts';
import { backgroundTexts } from '../learn/memory/background-texts.ts';

export interface MeasurementOptions {
  readonly engine: Engine;
  readonly log: Log;
  /** Folder of the sentences that a background is measured on. */
  readonly replay: string;
  /** Folder of the gaps that a model is calibrated on. */
  readonly calibration: string;
  /** Called with the number of measured gaps. */
  readonly onMeasuring?: (done: number, of: number) => void;
}

/** Measures the memory's background, and calibrates, for models that were not measured when they were installed. */
export class BackgroundMeasurement {
  readonly #options: MeasurementOptions;
  /** Folders of models that are measured, or postponed until the next start of the app. */
  readonly #finished = new Set<string>();
  #current: { readonly dir: string; readonly abort: AbortController } | null = null;

  constructor(options: MeasurementOptions) {
    this.#options = options;
  }

  /** Stops the measurement of any other model. The engine continues a measurement that was stopped before. */
  async measure(dir: string): Promise<void> {
    if (this.#current?.dir === dir || this.#finished.has(dir)) return;
    this.#current?.abort.abort();
    const mine = { dir, abort: new AbortController() };
    this.#current = mine;
    const { engine, log, replay, calibration, onMeasuring = () => undefined } = this.#options;
    try {
      const texts = await backgroundTexts(replay);
      const gaps = await readCalibrationGaps(calibration);
      await measureBase(engine, { texts, gaps }, { signal: mine.abort.signal, onProgress: onMeasuring });
      this.#finished.add(dir);
    } catch (error) {
      log.info(`the memory's background or the calibration is not complete: ${reasonOf(error)}`);
    } finally {
      if (this.#current === mine) this.#current = null;
    }
  }

  postpone(): void {
    if (!this.#current) return;
    this.#finished.add(this.#current.dir);
    this.#current.abort.abort();
  }
}
