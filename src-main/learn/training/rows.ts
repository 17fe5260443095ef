import { contextBudget } from '../../fillmask/filler.ts';
import { findGaps } from '../../fillmask/infill/gaps.ts';
import { type Filling, rowOf } from '../../fillmask/infill/span.ts';
import { windowOf } from '../../fillmask/infill/window.ts';
import { longestWord } from '../../fillmask/lexicon.ts';
import type { Tokenizer } from '../../fillmask/tokenizer.ts';
import type { MaskedRow } from '../../fillmask/types.ts';
import type { TrainingSample } from '../types.ts';

/** Turns samples into the rows that the filler runs for such a gap, with the right tokens. */

/** A row with the right token for each masked position. */
export interface AnsweredRow extends MaskedRow {
  /** One for each masked position. */
  readonly answers: readonly number[];
  /** Weight of each position in the loss, 0–1. */
  readonly weight: number;
}

/** Why a sample cannot be trained on. */
export type Unlearnable =
  | 'no-single-gap'
  | 'no-weight'
  | 'unknown-character'
  | 'answer-length'
  | 'row-too-long';

export type SampleRows =
  | {
      readonly rows: readonly AnsweredRow[];
      /** The same gap with masks for words of other lengths, with which the filler compares the word. */
      readonly contexts: readonly MaskedRow[];
    }
  | { readonly reason: Unlearnable };

/** A word's tokens as in the filler's word tables: one token, or one for each character; null where one is unknown. */
function spell(word: string, { idOf, special }: Tokenizer): readonly number[] | null {
  const whole = idOf(word);
  const ids = whole === undefined ? Array.from(word, (character) => idOf(character)) : [whole];
  const known = ids.filter((id) => id !== undefined && id !== special.unk && id !== special.mask);
  return known.length === ids.length ? (known as number[]) : null;
}

/** Lengths that compete with a word's length: 1, the most probable competitor, and a neighbouring length. */
const rivals: Readonly<Record<number, readonly number[]>> = { 1: [2, 3], 2: [1, 3], 3: [1, 2] };
const rivalsOfLonger = [1, 3];

/**
 * Makes a sample's rows, one for each state in which the filler scores the word: all characters masked, and all but the
 * first.
 * @param maxTokens most tokens of a row that the model can process
 */
export function rowsOfSample(sample: TrainingSample, tokenizer: Tokenizer, maxTokens: number): SampleRows {
  const gaps = findGaps(sample.text);
  if (gaps.length !== 1 || gaps[0]?.masks !== 1) return { reason: 'no-single-gap' };
  if (!(sample.weight > 0 && sample.weight <= 1)) return { reason: 'no-weight' };
  const answers = spell(sample.answer, tokenizer);
  if (!answers) return { reason: 'unknown-character' };
  const [first] = answers;
  if (first === undefined || answers.length > longestWord) return { reason: 'answer-length' };
  const window = windowOf(sample.text, gaps, 0, tokenizer.encode, contextBudget);
  const { mask } = tokenizer.special;
  const state = (filling: Filling): AnsweredRow => ({
    ...rowOf(window, filling, () => [], tokenizer.special),
    answers: answers.slice(answers.length - filling.filter((id) => id === mask).length),
    weight: sample.weight,
  });
  const hidden = answers.map(() => mask);
  const rows = [state(hidden), ...(answers.length > 1 ? [state([first, ...hidden.slice(1)])] : [])];
  const contexts = (rivals[answers.length] ?? rivalsOfLonger).map((length) =>
    rowOf(window, new Array<number>(length).fill(mask), () => [], tokenizer.special),
  );
  const long = [...rows, ...contexts].some(({ ids }) => ids.length > maxTokens);
  return long ? { reason: 'row-too-long' } : { rows, contexts };
}

export interface LearnableRows {
  readonly rows: readonly AnsweredRow[];
  readonly contexts: readonly MaskedRow[];
  /** Samples that cannot be trained on, by id. */
  readonly refused: ReadonlyMap<string, Unlearnable>;
}

/** Makes the rows of all samples. A row that several samples give with the same answer appears once. */
export function rowsOfSamples(
  samples: readonly TrainingSample[],
  tokenizer: Tokenizer,
  maxTokens: number,
): LearnableRows {
  const rows = new Map<string, AnsweredRow>();
  const contexts = new Map<string, MaskedRow>();
  const refused = new Map<string, Unlearnable>();
  for (const sample of samples) {
    const made = rowsOfSample(sample, tokenizer, maxTokens);
    if ('reason' in made) {
      refused.set(sample.id, made.reason);
      continue;
    }
    for (const row of made.contexts) contexts.set(row.ids.join(), row);
    for (const row of made.rows) {
      const key = `${row.ids.join()} ${row.answers.join()}`;
      const known = rows.get(key);
      if (!known || known.weight < row.weight) rows.set(key, row);
    }
  }
  // A row that is wrong for one sample may be right for another.
  for (const row of rows.values()) contexts.delete(row.ids.join());
  return { rows: [...rows.values()], contexts: [...contexts.values()], refused };
}
