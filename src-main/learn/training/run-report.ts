import { must } from '../../base/assert.ts';
import type { RawMaterial } from './material.ts';
import { type RunState, resultOf } from './run-state.ts';
import type { TrainingProgress } from './trainer-protocol.ts';

/** A run's progress and final figures. */

const notMeasured = { loss: null, replayLoss: null, heldOut: null, secondsLeft: null } as const;

export const preparing = (step: number, steps: number, paused: boolean): TrainingProgress => ({
  ...notMeasured,
  phase: 'prepare',
  step,
  steps,
  paused,
});

interface Pace {
  readonly step: number;
  readonly steps: number;
  /** Seconds for each update, rests included; null before any was timed. */
  readonly each: number | null;
  readonly paused: boolean;
}

export function trainingProgress(state: RunState, { step, steps, each, paused }: Pace): TrainingProgress {
  const now = state.sums.positions > 0 ? resultOf(state.sums, null) : state.last;
  return {
    phase: 'train',
    step,
    steps,
    loss: now?.loss ?? null,
    replayLoss: now?.replay ?? null,
    heldOut: (state.trial?.best ?? state.last)?.heldOut ?? null,
    secondsLeft: each === null ? null : each * (steps - step),
    paused,
  };
}

/** Figures of the trial's best epoch and of the second part. They contain no times, so that a patch depends on its job alone. */
export function metricsOf(state: RunState, raw: RawMaterial): Record<string, number> {
  const { best, epochs, updates } = must(state.trial, 'the trial is over');
  const returned = raw.returned.length > 0 ? state.last : null;
  return {
    rows: raw.corrections.length,
    heldOutRows: raw.heldOut.length,
    epochs,
    keptEpoch: best.epoch + 1,
    updates: updates + state.updates,
    loss: best.loss,
    replayLoss: (returned ?? best).replay,
    ...(best.heldOut ? { heldOutLoss: best.heldOut.loss, heldOutAccuracy: best.heldOut.accuracy } : {}),
    returnedRows: raw.returned.length,
    ...(returned ? { returnEpochs: state.epoch, returnLoss: returned.loss } : {}),
  };
}
