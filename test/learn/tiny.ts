import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTrunk } from '../../src-main/fillmask/bert/model.ts';
import type { MaskedRow } from '../../src-main/fillmask/types.ts';
import type { CachedRow, Target } from '../../src-main/learn/batch.ts';
import { openCheckpoint } from '../../src-main/models/checkpoint.ts';
import type { Checkpoint } from '../../src-main/models/types.ts';
import { ortRunner } from '../../src-main/runtime/ort.ts';
import { tempDir } from '../support/temp.ts';
import { writeTinyModel } from '../support/tiny-model.ts';

export async function tinyCheckpoint(): Promise<Checkpoint> {
  const dir = tempDir();
  await writeTinyModel(dir);
  return openCheckpoint(dir);
}

/** A tensor of the checkpoint, read from its file. */
export function tensorOf(checkpoint: Checkpoint, name: string): Float32Array {
  const entry = checkpoint.tensors.get(name);
  if (!entry) throw new Error(`no tensor ${name}`);
  const file = readFileSync(join(checkpoint.dir, entry.file ?? checkpoint.weightsFile));
  const from = file.byteOffset + entry.offset;
  return new Float32Array(file.buffer.slice(from, from + entry.length));
}

/** Runs rows through the trunk one at a time. */
export async function cached(
  checkpoint: Checkpoint,
  rows: readonly MaskedRow[],
  target: (position: number) => Target,
): Promise<CachedRow[]> {
  const trunk = await createTrunk(checkpoint, ortRunner, { provider: 'cpu' });
  const out: CachedRow[] = [];
  let position = 0;
  for (const row of rows) {
    const { hidden } = await trunk.encode([row]);
    const targets = row.masked.map(() => target(position++));
    out.push({ hidden: hidden.data as Float32Array, masked: row.masked, targets, weight: 1 });
  }
  await trunk.release();
  return out;
}
