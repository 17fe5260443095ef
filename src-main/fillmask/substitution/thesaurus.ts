import opposed from '../../../resources/words/opposites.json' with { type: 'json' };
import known from '../../../resources/words/synonyms.json' with { type: 'json' };

/** Own tables of words that mean the same and of words that mean the opposite. */

const wordsOf = (line: string): string[] => line.split(' ').filter((word) => word !== '');

/** By word what may replace it, the nearest first. A line of the table is a word and its replacements. */
const synonyms = new Map(
  known.synonyms.map(wordsOf).map(([word = '', ...others]): [string, readonly string[]] => [word, others]),
);

/** By word the words that it may replace. */
const replaced = new Map<string, string[]>();
for (const [word, others] of synonyms)
  for (const other of others) replaced.set(other, [...(replaced.get(other) ?? []), word]);

/** By word the words on the other side of its lines. */
const opposites = new Map<string, Set<string>>();

function oppose(words: readonly string[], others: readonly string[]): void {
  for (const word of words) {
    const all = opposites.get(word) ?? new Set();
    for (const other of others) all.add(other);
    opposites.set(word, all);
  }
}

for (const line of opposed.opposites) {
  const [left = [], right = []] = line.split('|').map(wordsOf);
  oppose(left, right);
  oppose(right, left);
}

/** What may replace the word, the nearest first. */
export const synonymsOf = (word: string): readonly string[] => synonyms.get(word) ?? [];

/** Words that the word is a replacement of. */
export const replacedBy = (word: string): readonly string[] => replaced.get(word) ?? [];

const negation = /^[不没未无非莫别勿毋]/u;
/** Words that begin like a negation and negate nothing. */
const noNegation = new Set(['非常', '未来', '不仅', '不但', '不过', '不论', '无论', '无数', '别人', '别的']);

const isNegated = (word: string): boolean => negation.test(word) && !noNegation.has(word);

/** Whether one of two words is the other's negation: only one begins with a negation, and they share a character. */
function isNegation(word: string, other: string): boolean {
  if (isNegated(word) === isNegated(other)) return false;
  return [...word].some((character) => !negation.test(character) && other.includes(character));
}

/** Whether a sentence would say the opposite with the other word in it. 无视 is no negation of 忽视: the table knows it. */
export const isOpposite = (word: string, other: string): boolean =>
  (opposites.get(word)?.has(other) ?? false) ||
  (isNegation(word, other) && !synonymsOf(word).includes(other) && !synonymsOf(other).includes(word));
