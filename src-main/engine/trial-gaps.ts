import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { must } from '../base/assert.ts';
import { maskText } from '../contract/gap.ts';
import type { TrialGap } from '../fillmask/bert/int8-trial.ts';
import { readSuiteFolder } from '../fillmask/suite-folder.ts';
import type { Tokenizer } from '../fillmask/tokenizer.ts';
import type { MaskedRow } from '../fillmask/types.ts';
import type { BertConfig } from '../models/types.ts';

/** The shipped sentences that an int8 copy is made and tried with. */

/** @param text with one `[MASK]` */
export function rowOfSentence({ encode, special }: Tokenizer, text: string): MaskedRow {
  const [left = '', right = ''] = text.split(maskText);
  const ids = (part: string) => encode(part).map(({ id }) => id);
  const before = ids(left);
  return {
    ids: [special.cls, ...before, special.mask, ...ids(right), special.sep],
    masked: [before.length + 1],
  };
}

/** Masks one character; null where the vocabulary lacks it. */
function gapAt(tokenizer: Tokenizer, characters: readonly string[], at: number): TrialGap | null {
  const token = tokenizer.idOf(must(characters[at], 'a place in the sentence'));
  if (token === undefined || token === tokenizer.special.unk) return null;
  const text = characters.map((one, i) => (i === at ? maskText : one)).join('');
  return { row: rowOfSentence(tokenizer, text), token };
}

/** One character of a question's answer, which one goes by its number. */
function gapOfQuestion(tokenizer: Tokenizer, text: string, answer: string, number: number): TrialGap | null {
  const [left = '', right = ''] = text.split(maskText);
  const word = Array.from(answer);
  const before = Array.from(left);
  const at = before.length + (number % word.length);
  return gapAt(tokenizer, [...before, ...word, ...Array.from(right)], at);
}

const isGap = (gap: TrialGap | null): gap is TrialGap => gap !== null;

/** One character of the word of each question of the exam. @param resources folder of what the app ships */
export async function trialGaps(
  resources: string,
  tokenizer: Tokenizer,
  { maxPositions }: Pick<BertConfig, 'maxPositions'>,
): Promise<TrialGap[]> {
  const suites = await readSuiteFolder(join(resources, 'suites'));
  return suites
    .flatMap(({ items }) => items)
    .map(({ text, answer }, i) => gapOfQuestion(tokenizer, text, answer, i))
    .filter(isGap)
    .filter(({ row }) => row.ids.length <= maxPositions);
}

/** One replay sentence of so many shows how large the inputs of the layers become. */
const everySentence = 3;

/** Rows whose inputs scale an int8 copy: sentences with a mask in the middle. */
export async function rangeRows(
  resources: string,
  tokenizer: Tokenizer,
  { maxPositions }: Pick<BertConfig, 'maxPositions'>,
): Promise<MaskedRow[]> {
  const text = await readFile(join(resources, 'replay', 'sentences.txt'), 'utf8');
  return text
    .trim()
    .split('\n')
    .filter((_, i) => i % everySentence === 0)
    .map((sentence) => {
      const characters = Array.from(sentence);
      return rowOfSentence(tokenizer, characters.with(characters.length >> 1, maskText).join(''));
    })
    .filter(({ ids }) => ids.length <= maxPositions);
}
