import type { Candidate, NextInput } from '../contract/index.ts';
import type { Offer } from './decide.ts';
import { calibratedAtEnd } from './text-ends.ts';

/** Offers words of the model: decides whether to ask the model, and calibrates its probabilities. */

/** The model is asked only after Chinese characters, or marks inside a sentence. */
const mayPrecede = /[\p{Script=Han}，、：；“（《—]$/u;
const leastBefore = 2;

/** Whether to ask the model. It cannot predict the start of a sentence. */
export function isQuestion({ before }: Pick<NextInput, 'before'>): boolean {
  const line = before.slice(before.lastIndexOf('\n') + 1).trim();
  return [...line].length >= leastBefore && mayPrecede.test(line);
}

/** Whether the caret is at the end of its paragraph. */
export const isTextEnd = ({ after }: Pick<NextInput, 'after'>): boolean => /^[^\S\n]*(?:\n|$)/.test(after);

/** A word of the model; `source` is set if it comes from the memory of corrections or the glossary. */
export type ModelWord = Candidate & { readonly source?: 'memory' | 'glossary' };

const origins = { memory: 'correction', glossary: 'glossary' } as const;

export const modelOffers = (words: readonly ModelWord[], atTextEnd: boolean): readonly Offer[] =>
  words.map((one) => ({
    text: one.word,
    // Words that the writer taught are calibrated already.
    probability:
      atTextEnd && one.source === undefined
        ? calibratedAtEnd(one.word.length, one.probability)
        : one.probability,
    origin: one.source ? origins[one.source] : 'model',
    documents: [],
  }));
