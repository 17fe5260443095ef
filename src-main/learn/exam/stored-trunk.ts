import { readdir, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { must } from '../../base/assert.ts';
import type { Encoded, Trunk } from '../../fillmask/bert/model.ts';
import { assemble, createRowCache, type RowCache, rowName } from '../../fillmask/bert/row-cache.ts';
import type { MaskedRow } from '../../fillmask/types.ts';
import { readMeasured, replaceSafetensors, type TensorToWrite } from '../../models/safetensors.ts';

/**
 * The trunk's output for the rows of the fixed suites. The trunk is the same in every version, so that these rows are
 * run once for a base model; later exams read them from a file.
 */
export interface StoredTrunk extends RowCache {
  /** Writes the rows that were added. Rows that are asked for later are the writer's own and are not stored. */
  close(): Promise<void>;
}

/**
 * Deletes what was stored of other questions or of fewer layers: each file takes about 130 MB. The folder holds nothing
 * else.
 */
async function removeOthers(file: string): Promise<void> {
  const folder = dirname(file);
  for (const name of await readdir(folder))
    if (name !== basename(file) && name.endsWith('.safetensors'))
      // Windows does not delete a file that is in use.
      await rm(join(folder, name), { force: true }).catch(() => undefined);
}

/** Rows that the trunk runs in one batch. */
const batch = 8;

export interface StoredTrunkOptions {
  readonly file: string;
  /** SHA-256 of the base model's weights; a file of another model is ignored. */
  readonly baseHash: string;
  /** H */
  readonly hiddenSize: number;
}

export async function openStoredTrunk(
  trunk: Pick<Trunk, 'encode'>,
  { file, baseHash, hiddenSize }: StoredTrunkOptions,
): Promise<StoredTrunk> {
  /** Float32 [tokens, H] by row. */
  const rows = new Map(await readMeasured(file, baseHash));
  const unstored = createRowCache(trunk);
  let added = false;
  let closed = false;

  async function run(missing: readonly MaskedRow[]): Promise<void> {
    // Rows of like length together, since padding is computed too.
    const sorted = missing.toSorted((a, b) => a.ids.length - b.ids.length);
    for (let from = 0; from < sorted.length; from += batch) {
      const part = sorted.slice(from, from + batch);
      const { hidden, width } = await trunk.encode(part);
      for (const [i, row] of part.entries()) {
        const start = i * width * hiddenSize;
        const data = hidden.data as Float32Array;
        rows.set(rowName(row), data.slice(start, start + row.ids.length * hiddenSize));
      }
      added = true;
    }
  }

  return {
    async encode(wanted): Promise<Encoded> {
      const missing = wanted.filter((row) => !rows.has(rowName(row)));
      if (closed && missing.length > 0) return unstored.encode(wanted);
      if (missing.length > 0) await run(missing);
      return assemble(
        wanted.map((row) => must(rows.get(rowName(row)), 'a row that was just run')),
        wanted,
        hiddenSize,
      );
    },
    async close() {
      closed = true;
      if (!added) return;
      const tensors = [...rows].map(
        ([name, data]): TensorToWrite => ({
          name,
          shape: [data.length / hiddenSize, hiddenSize],
          pieces: () => [data],
        }),
      );
      await replaceSafetensors(file, tensors, { metadata: { base: baseHash } });
      await removeOthers(file);
    },
  };
}
