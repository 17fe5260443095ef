import { must } from '../../base/assert.ts';
import type { Tokenizer } from '../tokenizer.ts';
import type { RowModel } from '../types.ts';
import { rowOf } from './span.ts';
import type { Window } from './window.ts';

/** log p of a token at a mask, nats. @param logits of the mask, [vocabulary] */
function logProbabilityOf(id: number, logits: Float32Array): number {
  const most = logits.reduce((greatest, one) => Math.max(greatest, one), -Infinity);
  const sum = logits.reduce((all, one) => all + Math.exp(one - most), 0);
  return (logits[id] as number) - most - Math.log(sum);
}

/**
 * Scores texts that may stand in a gap: one batch, a row for each text, whose tokens are all masked.
 * @param window includes the tail
 * @returns for each text log p of its least probable token over the whole vocabulary, nats; 0 where it has no token
 */
export async function scorePhrases(
  model: Pick<RowModel, 'logits'>,
  { encode, special }: Pick<Tokenizer, 'encode' | 'special'>,
  window: Window,
  phrases: readonly string[],
): Promise<readonly number[]> {
  const ids = phrases.map((phrase) => encode(phrase).map(({ id }) => id));
  const rows = ids.map((some) => {
    const masks = some.map(() => special.mask);
    return rowOf(window, masks, () => [special.mask], special);
  });
  const logits = await model.logits(rows);
  return ids.map((some, row) => {
    const ofRow = must(logits[row], 'logits of a row');
    const vocabSize = ofRow.length / some.length;
    return some.reduce((least, id, mask) => {
      const ofMask = ofRow.subarray(mask * vocabSize, (mask + 1) * vocabSize);
      return Math.min(least, logProbabilityOf(id, ofMask));
    }, 0);
  });
}
