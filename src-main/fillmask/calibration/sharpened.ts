import type { MaskedRow, RowModel } from '../types.ts';

/** Base models differ in the size of their logits: weights that were fitted on one of them expect that one's. */

/** A copy: rows may be in a cache that other fillers read. */
function multiplied(row: Float32Array, factor: number): Float32Array {
  const product = new Float32Array(row.length);
  // 200,000 logits of a request: plain indexing.
  for (let i = 0; i < row.length; i++) product[i] = (row[i] as number) * factor;
  return product;
}

/** @param sharpness divides all logits */
export function sharpened(model: RowModel, sharpness: number): RowModel {
  if (sharpness === 1) return model;
  const factor = 1 / sharpness;
  return {
    key: (row: MaskedRow) => model.key(row),
    states: (rows: readonly MaskedRow[]) => model.states(rows),
    async logits(rows: readonly MaskedRow[]) {
      const logits = await model.logits(rows);
      return logits.map((row) => multiplied(row, factor));
    },
  };
}
