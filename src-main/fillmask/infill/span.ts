import { must } from '../../base/assert.ts';
import { CodedError } from '../../base/error.ts';
import { message } from '../../texts/message.ts';
import type { MaskedRow } from '../types.ts';
import type { TokenClasses } from './token-classes.ts';
import type { Slot, Window } from './window.ts';

/** Token ids that fill a gap: masks, characters, or both. */
export type Filling = readonly number[];

/** The fillings of a text's other gaps, by the gap's index. */
export type Others = (gap: number) => Filling;

/** The tokens of slots, with each gap filled. */
export const tokensOf = (slots: readonly Slot[], others: Others): number[] =>
  slots.flatMap((slot) => ('id' in slot ? [slot.id] : [...others(slot.gap)]));

/** Builds a row: the window with `filling` at its gap and `others` at the gaps around it. */
export function rowOf(
  { before, after }: Window,
  filling: Filling,
  others: Others,
  special: { readonly cls: number; readonly sep: number; readonly mask: number },
): MaskedRow {
  const left = [special.cls, ...tokensOf(before, others)];
  const masked = [...filling.keys()].filter((i) => filling[i] === special.mask).map((i) => left.length + i);
  return { ids: [...left, ...filling, ...tokensOf(after, others), special.sep], masked };
}

/** The model's output at the masks of one row. */
export interface SpanLogits {
  /** float32 [masks, vocabulary] */
  readonly logits: Float32Array;
  /** log Σ exp over Chinese characters, one for each mask. */
  readonly logSums: Float64Array;
  /** Probability of Chinese characters and of words of one token together, one for each mask. */
  readonly wordMass: Float64Array;
  /** Probability of numbers in digits, one for each mask. */
  readonly digitMass: Float64Array;
  readonly vocabSize: number;
}

const broken = () => new CodedError('model-broken', message('engine.model-broken'));

/**
 * @param logits float32 [masks, vocabulary]
 * @param classes one for each token
 * @throws CodedError `model-broken` where logits are not finite or all equal
 */
export function spanLogits(logits: Float32Array, classes: TokenClasses): SpanLogits {
  const vocabSize = classes.length;
  const masks = logits.length / vocabSize;
  const logSums = new Float64Array(masks);
  const wordMass = new Float64Array(masks);
  const digitMass = new Float64Array(masks);
  for (let j = 0; j < masks; j++) {
    const row = logits.subarray(j * vocabSize, (j + 1) * vocabSize);
    let most = -Infinity;
    let least = Infinity;
    for (let id = 0; id < vocabSize; id++) {
      most = Math.max(most, row[id] as number);
      least = Math.min(least, row[id] as number);
    }
    if (!(most > least && most < Infinity)) throw broken();
    const sums = [0, 0, 0, 0];
    for (let id = 0; id < vocabSize; id++) {
      const kind = classes[id] as number;
      sums[kind] = (sums[kind] as number) + Math.exp((row[id] as number) - most);
    }
    const [others = 0, alone = 0, han = 0, digits = 0] = sums;
    const all = others + alone + han + digits;
    logSums[j] = most + Math.log(han);
    wordMass[j] = (alone + han + digits) / all;
    digitMass[j] = digits / all;
  }
  return { logits, logSums, wordMass, digitMass, vocabSize };
}

/** log p of a token at a mask, normalised over Chinese characters. */
export function logProbability({ logits, logSums, vocabSize }: SpanLogits, mask: number, id: number): number {
  return must(logits[mask * vocabSize + id], 'a logit') - must(logSums[mask], 'a mask');
}
