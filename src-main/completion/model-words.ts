import type { Candidate, NextInput } from '../contract/index.ts';
import type { Offer } from './decide.ts';

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

/**
 * Calibration at the end of a text: logit p' = a + b·logit p (Platt scaling), separately for words of one character
 * and longer ones. Fitted on 692 places at word boundaries in regulations, court interpretations, notices and a
 * product's documentation, with `FillRequest.tail`. A single character would often fit after the preceding word too:
 * at p = 0.9, one in two is right. With text on both sides, p is used as it is.
 */
const atEnd = { one: [-0.9, 0.5], more: [0.2, 1] } as const;

function calibrated({ word, probability }: Candidate): number {
  const p = Math.min(0.999, Math.max(0.001, probability));
  const [a, b] = word.length === 1 ? atEnd.one : atEnd.more;
  return 1 / (1 + Math.exp(-(a + b * Math.log(p / (1 - p)))));
}

/** A word of the model; `source` is set if it comes from the memory of corrections or the glossary. */
export type ModelWord = Candidate & { readonly source?: 'memory' | 'glossary' };

const origins = { memory: 'correction', glossary: 'glossary' } as const;

export const modelOffers = (words: readonly ModelWord[], atTextEnd: boolean): readonly Offer[] =>
  words.map((one) => ({
    text: one.word,
    // Words that the writer taught are calibrated already.
    probability: atTextEnd && one.source === undefined ? calibrated(one) : one.probability,
    origin: one.source ? origins[one.source] : 'model',
    documents: [],
  }));
