import { isCommonWord, isGiven } from './common-words.ts';
import { plainSurname, properSurname, wordBegins } from './surnames.ts';

/** What a name looks like, whatever stands around it. */

/** Characters of grammar that no given name holds. */
const grammar =
  '的了是在有不我他她它你您这那哪个么吗呢吧啊被把与或及就也还很更最已者让给跟对从为以其此则但并而且却所等因于后前到说去来请问没可能会要做将和什怎谁每各该某先由经患就诊入出院';
export const holdsGrammar = (text: string): boolean => [...text].some((sign) => grammar.includes(sign));

/** 高血压 begins with a common word. */
export const beginsWord = (word: string): boolean => wordBegins.test(word) || isCommonWord(word.slice(0, 2));

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

/** Names that are believed where little speaks for one: every character after the surname is one that parents give. */
export const isFreeName = (word: string): boolean =>
  (isName(word, plainSurname) || isName(word, properSurname)) &&
  isGiven(word.slice(plainSurname.exec(word)?.[0].length ?? 1)) &&
  !beginsWord(word);
