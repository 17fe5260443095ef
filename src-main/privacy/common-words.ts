import lexicon from '../../resources/privacy/lexicon-words.json' with { type: 'json' };
import chosen from '../../resources/privacy/surname-words.json' with { type: 'json' };
import { charactersOf, wordsOf } from './words.ts';

/**
 * Words that begin as a name does, by their surname: what follows it.
 *
 * `surname-words.json` was chosen by hand. `lexicon-words.json` holds words of two characters: a surname,
 * then every character that makes a word with it. They are those that the segmentation lexicon counts at
 * least 20 times and that end in no character of a given name, and those that do but that nobody is called.
 */
const common = new Map(Object.entries(chosen).map(([surname, rest]) => [surname, wordsOf(rest)]));
for (const [surname, seconds] of Object.entries(lexicon))
  common.set(surname, [...(common.get(surname) ?? []), ...charactersOf(seconds)]);

/** 高血压 begins with a common word. */
export const beginsWord = (word: string): boolean =>
  common.get(word.charAt(0))?.some((rest) => word.startsWith(rest, 1)) ?? false;
