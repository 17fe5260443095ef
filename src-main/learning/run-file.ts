import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { replaceFile } from '../base/durable.ts';
import { ownerOnlyFolder } from '../base/owner-only.ts';
import type { TrainingSample } from '../learn/types.ts';
import type { PatchMode } from '../models/patch.ts';

/** The input of a run, stored so that the run can continue after a crash or a power loss. */

export interface Begun {
  readonly modelId: string;
  readonly mode: PatchMode;
  readonly seed: number;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  readonly samples: readonly TrainingSample[];
  /** Plain sentences for replay. */
  readonly sentences: readonly string[];
  /** Times that the run was continued. */
  readonly resumed: number;
}

export interface RunFile {
  /** Path of the file for the trainer's state. */
  readonly checkpoint: string;
  /** Folder for the run's trial. */
  readonly trials: string;
  keep(begun: Begun): Promise<void>;
  /** @returns null where the file is missing or damaged */
  read(): Promise<Begun | null>;
  /** Deletes the file, the trainer's state and the trial. */
  drop(): Promise<void>;
}

export function runFile(dir: string): RunFile {
  const file = join(dir, 'run.json');
  const checkpoint = join(dir, 'run.checkpoint');
  const trials = join(dir, 'run.trial');
  return {
    checkpoint,
    trials,
    async keep(begun) {
      await mkdir(dir, { recursive: true, mode: ownerOnlyFolder });
      await replaceFile(file, JSON.stringify(begun));
    },
    async read() {
      try {
        return JSON.parse(await readFile(file, 'utf8')) as Begun;
      } catch {
        return null;
      }
    },
    async drop() {
      await rm(file, { force: true });
      await rm(checkpoint, { force: true });
      await rm(trials, { recursive: true, force: true });
    },
  };
}
