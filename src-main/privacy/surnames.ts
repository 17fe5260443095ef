import lists from '../../resources/privacy/surnames.json' with { type: 'json' };
import { anyOf, charactersOf } from './words.ts';

/** Surnames that, before two characters, are rarely part of another word. */
const clear = charactersOf(lists.clear);
/** Surnames that are also common words; they require evidence in front that a name starts there. */
const wordlike = charactersOf(lists.wordlike);

/** Surnames of two characters, as alternatives of a pattern. */
export const compound = anyOf(lists.compound);
export const compoundFirst = new RegExp(`^(?:${compound})`);
export const compoundOnly = new RegExp(`^(?:${compound})$`);

export const plainSurname = new RegExp(`^(?:${compound}|[${clear}])`);
export const anySurname = new RegExp(`^(?:${compound}|[${clear}${wordlike}])`);

/** Surnames of `wordlike` that are not grammatical words. */
export const properSurname = new RegExp(`^[${charactersOf(lists.proper)}]`);
