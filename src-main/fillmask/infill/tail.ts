import type { Tokenizer } from '../tokenizer.ts';
import type { Window } from './window.ts';

/**
 * What the model is shown behind a gap at a text's end: unknown words and the end of their sentence. Without it, the
 * gap stands where the text ends, and the model offers words that end sentences.
 */

const masks = 4;
const sentenceEnd = '。';

/** @returns ids of tokens; none where the vocabulary has no full stop */
export function tailOf({ idOf, special }: Pick<Tokenizer, 'idOf' | 'special'>): readonly number[] {
  const end = idOf(sentenceEnd);
  return end === undefined ? [] : [...new Array<number>(masks).fill(special.mask), end];
}

/**
 * The window with the tail between the gap and what follows it. Its sentence is not told apart: what is shown at a
 * text's end was calibrated with repetitions counted in the whole window.
 */
export function withTail(window: Window, tail: readonly number[]): Window {
  if (tail.length === 0) return window;
  return { before: window.before, after: [...tail.map((id) => ({ id })), ...window.after] };
}
