import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { replaceFileNow } from '../base/durable.ts';
import { ownerOnlyFolder } from '../base/owner-only.ts';
import { type PastRun, PastRuns } from '../contract/learn-run.ts';
import type { PatchMode } from '../models/patch.ts';

/** Estimates how long a run takes on this machine, from the last runs. Backups do not contain this file. */

/** Most runs that are remembered for a model and a mode. */
const mostRuns = 5;

function median(values: readonly number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? null;
}

/** Median seconds of an update; null before the first run. */
export const medianStep = (past: readonly PastRun[]): number | null => median(past.map(({ step }) => step));

/** Estimates the seconds of a run of so many samples; null before the first run. */
export function secondsFor(past: readonly PastRun[], samples: number): number | null {
  const step = medianStep(past);
  const stepsPerSample = median(past.map((one) => one.steps / one.samples));
  const rest = median(past.map((one) => one.rest));
  if (step === null || stepsPerSample === null || rest === null) return null;
  return step * stepsPerSample * samples + rest;
}

/** Times updates by their reports, each of which may cover several. The median ignores pauses. */
export function stepTimer(now: () => number) {
  let last: { at: number; step: number } | null = null;
  const each: number[] = [];
  return {
    /** Takes a report. @param step number of updates so far */
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
  /** The last runs, oldest first. */
  of(modelId: string, mode: PatchMode): readonly PastRun[];
  add(modelId: string, mode: PatchMode, run: PastRun): void;
}

/** @param dir folder for the files of runs */
export function runPace(dir: string): RunPace {
  const file = join(dir, 'pace.json');
  const key = (modelId: string, mode: PatchMode) => `${modelId} ${mode}`;
  let known: PastRuns | undefined;
  const read = () => {
    try {
      return PastRuns.parse(JSON.parse(readFileSync(file, 'utf8')));
    } catch {
      // There is no file yet, or it is damaged.
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
      mkdirSync(dir, { recursive: true, mode: ownerOnlyFolder });
      replaceFileNow(file, JSON.stringify(known));
    },
  };
}
