import type { Candidate, NextInput } from '../contract/index.ts';
import type { Offer } from './decide.ts';

/** Words of the model at the caret: where it is asked, and how sure its words are there. */

/** What may stand before a word of the model's: Chinese, or punctuation inside a sentence. */
const mayPrecede = /[\p{Script=Han}，、：；“（《—]$/u;
const leastBefore = 2;

/** Whether the model is worth asking. It knows nothing of what begins a sentence. */
export function isQuestion({ before }: Pick<NextInput, 'before'>): boolean {
  const line = before.slice(before.lastIndexOf('\n') + 1).trim();
  return [...line].length >= leastBefore && mayPrecede.test(line);
}

/** Whether nothing follows the caret in its paragraph. */
export const isTextEnd = ({ after }: Pick<NextInput, 'after'>): boolean => /^[^\S\n]*(?:\n|$)/.test(after);

/**
 * Calibration at a text's end: logit p' = a + b·logit p (Platt scaling), apart for words of one character and of more,
 * fitted on 692 places at word boundaries in regulations, court interpretations, notices and a product's
 * documentation, with a tail. A single character is rarely more than what the word before it might have had, too:
 * at p = 0.9 one in two is right. With text on both sides, p is calibrated as it is.
 */
const atEnd = { one: [-0.9, 0.5], more: [0.2, 1] } as const;

function calibrated({ word, probability }: Candidate): number {
  const p = Math.min(0.999, Math.max(0.001, probability));
  const [a, b] = word.length === 1 ? atEnd.one : atEnd.more;
  return 1 / (1 + Math.exp(-(a + b * Math.log(p / (1 - p)))));
}

/** A word of the model's with where the model has it from. */
export type ModelWord = Candidate & { readonly source?: 'memory' | 'glossary' };

const origins = { memory: 'correction', glossary: 'glossary' } as const;

export const modelOffers = (words: readonly ModelWord[], atTextEnd: boolean): readonly Offer[] =>
  words.map((one) => ({
    text: one.word,
    // What the writer taught is weighed already.
    probability: atTextEnd && one.source === undefined ? calibrated(one) : one.probability,
    origin: one.source ? origins[one.source] : 'model',
    documents: [],
  }));
