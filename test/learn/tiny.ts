import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTrunk } from '../../src-main/fillmask/bert/model.ts';
import type { MaskedRow } from '../../src-main/fillmask/types.ts';
import type { CachedRow, Target } from '../../src-main/learn/training/batch.ts';
import type { TrainingSample } from '../../src-main/learn/types.ts';
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

/** Runs rows through the trunk, or through so many layers, one at a time. */
export async function cached(
  checkpoint: Checkpoint,
  rows: readonly MaskedRow[],
  target: (position: number) => Target,
  layers?: number,
): Promise<CachedRow[]> {
  const trunk = await createTrunk(checkpoint, ortRunner, { provider: 'cpu' }, layers);
  const out: CachedRow[] = [];
  let position = 0;
  for (const row of rows) {
    const { hidden } = await trunk.encode([row]);
    const targets = row.masked.map(() => target(position++));
    out.push({ hidden: hidden.data as Float32Array, masked: row.masked, targets, weight: 1, entropy: 0 });
  }
  await trunk.release();
  return out;
}

/** Twelve samples of six terms, spelled with the tiny model's characters. */
export const samples = (): TrainingSample[] =>
  ['天气', '公园', '我们', '今天', '很', '地人和'].flatMap((answer, term) => {
    const mark = '今天地人和气'[term] ?? '';
    return [`${mark}在[MASK]很好，去玩。`, `我们${mark}[MASK]的公园。`].map((text, i) => ({
      id: `${term}${i}`,
      text,
      answer,
      rejected: [],
      weight: 1,
      group: answer,
      source: 'correction' as const,
    }));
  });

export const sentences = [
  '今天天气很好，我们去公园玩。',
  '天地人和，今天很好。',
  '我们在公园玩，天气很好。',
  '人和地和天，在今天是很好的。',
];
