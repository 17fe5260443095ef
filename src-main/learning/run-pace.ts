import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { replaceFileNow } from '../base/durable.ts';
import { type PastRun, PastRuns } from '../contract/learn-run.ts';
import type { PatchMode } from '../models/patch.ts';

/** How long runs take on this machine, by what the last ones took. A file of the machine's: no backup takes it along. */

/** Runs that are remembered for a model and method. */
const mostRuns = 5;

function median(values: readonly number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? null;
}

export const stepOf = (past: readonly PastRun[]): number | null => median(past.map(({ step }) => step));

/** Seconds that a run of so many samples will take; null before the first run. */
export function secondsFor(past: readonly PastRun[], samples: number): number | null {
  const step = stepOf(past);
  const stepsPerSample = median(past.map((one) => one.steps / one.samples));
  const rest = median(past.map((one) => one.rest));
  if (step === null || stepsPerSample === null || rest === null) return null;
  return step * stepsPerSample * samples + rest;
}

/** Times updates by when they are reported. A report may stand for several; pauses are outvoted by the median. */
export function stepTimer(now: () => number) {
  let last: { at: number; step: number } | null = null;
  const each: number[] = [];
  return {
    /** @param step updates made so far */
    note(step: number): void {
      const at = now();
      if (last && step > last.step) each.push((at - last.at) / 1000 / (step - last.step));
      if (!last || step !== last.step) last = { at, step };
    },
    /** Median seconds of an update; null before one was timed. */
    median: (): number | null => median(each),
  };
}

export interface RunPace {
  /** Oldest first. */
  of(modelId: string, mode: PatchMode): readonly PastRun[];
  add(modelId: string, mode: PatchMode, run: PastRun): void;
}

/** @param dir folder of a run's own files */
export function runPace(dir: string): RunPace {
  const file = join(dir, 'pace.json');
  const key = (modelId: string, mode: PatchMode) => `${modelId} ${mode}`;
  let known: PastRuns | undefined;
  const read = () => {
    try {
      return PastRuns.parse(JSON.parse(readFileSync(file, 'utf8')));
    } catch {
      // None yet, or damaged: the next run is timed anew.
      return {};
    }
  };
  return {
    of(modelId, mode) {
      known ??= read();
      return known[key(modelId, mode)] ?? [];
    },
    add(modelId, mode, run) {
      known = { ...read(), [key(modelId, mode)]: [...this.of(modelId, mode), run].slice(-mostRuns) };
      mkdirSync(dir, { recursive: true });
      replaceFileNow(file, JSON.stringify(known));
    },
  };
}
