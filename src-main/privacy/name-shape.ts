import characters from '../../resources/privacy/name-characters.json' with { type: 'json' };
import { beginsWord } from './common-words.ts';
import { plainSurname, properSurname } from './surnames.ts';
import { charactersOf } from './words.ts';

/** What a name looks like, whatever stands around it. */

const grammar = new Set(charactersOf(characters.grammar));
/** Whether a character of grammar is in it, which no given name holds. */
export const holdsGrammar = (text: string): boolean => [...text].some((character) => grammar.has(character));

const given = new Set(charactersOf(characters.given));
/** Whether each of the characters is one that parents give. */
export const isGiven = (text: string): boolean => [...text].every((character) => given.has(character));

/**
 * Whether it is a common word or begins with one: 高血压, 麻醉. 王子轩 does too, but all of it is as names are;
 * two characters like 高峰 are the word, except where the text can only mean a name.
 */
function isWord(word: string, certain: boolean): boolean {
  const rest = word.slice(1);
  return beginsWord(word) && !(isGiven(rest) && (certain || rest.length === 2));
}

/** @param certain nothing but a name can stand here */
export function isName(word: string, surname: RegExp, certain = false): boolean {
  const family = surname.exec(word)?.[0];
  if (!family) return false;
  const rest = word.slice(family.length);
  return rest.length >= 1 && rest.length <= 2 && !holdsGrammar(rest) && !isWord(word, certain);
}

/** 金志明: a surname that is a word too, with all that can make it one. 于 is believed at the end alone. */
export const isFullName = (word: string, ends: boolean): boolean =>
  word.length === 3 &&
  (properSurname.test(word) || (ends && word.startsWith('于'))) &&
  isGiven(word.slice(1)) &&
  !beginsWord(word);

/** Names that are believed where little speaks for one: parents give every character after the surname. */
export const isFreeName = (word: string): boolean =>
  (isName(word, plainSurname) || isName(word, properSurname)) &&
  isGiven(word.slice(plainSurname.exec(word)?.[0].length ?? 1)) &&
  !beginsWord(word);
