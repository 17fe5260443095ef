import lists from '../../resources/privacy/surnames.json' with { type: 'json' };
import { anyOf, charactersOf } from './words.ts';

/** Surnames that rarely mean anything else in front of two characters. */
const clear = charactersOf(lists.clear);
/** Surnames that are common words too: believed where nothing Chinese stands in front. */
const wordlike = charactersOf(lists.wordlike);

/** Surnames of two characters, as alternatives. */
export const compound = anyOf(lists.compound);
export const compoundFirst = new RegExp(`^(?:${compound})`);
export const compoundOnly = new RegExp(`^(?:${compound})$`);

export const plainSurname = new RegExp(`^(?:${compound}|[${clear}])`);
export const anySurname = new RegExp(`^(?:${compound}|[${clear}${wordlike}])`);

/** Those of the wordlike that are no word of grammar. */
export const properSurname = new RegExp(`^[${charactersOf(lists.proper)}]`);
