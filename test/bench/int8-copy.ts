import { copyFileSync, linkSync, mkdtempSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { must } from '../../src-main/base/assert.ts';
import { rangeRows } from '../../src-main/engine/trial-gaps.ts';
import { inputRanges } from '../../src-main/fillmask/bert/input-ranges.ts';
import { createTokenizer } from '../../src-main/fillmask/tokenizer.ts';
import { modelFiles, openCheckpoint, weightsFile } from '../../src-main/models/checkpoint.ts';
import { withInt8, writeInt8 } from '../../src-main/models/int8.ts';
import { weightsHash } from '../../src-main/models/manifest.ts';
import type { Checkpoint } from '../../src-main/models/types.ts';
import { ortRunner } from '../../src-main/runtime/ort.ts';

const resources = fileURLToPath(new URL('../../resources', import.meta.url));

export interface Int8Copy {
  readonly float32: Checkpoint;
  readonly int8: Checkpoint;
  /** Seconds that the copy took. */
  readonly seconds: number;
  /** Removes the folder; both checkpoints are of no use afterwards. */
  dispose(): void;
}

/** Makes an int8 copy of a model in a folder of its own, as the app does; the model's folder stays as it is. */
export async function makeInt8Copy(source: string): Promise<Int8Copy> {
  const dir = mkdtempSync(join(dirname(source), 'int8-bench-'));
  const dispose = () => rmSync(dir, { recursive: true, force: true });
  try {
    for (const name of modelFiles)
      if (name === weightsFile) linkSync(join(source, name), join(dir, name));
      else copyFileSync(join(source, name), join(dir, name));
    const float32 = await openCheckpoint(dir);
    const baseHash = await weightsHash(source);
    const began = performance.now();
    const rows = await rangeRows(resources, createTokenizer(float32), float32.config);
    const ranges = await inputRanges(float32, ortRunner, rows, { provider: 'cpu', threads: 2 });
    await writeInt8(float32, baseHash, ranges);
    const seconds = (performance.now() - began) / 1000;
    const int8 = must(await withInt8(float32, baseHash), 'a copy that was just made');
    return { float32, int8, seconds, dispose };
  } catch (error) {
    dispose();
    throw error;
  }
}
