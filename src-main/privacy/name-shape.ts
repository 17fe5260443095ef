import characters from '../../resources/privacy/name-characters.json' with { type: 'json' };
import { beginsWord } from './common-words.ts';
import { plainSurname, properSurname } from './surnames.ts';
import { charactersOf } from './words.ts';

/** The form of a name, without regard to its context. */

const grammar = new Set(charactersOf(characters.grammar));
/** Whether a text holds a grammatical character, which no given name contains. */
export const holdsGrammar = (text: string): boolean => [...text].some((character) => grammar.has(character));

const given = new Set(charactersOf(characters.given));
/** Whether every character is used in given names. */
export const isGiven = (text: string): boolean => [...text].every((character) => given.has(character));

/**
 * Whether the candidate is, or starts with, a common word: 高血压, 麻醉. 王子轩 starts with 王子 but is a name, since all its
 * characters fit one. Two characters such as 高峰 count as the word unless only a name is possible.
 * @param certain only a name can stand here
 */
function isWord(word: string, certain: boolean): boolean {
  const rest = word.slice(1);
  return beginsWord(word) && !(isGiven(rest) && (certain || rest.length === 2));
}

/** @param certain only a name can stand here */
export function isName(word: string, surname: RegExp, certain = false): boolean {
  const family = surname.exec(word)?.[0];
  if (!family) return false;
  const rest = word.slice(family.length);
  return rest.length >= 1 && rest.length <= 2 && !holdsGrammar(rest) && !isWord(word, certain);
}

/**
 * A name whose surname is also a word: 金志明. Both given characters must be common in names; 于 also requires that the
 * text ends there.
 */
export const isFullName = (word: string, ends: boolean): boolean =>
  word.length === 3 &&
  (properSurname.test(word) || (ends && word.startsWith('于'))) &&
  isGiven(word.slice(1)) &&
  !beginsWord(word);

/** A name that needs no evidence around it: every character after the surname is used in given names. */
export const isFreeName = (word: string): boolean =>
  (isName(word, plainSurname) || isName(word, properSurname)) &&
  isGiven(word.slice(plainSurname.exec(word)?.[0].length ?? 1)) &&
  !beginsWord(word);
