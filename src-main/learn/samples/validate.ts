import { maskText } from '../../contract/gap.ts';
import { longestGiven } from '../../contract/schemas.ts';
import { personalAt, type Scrubbed, scrub } from '../../privacy/scrub.ts';
import {
  clauseEnd,
  hasEmoji,
  hasOddCharacter,
  isPromptLike,
  isWellFormed,
  isWord,
  lengthOf,
  tidy,
} from './characters.ts';
import { type Refusal, refuse } from './refusals.ts';

/** An unchecked sample from a file, a form or a judgement. */
export interface GivenSample {
  readonly text: unknown;
  readonly answer: unknown;
  readonly rejected?: unknown;
}

/** A sample that may be stored. */
export interface ValidSample {
  /** Holds one `[MASK]`; at most `longestText` UTF-16 units. */
  readonly text: Scrubbed;
  /** 1 to `longestGiven` UTF-16 units. */
  readonly answer: Scrubbed;
  readonly rejected: readonly Scrubbed[];
}

export type Validated =
  | { readonly ok: true; readonly sample: ValidSample }
  | { readonly ok: false; readonly refusal: Refusal };

/** UTF-16 units: the longest context that the store keeps around a gap, and some more. */
export const longestText = 512;
/** Most characters of an answer that is trained. The memory of corrections also holds longer ones. */
export const longestAnswer = 6;
/** Most rejected words of a sample. */
const mostRejected = 9;
/** Least letters and digits around a gap. */
const leastContext = 2;

const refused = (code: Refusal['code'], column: string): Validated => ({
  ok: false,
  refusal: refuse(code, column),
});

/** The reason if a text holds invalid characters. */
function badCharacters(text: string, column: string): Refusal | null {
  if (!isWellFormed(text)) return refuse('surrogate', column);
  if (hasOddCharacter(text)) return refuse('control', column);
  return hasEmoji(text) ? refuse('emoji', column) : null;
}

/** Checks a word by itself: a term, or the answer of a gap. @returns null if it may be stored */
export function refusalOfWord(word: string, column: string): Refusal | null {
  if (word === '') return refuse('empty', column);
  const bad = badCharacters(word, column);
  if (bad) return bad;
  if (!isWord(word)) return refuse(/[⟦⟧]/.test(word) ? 'personal' : 'not-a-word', column);
  return null;
}

/** Checks running text by itself. @returns null if it may be stored */
export function refusalOfText(text: string, column: string): Refusal | null {
  if (text === '') return refuse('empty', column);
  if (text.length > longestText) return refuse('too-long', column);
  return badCharacters(text, column) ?? (isPromptLike(text) ? refuse('prompt-like', column) : null);
}

/** Whether the clause around the gap contains the answer. Answers of one character are not checked. */
export function showsAnswer(text: string, answer: string): boolean {
  if (lengthOf(answer) < 2) return false;
  const [before = '', after = ''] = text.split(maskText);
  const left = before.split(clauseEnd).at(-1) ?? '';
  const right = after.split(clauseEnd)[0] ?? '';
  return left.includes(answer) || right.includes(answer);
}

/** Whether the answer, in its context, is personal data or part of it. */
function isPersonal(text: string, answer: string): boolean {
  const [before = '', after = ''] = text.split(maskText);
  return personalAt(before, answer, after) !== null;
}

function rejectedWords(given: unknown, answer: string): Scrubbed[] {
  if (!Array.isArray(given)) return [];
  const words = given.filter((one): one is string => typeof one === 'string').map(tidy);
  const fit = words.filter(
    (word) => word !== answer && lengthOf(word) <= longestAnswer && !refusalOfWord(word, 'rejected'),
  );
  return [...new Set(fit.map((word) => scrub(word).text))]
    .filter((word) => !/[⟦⟧]/.test(word))
    .slice(0, mostRejected);
}

/**
 * Checks, normalises and scrubs a sample. Invalid words in `rejected` are dropped; any other fault refuses the
 * sample, with the column and the reason.
 * @param isScrubbed the text comes from the store and need not be scrubbed again
 */
export function validateSample(given: GivenSample, isScrubbed = false): Validated {
  if (typeof given.text !== 'string' || typeof given.answer !== 'string') {
    if (given.text === undefined && given.answer === undefined) return refused('not-a-record', 'text');
    return refused('empty', typeof given.text === 'string' ? 'answer' : 'text');
  }
  const text = tidy(given.text);
  const answer = tidy(given.answer);
  const bad = refusalOfText(text, 'text') ?? refusalOfWord(answer, 'answer');
  if (bad) return { ok: false, refusal: bad };
  const gaps = text.split(maskText).length - 1;
  if (gaps !== 1) return refused(gaps === 0 ? 'no-gap' : 'several-gaps', 'text');
  if (answer.length > longestGiven) return refused('answer-too-long', 'answer');
  const around = text.replace(maskText, '').match(/[\p{L}\p{N}]/gu)?.length ?? 0;
  if (around < leastContext) return refused('no-context', 'text');
  if (showsAnswer(text, answer)) return refused('answer-shown', 'answer');
  if (isPersonal(text, answer) || scrub(answer).text !== answer) return refused('personal', 'answer');
  const scrubbed = isScrubbed ? (text as Scrubbed) : scrub(text).text;
  // Placeholders may be longer than the text that they replace.
  if (scrubbed.length > longestText) return refused('too-long', 'text');
  return {
    ok: true,
    sample: {
      text: scrubbed,
      answer: answer as Scrubbed,
      rejected: rejectedWords(given.rejected, answer),
    },
  };
}
