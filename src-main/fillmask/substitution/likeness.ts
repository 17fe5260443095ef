import { must } from '../../base/assert.ts';
import { type Filling, type Others, rowOf } from '../infill/span.ts';
import type { Window } from '../infill/window.ts';
import type { MaskedRow, RowModel } from '../types.ts';

/** How alike a sentence stays when another word stands in it (Zhou et al. 2019): cosines of last hidden states. */
export interface Likeness {
  /** Of the tokens around the word, their mean. */
  readonly around: number;
  /** Of the word's own tokens, each word as the mean of its tokens. */
  readonly inside: number;
}

/** Tokens on each side whose states are compared. */
const reach = 4;

interface Placed {
  readonly row: MaskedRow;
  /** Compared tokens before the word. */
  readonly before: number;
  /** Tokens of the word. */
  readonly length: number;
}

type Special = Parameters<typeof rowOf>[3];

/** The row with a word in it; the states around the word are wanted. */
function placed(window: Window, filling: Filling, others: Others, special: Special): Placed {
  const { ids } = rowOf(window, filling, others, special);
  const start = rowOf({ before: window.before, after: [] }, [], others, special).ids.length - 1;
  const from = Math.max(0, start - reach);
  const to = Math.min(ids.length, start + filling.length + reach);
  const masked = Array.from({ length: to - from }, (_, i) => from + i);
  return { row: { ids, masked }, before: start - from, length: filling.length };
}

function cosine(a: Float32Array, b: Float32Array): number {
  let [dot, aa, bb] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    const [x, y] = [a[i] as number, b[i] as number];
    dot += x * y;
    aa += x * x;
    bb += y * y;
  }
  return aa > 0 && bb > 0 ? dot / Math.sqrt(aa * bb) : 0;
}

/** States of one row, float32 [positions, size]. */
interface States extends Placed {
  readonly states: Float32Array;
  readonly size: number;
}

const stateAt = ({ states, size }: States, at: number) => states.subarray(at * size, (at + 1) * size);

/** Sum of the word's states; a cosine does not ask for the mean. */
function wordState(one: States): Float32Array {
  const sum = new Float32Array(one.size);
  for (let j = 0; j < one.length; j++) {
    const state = stateAt(one, one.before + j);
    for (let i = 0; i < one.size; i++) sum[i] = (sum[i] as number) + (state[i] as number);
  }
  return sum;
}

function compare(original: States, other: States): Likeness {
  const count = original.row.masked.length - original.length;
  let sum = 0;
  for (let k = 0; k < count; k++) {
    const at = (one: States) => (k < one.before ? k : k + one.length);
    sum += cosine(stateAt(original, at(original)), stateAt(other, at(other)));
  }
  return { around: count > 0 ? sum / count : 0, inside: cosine(wordState(original), wordState(other)) };
}

/**
 * Runs the sentence with the original word and with each of the others, as one batch.
 * @param fillings tokens of the words, the original's first
 * @returns one for each word but the original
 */
export async function likenessOf(
  model: Pick<RowModel, 'states'>,
  window: Window,
  fillings: readonly Filling[],
  others: Others,
  special: Special,
): Promise<Likeness[]> {
  const all = fillings.map((filling) => placed(window, filling, others, special));
  const states = await model.states(all.map(({ row }) => row));
  const [original, ...rest] = all.map((one, i): States => {
    const own = must(states[i], 'states of each row');
    return { ...one, states: own, size: own.length / one.row.masked.length };
  });
  return rest.map((one) => compare(must(original, 'the original is first'), one));
}
