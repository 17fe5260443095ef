import type { Ranked } from './rank.ts';
import { logProbability, type SpanLogits } from './span.ts';

/**
 * Fillings of a run of masks that may be shown. A ranking says which filling is the best, not that any of them is
 * likely: its probabilities are shares among the fillings that were looked at. What the model gives the whole of a
 * filling, Σ log p of its tokens, says that.
 */

/** Least Σ log p of a word: below it the model gives the word nothing. Right words had −17.5 and more. */
const leastOfWord = -20;
/** Of tokens that make no known word: one in ten. In 229 runs of 3 to 6 characters cut from sentences none was right. */
const leastOfSequence = Math.log(0.1);

/** @param span logits of the run's masks, as many as the filling has tokens */
export function isPossible(
  span: SpanLogits,
  { ids, inLexicon, source }: Pick<Ranked, 'ids' | 'inLexicon' | 'source'>,
): boolean {
  // Taught by the writer, who knows better.
  if (source !== undefined) return true;
  const evidence = ids.reduce((sum, id, mask) => sum + logProbability(span, mask, id), 0);
  return evidence >= (inLexicon ? leastOfWord : leastOfSequence);
}
