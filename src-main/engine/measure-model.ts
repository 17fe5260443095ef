import { join } from 'node:path';
import type { ForkChild } from '../base/child.ts';
import type { Clock } from '../base/clock.ts';
import { reasonOf } from '../base/error.ts';
import type { Log } from '../base/log.ts';
import { childEntry } from '../base/paths.ts';
import { readCalibrationGaps } from '../fillmask/calibration/gaps.ts';
import { backgroundTexts } from '../learn/memory/background-texts.ts';
import { measureBase } from './base-measurement.ts';
import type { AskOptions } from './chores.ts';
import { createEngine } from './engine.ts';
import { tryInt8 } from './try-int8.ts';

/**
 * The last step of an installation: the model's int8 copy is made and tried, and what the memory and the ranking must
 * know of the model is measured.
 */

export interface MeasureOptions {
  readonly fork: ForkChild;
  readonly clock: Clock;
  readonly log: Log;
  /** Folder of what the app ships. */
  readonly resources: string;
}

export type MeasureModel = (
  model: { readonly id: string; readonly dir: string },
  options: AskOptions,
) => Promise<void>;

/** Of the steps that are reported, those of the int8 trial; the memory's backgrounds and the calibration are the rest. */
const trialSteps = 500;
const allSteps = 1000;

/**
 * Tries a model's int8 copy, then measures its backgrounds and calibrates it in an engine of its own, which uses the copy
 * where it was accepted and stores both beside the model. Never rejects: what
 * is missing is measured when the model is first used, and `unmeasured` stands in for it until then.
 */
export const measureWith =
  ({ fork, clock, log, resources }: MeasureOptions): MeasureModel =>
  async ({ id, dir }, { signal, onProgress = () => undefined }) => {
    const report = (from: number, to: number) => (done: number, of: number) =>
      onProgress(from + Math.round(((to - from) * done) / Math.max(1, of)), allSteps);
    const stopping = signal ? { signal } : {};
    await tryInt8({ fork, log, resources }, dir, { ...stopping, onProgress: report(0, trialSteps) });
    const engine = createEngine({
      fork,
      entry: childEntry('engine/engine-process'),
      clock,
      log,
      // Prepacked weights pay after hundreds of runs and take 400 MB beside the engine that answers.
      prepack: false,
      choose: async () => ({ provider: 'cpu', note: null }),
    });
    const close = () => engine.close();
    signal?.addEventListener('abort', close);
    try {
      signal?.throwIfAborted();
      const texts = await backgroundTexts(join(resources, 'replay'));
      const gaps = await readCalibrationGaps(join(resources, 'calibration'));
      await engine.use({ id, dir, provider: 'cpu', standInFor: null });
      await measureBase(engine, { texts, gaps }, { ...stopping, onProgress: report(trialSteps, allSteps) });
    } catch (error) {
      log.info(`the memory's background of ${id} or its calibration is not complete: ${reasonOf(error)}`);
    } finally {
      signal?.removeEventListener('abort', close);
      engine.close();
    }
  };
