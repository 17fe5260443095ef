import { must } from '../../base/assert.ts';
import { logProbability, type SpanLogits } from './span.ts';
import type { Weights } from './weights.ts';
import { type WordTable, withPrefix } from './word-table.ts';

/** A table with what its words score before the text is looked at, and how the model sees them anywhere. */
export interface PricedTable extends WordTable {
  readonly base: Float32Array;
}

/** @param contextless logits of `[CLS] [MASK]×length [SEP]` */
export function price(table: WordTable, contextless: SpanLogits, weights: Weights): PricedTable {
  const { ids, length, logFrequency } = table;
  const offset = must(weights.length[length - 1], 'every length has an offset');
  const base = Float32Array.from(logFrequency, (logCount, word) => {
    let prior = 0;
    for (let j = 0; j < length; j++) prior += logProbability(contextless, j, must(ids[word * length + j], 'a token'));
    return weights.frequency * logCount + weights.prior * prior + offset;
  });
  return { ...table, base };
}

/** The scores of one length's words at a gap; rescoring writes into them. */
export interface LengthScores {
  readonly table: PricedTable;
  readonly scores: Float32Array;
  readonly logits: SpanLogits;
}

/**
 * Scores every word of a table at once from one row with all its characters masked.
 * @param repeated 1 at the ids of tokens that stand in the context
 */
export function scoreTable(
  table: PricedTable,
  logits: SpanLogits,
  repeated: Uint8Array,
  weights: Weights,
): LengthScores {
  const { ids, length, base } = table;
  const flat = logits.logits;
  // The hottest loop of an answer, 300,000 words long: plain indexing, sums taken out of it.
  const constant = -weights.evidence * logits.logSums.reduce((sum, one) => sum + one, 0);
  const scores = new Float32Array(base.length);
  for (let word = 0, at = 0; word < base.length; word++) {
    let evidence = 0;
    let repetitions = 0;
    for (let j = 0; j < length; j++, at++) {
      const id = ids[at] as number;
      evidence += flat[j * logits.vocabSize + id] as number;
      repetitions += repeated[id] as number;
    }
    scores[word] =
      (base[word] as number) + weights.evidence * evidence + weights.repetition * repetitions + constant;
  }
  return { table, scores, logits };
}

/**
 * Rescores the words that begin with `first`, whose row had it revealed: log p of the rest given the
 * first character replaces log p given masks alone (within-word left to right, Kauf and Ivanova 2023, with
 * one character revealed).
 * @param revealed logits of the masks after the first character, [length − 1, vocabulary]
 */
export function rescore(
  { table, scores, logits }: LengthScores,
  first: number,
  revealed: SpanLogits,
  weights: Weights,
) {
  const [from, to] = withPrefix(table, first);
  for (let word = from; word < to; word++) {
    let change = 0;
    for (let j = 1; j < table.length; j++) {
      const id = must(table.ids[word * table.length + j], 'a token');
      change += logProbability(revealed, j - 1, id) - logProbability(logits, j, id);
    }
    scores[word] = must(scores[word], 'a score') + weights.revealed * change + weights.rescored;
  }
}
