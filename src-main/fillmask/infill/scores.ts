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
  const { logits, logSums, vocabSize } = contextless;
  const offset = must(weights.length[length - 1], 'every length has an offset');
  // Run for every version that is loaded, while requests wait: plain indexing, as below.
  const base = new Float32Array(logFrequency.length);
  for (let word = 0, at = 0; word < base.length; word++) {
    let prior = 0;
    for (let j = 0; j < length; j++, at++)
      prior += (logits[j * vocabSize + (ids[at] as number)] as number) - (logSums[j] as number);
    base[word] = weights.frequency * (logFrequency[word] as number) + weights.prior * prior + offset;
  }
  return { ...table, base };
}

/** The scores of one length's words at a gap; rescoring writes into them. */
export interface LengthScores {
  readonly table: PricedTable;
  readonly scores: Float32Array;
  readonly logits: SpanLogits;
}

/** What a token at each place of a word adds to its score: `length` arrays, float32 [vocabulary]. */
function tokenScores(
  { logits, vocabSize }: SpanLogits,
  length: number,
  repeated: Uint8Array,
  weights: Weights,
): Float32Array[] {
  const values = new Float32Array(length * vocabSize);
  for (let j = 0, at = 0; j < length; j++)
    for (let id = 0; id < vocabSize; id++, at++)
      values[at] = weights.evidence * (logits[at] as number) + weights.repetition * (repeated[id] as number);
  return Array.from({ length }, (_, j) => values.subarray(j * vocabSize, (j + 1) * vocabSize));
}

type Sum = (ids: Int32Array, scores: Float32Array, places: readonly Float32Array[]) => void;

/** Adds each word's token scores, for a length that has no loop of its own. */
const addAny: Sum = (ids, scores, places) => {
  for (let word = 0, at = 0; word < scores.length; word++)
    for (const values of places)
      scores[word] = (scores[word] as number) + (values[ids[at++] as number] as number);
};

/**
 * The hottest loops of an answer, 340,000 words in all. A loop for each length takes a quarter of the time that one
 * loop over words and places takes.
 */
const addByLength: Readonly<Record<number, Sum>> = {
  1: (ids, scores, [a = nothing]) => {
    for (let word = 0; word < scores.length; word++)
      scores[word] = (scores[word] as number) + (a[ids[word] as number] as number);
  },
  2: (ids, scores, [a = nothing, b = nothing]) => {
    for (let word = 0, at = 0; word < scores.length; word++, at += 2)
      scores[word] =
        (scores[word] as number) + (a[ids[at] as number] as number) + (b[ids[at + 1] as number] as number);
  },
  3: (ids, scores, [a = nothing, b = nothing, c = nothing]) => {
    for (let word = 0, at = 0; word < scores.length; word++, at += 3)
      scores[word] =
        (scores[word] as number) +
        (a[ids[at] as number] as number) +
        (b[ids[at + 1] as number] as number) +
        (c[ids[at + 2] as number] as number);
  },
  4: (ids, scores, [a = nothing, b = nothing, c = nothing, d = nothing]) => {
    for (let word = 0, at = 0; word < scores.length; word++, at += 4)
      scores[word] =
        (scores[word] as number) +
        (a[ids[at] as number] as number) +
        (b[ids[at + 1] as number] as number) +
        (c[ids[at + 2] as number] as number) +
        (d[ids[at + 3] as number] as number);
  },
};

const nothing = new Float32Array();

/**
 * Scores every word of a table at once from one row with all its characters masked.
 * @param repeated 1 at the ids of tokens that stand in the gap's sentence
 */
export function scoreTable(
  table: PricedTable,
  logits: SpanLogits,
  repeated: Uint8Array,
  weights: Weights,
): LengthScores {
  const { ids, length, base } = table;
  const constant =
    weights.wordMass * logits.wordMass.reduce((sum, one) => sum + Math.log(one), 0) -
    weights.evidence * logits.logSums.reduce((sum, one) => sum + one, 0);
  const scores = new Float32Array(base.length);
  for (let word = 0; word < scores.length; word++) scores[word] = (base[word] as number) + constant;
  (addByLength[length] ?? addAny)(ids, scores, tokenScores(logits, length, repeated, weights));
  return { table, scores, logits };
}

/**
 * Favours single characters that make a word with their neighbours: 画龙点[MASK] → 睛.
 * @param tables words of 2 tokens and more
 * @param before ids of the tokens just before the gap, in reading order
 * @param after ids of the tokens just after it
 * @param total the lexicon's sum of counts
 */
export function favourJoined(
  { table, scores }: LengthScores,
  tables: readonly WordTable[],
  { before, after }: Neighbours,
  { total, weights }: { readonly total: number; readonly weights: Weights },
) {
  const best = new Map<number, { length: number; share: number }>();
  for (const joined of tables) {
    for (let left = Math.max(0, joined.length - 1 - after.length); left <= before.length; left++) {
      const right = joined.length - 1 - left;
      if (right < 0) break;
      const open = leftOpen(joined, {
        before: before.slice(before.length - left),
        after: after.slice(0, right),
      });
      const counts = open.map(({ logFrequency }) => total * Math.exp(logFrequency) - 1);
      const all = counts.reduce((sum, one) => sum + one, weights.joinedDoubt);
      for (const [i, { id }] of open.entries()) {
        const known = best.get(id) ?? { length: 0, share: -Infinity };
        const share = Math.max(known.share, Math.log(Math.max(1, counts[i] ?? 0) / all));
        best.set(id, { length: Math.max(known.length, joined.length), share });
      }
    }
  }
  for (const [id, { length, share }] of best) {
    const [word, end] = withPrefix(table, id);
    if (word === end) continue;
    const bonus = weights.joined[Math.min(4, length) as 2 | 3 | 4] + weights.joinedShare * share;
    scores[word] = must(scores[word], 'a score') + bonus;
  }
}

/** Favours words that the document has elsewhere. @param counts by the word's index in the table */
export function favourDocument(
  { scores }: LengthScores,
  counts: ReadonlyMap<number, number>,
  { document }: Weights,
) {
  for (const [word, count] of counts)
    scores[word] = must(scores[word], 'a score') + document * Math.log1p(count);
}

/** Ids of the tokens next to a gap, in reading order. */
export interface Neighbours {
  readonly before: readonly number[];
  readonly after: readonly number[];
}

/** What the words of a table have between `before` and `after`, with their log frequencies. */
function leftOpen(table: WordTable, { before, after }: Neighbours): { id: number; logFrequency: number }[] {
  const { ids, length } = table;
  const [from, to] = before.length > 0 ? withPrefix(table, before[0] as number) : [0, table.count];
  const last = after.at(-1);
  const open: { id: number; logFrequency: number }[] = [];
  for (let word = from; word < to; word++) {
    const at = word * length;
    if (last !== undefined && ids[at + length - 1] !== last) continue;
    const fits =
      before.every((id, i) => ids[at + i] === id) &&
      after.every((id, i) => ids[at + before.length + 1 + i] === id);
    if (!fits) continue;
    open.push({
      id: must(ids[at + before.length], 'a token'),
      logFrequency: must(table.logFrequency[word], 'a frequency'),
    });
  }
  return open;
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
