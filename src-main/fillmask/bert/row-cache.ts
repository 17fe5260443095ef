import { must } from '../../base/assert.ts';
import type { MaskedRow } from '../types.ts';
import type { Encoded, Trunk } from './model.ts';

/** Batches that are remembered: those of one request, so that a second top can read them again. */
const batches = 4;

interface Place {
  readonly encoded: Encoded;
  /** The row's place in its batch. */
  readonly index: number;
}

export interface RowCache {
  /** Runs only rows that no remembered batch holds. */
  encode(rows: readonly MaskedRow[]): Promise<Encoded>;
}

/** Rows of the same tokens are the same row. */
export const rowName = ({ ids }: MaskedRow) => ids.join();

/** Puts rows of several batches together, padded to the longest of them. */
function assemble(places: readonly Place[], rows: readonly MaskedRow[]): Encoded {
  const width = Math.max(...rows.map((row) => row.ids.length));
  const size = must(places[0]?.encoded.hidden.dims[1], 'hidden states are a matrix');
  const hidden = new Float32Array(rows.length * width * size);
  const mask = new Int32Array(rows.length * width);
  for (const [i, { encoded, index }] of places.entries()) {
    const { length } = must(rows[i], 'a row for each place').ids;
    const from = index * encoded.width * size;
    const data = encoded.hidden.data as Float32Array;
    hidden.set(data.subarray(from, from + length * size), i * width * size);
    mask.fill(1, i * width, i * width + length);
  }
  return {
    width,
    hidden: { type: 'float32', dims: [rows.length * width, size], data: hidden },
    mask: { type: 'int32', dims: [rows.length, width], data: mask },
  };
}

/** Remembers what the trunk said of the last batches: tops that share the trunk read it once. */
export function createRowCache(trunk: Pick<Trunk, 'encode'>): RowCache {
  const kept: Map<string, Place>[] = [];
  const find = (name: string) => kept.map((batch) => batch.get(name)).find((place) => place !== undefined);

  async function remember(rows: readonly MaskedRow[]): Promise<Encoded> {
    const encoded = await trunk.encode(rows);
    kept.unshift(new Map(rows.map((row, index) => [rowName(row), { encoded, index }])));
    kept.length = Math.min(kept.length, batches);
    return encoded;
  }

  return {
    async encode(rows) {
      const known = rows.map((row) => find(rowName(row)));
      const missing = rows.filter((_, i) => !known[i]);
      if (missing.length === rows.length) return remember(rows);
      const [first] = known;
      const inOrder = known.every((place, i) => place?.encoded === first?.encoded && place?.index === i);
      if (first && inOrder && first.encoded.mask.dims[0] === rows.length) return first.encoded;
      if (missing.length > 0) await remember(missing);
      return assemble(
        rows.map((row, i) => must(known[i] ?? find(rowName(row)), 'a row that was just run')),
        rows,
      );
    },
  };
}
