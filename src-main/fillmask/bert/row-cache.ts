import { must } from '../../base/assert.ts';
import type { MaskedRow } from '../types.ts';
import type { Encoded, Trunk } from './model.ts';

/** Batches of one request, so that a second top can read them again. */
const ofOneRequest = 4;

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

/**
 * Puts rows together into a batch, padded to the longest of them.
 * @param hidden of each row, float32 [tokens, size]; what follows a row's own tokens is not read
 */
export function assemble(hidden: readonly Float32Array[], rows: readonly MaskedRow[], size: number): Encoded {
  const width = Math.max(...rows.map((row) => row.ids.length));
  const data = new Float32Array(rows.length * width * size);
  const mask = new Int32Array(rows.length * width);
  for (const [i, { ids }] of rows.entries()) {
    data.set(must(hidden[i], 'hidden states of each row').subarray(0, ids.length * size), i * width * size);
    mask.fill(1, i * width, i * width + ids.length);
  }
  return {
    width,
    hidden: { type: 'float32', dims: [rows.length * width, size], data },
    mask: { type: 'int32', dims: [rows.length, width], data: mask },
  };
}

/** A row's own part of its batch. */
function hiddenOf({ encoded: { hidden, width }, index }: Place): Float32Array {
  const size = must(hidden.dims[1], 'hidden states are a matrix');
  return (hidden.data as Float32Array).subarray(index * width * size, (index + 1) * width * size);
}

/**
 * Remembers what the trunk said of the last batches: tops that share the trunk read it once.
 * @param batches so many are remembered
 */
export function createRowCache(trunk: Pick<Trunk, 'encode'>, batches = ofOneRequest): RowCache {
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
      const places = rows.map((row, i) => must(known[i] ?? find(rowName(row)), 'a row that was just run'));
      const size = must(places[0]?.encoded.hidden.dims[1], 'hidden states are a matrix');
      return assemble(places.map(hiddenOf), rows, size);
    },
  };
}
