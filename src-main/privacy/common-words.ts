import lexicon from '../../resources/privacy/lexicon-words.json' with { type: 'json' };
import chosen from '../../resources/privacy/surname-words.json' with { type: 'json' };
import { charactersOf, wordsOf } from './words.ts';

/**
 * Common words that start like a name, as a map from surname to the rests of the words.
 *
 * `surname-words.json` was chosen by hand. `lexicon-words.json` holds words of two characters: a surname, then every
 * second character. It lists the words with a count of at least 20 in the segmentation lexicon, if the second
 * character is never a given name, or if nobody has that name.
 */
const common = new Map(Object.entries(chosen).map(([surname, rest]) => [surname, wordsOf(rest)]));
for (const [surname, seconds] of Object.entries(lexicon))
  common.set(surname, [...(common.get(surname) ?? []), ...charactersOf(seconds)]);

/** Whether a text starts with a common word, as 高血压 does. */
export const beginsWord = (word: string): boolean =>
  common.get(word.charAt(0))?.some((rest) => word.startsWith(rest, 1)) ?? false;
