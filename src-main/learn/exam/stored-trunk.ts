import { mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { must } from '../../base/assert.ts';
import { renameDurably } from '../../base/durable.ts';
import type { Encoded, Trunk } from '../../fillmask/bert/model.ts';
import { assemble, createRowCache, type RowCache, rowName } from '../../fillmask/bert/row-cache.ts';
import type { MaskedRow } from '../../fillmask/types.ts';
import { readSafetensorsHeader, type TensorToWrite, writeSafetensors } from '../../models/safetensors.ts';

/**
 * What the trunk says of rows that are asked again and again: it is frozen, so that its part of an exam is run
 * once for a base model and read from a file ever after.
 */
export interface StoredTrunk extends RowCache {
  /** Writes what was added, if anything. Rows that come later are the writer's own and are not kept. */
  close(): Promise<void>;
}

/** Rows that are run at once where they are missing. */
const batch = 8;

async function readRows(file: string, base: string): Promise<Map<string, Float32Array>> {
  const rows = new Map<string, Float32Array>();
  const header = await readSafetensorsHeader(file).catch(() => null);
  if (header?.metadata.base !== base) return rows;
  const bytes = await readFile(file);
  for (const [name, { offset, length, dtype }] of header.tensors) {
    // Copied, since a view must begin at a multiple of four.
    if (dtype === 'F32')
      rows.set(name, new Float32Array(Uint8Array.from(bytes.subarray(offset, offset + length)).buffer));
  }
  return rows;
}

/**
 * @param file where rows are kept
 * @param base names the base model; a file of another one is not read
 * @param hiddenSize H
 */
export async function openStoredTrunk(
  trunk: Pick<Trunk, 'encode'>,
  { file, base, hiddenSize }: { readonly file: string; readonly base: string; readonly hiddenSize: number },
): Promise<StoredTrunk> {
  /** Float32 [tokens, H] by row. */
  const rows = await readRows(file, base);
  const passing = createRowCache(trunk);
  let added = false;
  let closed = false;

  async function run(missing: readonly MaskedRow[]): Promise<void> {
    // Rows of like length together: padding is computed too.
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
      if (closed && missing.length > 0) return passing.encode(wanted);
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
      await mkdir(dirname(file), { recursive: true });
      const tensors = [...rows].map(
        ([name, data]): TensorToWrite => ({
          name,
          shape: [data.length / hiddenSize, hiddenSize],
          pieces: () => [data],
        }),
      );
      const part = `${file}.${process.pid}.part`;
      await writeSafetensors(part, tensors, { metadata: { base } });
      await renameDurably(part, file);
    },
  };
}
