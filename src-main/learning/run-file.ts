import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { replaceFile } from '../base/durable.ts';
import type { TrainingSample } from '../learn/types.ts';
import type { PatchMode } from '../models/patch.ts';

/** What a run was begun with, kept so that a crash or a power loss does not end it. */

export interface Begun {
  readonly modelId: string;
  readonly mode: PatchMode;
  readonly seed: number;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  readonly samples: readonly TrainingSample[];
  /** Plain sentences for replay. */
  readonly sentences: readonly string[];
  /** Times that it was taken up again. */
  readonly resumed: number;
}

export interface RunFile {
  /** The trainer's own state. */
  readonly checkpoint: string;
  keep(begun: Begun): Promise<void>;
  /** Null where there is none, or none that can be read. */
  read(): Promise<Begun | null>;
  drop(): Promise<void>;
}

export function runFile(dir: string): RunFile {
  const file = join(dir, 'run.json');
  const checkpoint = join(dir, 'run.checkpoint');
  return {
    checkpoint,
    async keep(begun) {
      await mkdir(dir, { recursive: true });
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
    },
  };
}
