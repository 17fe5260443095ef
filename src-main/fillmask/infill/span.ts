import { must } from '../../base/assert.ts';
import type { MaskedRow } from '../types.ts';
import type { Slot, Window } from './window.ts';

/** Token ids that stand for a gap: masks, characters, or both. */
export type Filling = readonly number[];

/** Builds a row: the window with `filling` at its gap and `others` at the gaps around it. */
export function rowOf(
  { before, after }: Window,
  filling: Filling,
  others: (gap: number) => Filling,
  special: { readonly cls: number; readonly sep: number; readonly mask: number },
): MaskedRow {
  const spell = (slots: readonly Slot[]) =>
    slots.flatMap((slot) => ('id' in slot ? [slot.id] : [...others(slot.gap)]));
  const left = [special.cls, ...spell(before)];
  const masked = [...filling.keys()].filter((i) => filling[i] === special.mask).map((i) => left.length + i);
  return { ids: [...left, ...filling, ...spell(after), special.sep], masked };
}

/** What the model said of the masks of one row. */
export interface SpanLogits {
  /** float32 [masks, vocabulary] */
  readonly logits: Float32Array;
  /** log Σ exp over Chinese characters, one for each mask. */
  readonly logSums: Float64Array;
  /** Share of the whole vocabulary's probability that Chinese characters and words hold, one for each mask. */
  readonly wordMass: Float64Array;
  readonly vocabSize: number;
}

function logSumOf(logits: Float32Array, from: number, ids: Int32Array): number {
  let most = -Infinity;
  for (const id of ids) most = Math.max(most, logits[from + id] ?? -Infinity);
  let sum = 0;
  for (const id of ids) sum += Math.exp((logits[from + id] ?? -Infinity) - most);
  return most + Math.log(sum);
}

/** Token sets that logits are normalised over. */
export interface TokenSets {
  /** Single Chinese characters. */
  readonly han: Int32Array;
  /** Tokens that can be a word alone: `han`, letters and digits. */
  readonly words: Int32Array;
  /** The whole vocabulary. */
  readonly all: Int32Array;
}

/** @param logits float32 [masks, vocabSize] */
export function spanLogits(logits: Float32Array, vocabSize: number, sets: TokenSets): SpanLogits {
  const masks = logits.length / vocabSize;
  const logSums = new Float64Array(masks);
  const wordMass = new Float64Array(masks);
  for (let j = 0; j < masks; j++) {
    logSums[j] = logSumOf(logits, j * vocabSize, sets.han);
    wordMass[j] = Math.exp(
      logSumOf(logits, j * vocabSize, sets.words) - logSumOf(logits, j * vocabSize, sets.all),
    );
  }
  return { logits, logSums, wordMass, vocabSize };
}

/** log p of a token at a mask, normalised over Chinese characters. */
export function logProbability({ logits, logSums, vocabSize }: SpanLogits, mask: number, id: number): number {
  return must(logits[mask * vocabSize + id], 'a logit') - must(logSums[mask], 'a mask');
}
