import type { MaskedRow } from '../fillmask/types.ts';
import { ProtocolError, tensorNames } from './protocol.ts';
import type { Tensor } from './wire.ts';

/** Rows of token ids as the served graph's tensors, and its logits as the rows'. */

/** The rows, padded to the longest, as `input_ids`, `attention_mask` and `positions`. */
export function tensorsOfRows(rows: readonly MaskedRow[]): Tensor[] {
  const longest = Math.max(0, ...rows.map((row) => row.ids.length));
  const most = Math.max(0, ...rows.map((row) => row.masked.length));
  const padded = (values: readonly number[], length: number) => [
    ...values,
    ...new Array<number>(length - values.length).fill(0),
  ];
  const tensor = (name: string, width: number, of: (row: MaskedRow) => readonly number[]): Tensor => ({
    name,
    datatype: 'INT64',
    shape: [rows.length, width],
    data: rows.flatMap((row) => padded(of(row), width)),
  });
  return [
    tensor(tensorNames.ids, longest, (row) => row.ids),
    tensor(tensorNames.mask, longest, (row) => row.ids.map(() => 1)),
    tensor(tensorNames.positions, most, (row) => row.masked),
  ];
}

/**
 * The rows' logits out of an answer's tensors, each [masked.length, V]; what is padded is left out.
 * @throws ProtocolError where there is no such tensor, its shape is not the rows', or a value is not finite
 */
export function logitsOfRows(
  outputs: readonly Tensor[],
  rows: readonly MaskedRow[],
  vocabSize: number,
): Float32Array[] {
  const logits = outputs.find((one) => one.name === tensorNames.logits);
  if (logits?.datatype !== 'FP32') throw new ProtocolError(`there is no FP32 tensor ${tensorNames.logits}`);
  const most = Math.max(0, ...rows.map((row) => row.masked.length));
  const [batch, width, size] = logits.shape;
  if (logits.shape.length !== 3 || batch !== rows.length || width !== most || size !== vocabSize)
    throw new ProtocolError(
      `${tensorNames.logits} is [${logits.shape.join(', ')}], not [${rows.length}, ${most}, ${vocabSize}]`,
    );
  if (!logits.data.every(Number.isFinite)) throw new ProtocolError('a logit is not finite');
  return rows.map((row, at) =>
    logits.data.slice(at * most * vocabSize, (at * most + row.masked.length) * vocabSize),
  );
}
