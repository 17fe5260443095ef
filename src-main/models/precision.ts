import { arch, cpus } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { replaceFile } from '../base/durable.ts';
import type { Precision, Provider } from '../contract/schemas.ts';
import { openCheckpoint } from './checkpoint.ts';
import { withInt8 } from './int8.ts';
import { readJsonFile } from './json-file.ts';
import { weightsHash } from './manifest.ts';
import type { Checkpoint } from './types.ts';

/**
 * Which numbers a model's linear layers run on. The int8 copy is used on the processor of the machine that tried it,
 * where the trial found it faster and close to the float32 weights; everything else runs on float32.
 */

const file = 'int8/trial.json';

const pair = z.object({ float32: z.number(), int8: z.number() });

/** What a trial of a model's int8 copy measured, stored beside the copy. */
export const Int8Trial = z.object({
  /** SHA-256 of the model's weights. */
  base: z.string(),
  /** The processor that ran it: times of another one say nothing. */
  machine: z.string(),
  /** Milliseconds since the epoch. */
  at: z.number(),
  /** Single characters that both were asked for. */
  gaps: z.int().min(1),
  /** Share of gaps whose right character came first. */
  top1: pair,
  /** Share of gaps with the same first character in both. */
  agreement: z.number(),
  /** Median of runs of one row, timed in turns. */
  milliseconds: pair,
});
export type Int8Trial = z.infer<typeof Int8Trial>;

/** The processor, as the system names it. */
export const thisMachine = (): string => `${arch()} ${cpus()[0]?.model.trim() ?? ''}`;

/** What the copy may cost: in answers that differ, and in right answers, as shares of the gaps. */
export const gate = { gaps: 1000, agreement: 0.93, top1Lost: 0.005 } as const;

/** Whether a trial lets the copy answer. */
export const isAccepted = ({ gaps, agreement, top1, milliseconds }: Int8Trial): boolean =>
  gaps >= gate.gaps &&
  agreement >= gate.agreement &&
  top1.float32 - top1.int8 <= gate.top1Lost &&
  milliseconds.int8 < milliseconds.float32;

/** @returns null where this machine has tried no copy of these weights, or the record is damaged */
export async function readTrial(dir: string, baseHash: string): Promise<Int8Trial | null> {
  const trial = await readJsonFile(Int8Trial, join(dir, file));
  return trial?.base === baseHash && trial.machine === thisMachine() ? trial : null;
}

/** The copy's folder exists. */
export const writeTrial = (dir: string, trial: Int8Trial): Promise<void> =>
  replaceFile(join(dir, file), `${JSON.stringify(trial, null, 2)}\n`);

export interface OpenedModel {
  readonly checkpoint: Checkpoint;
  /** SHA-256 of the float32 weights. */
  readonly baseHash: string;
  readonly precision: Precision;
}

/**
 * Opens a model. A copy that is missing, damaged or of other weights leaves float32.
 * @throws as `openCheckpoint`
 */
export async function openModel(dir: string, wanted: Precision): Promise<OpenedModel> {
  const checkpoint = await openCheckpoint(dir);
  const baseHash = await weightsHash(dir);
  const copy = wanted === 'int8' ? await withInt8(checkpoint, baseHash) : null;
  return copy
    ? { checkpoint: copy, baseHash, precision: 'int8' }
    : { checkpoint, baseHash, precision: 'float32' };
}

/** @returns int8 where this machine's processor runs the model and its trial accepted the copy */
export async function precisionFor(dir: string, provider: Provider): Promise<Precision> {
  if (provider !== 'cpu') return 'float32';
  const trial = await readTrial(dir, await weightsHash(dir));
  return trial && isAccepted(trial) ? 'int8' : 'float32';
}
