import lists from '../../resources/privacy/plain-names.json' with { type: 'json' };
import surnameLists from '../../resources/privacy/surnames.json' with { type: 'json' };
import words from '../../resources/privacy/unlabelled-names.json' with { type: 'json' };
import type { Detector } from './hit.ts';
import { isFreeName } from './name-shape.ts';
import { han, startsOf } from './scan.ts';
import { anyOf, charactersOf, segmenter, wordsOf } from './words.ts';

/**
 * Names in plain sentences: 昨天和王芳一起去了. A name is in no dictionary, so the segmenter splits it: 王 and 芳 are words of
 * their own there. Most of these characters are words elsewhere, so either the given name holds a character that
 * little else has, or the context suggests a person.
 */

const frequent = charactersOf(surnameLists.frequent);
/** Frequent surnames that end other words or are words: 线程, 字段, 我方. */
const wordy = new Set(charactersOf([lists.wordySurname, lists.moreSurname]));
/** Characters of given names that hardly stand by themselves elsewhere. */
const telling = new Set(charactersOf(lists.tellingGiven));
const tellingPairs = new Set(wordsOf(lists.tellingPair));
const candidates = startsOf([...charactersOf([frequent, lists.moreSurname])]);

const acts = `${anyOf(words.act)}|${anyOf(lists.act)}`;
const adverbs = `(?:[${charactersOf(words.adverbCharacters)}]|${anyOf(words.adverb)}|${anyOf(lists.adverb)})`;
const person = new RegExp(
  `^(?:${adverbs}{0,3}(?:说(?!明)|${acts})|家的|家里|[和与跟](?:${anyOf(lists.companion)})|的(?:${anyOf(words.belonging)}|${anyOf(lists.belonging)}))`,
);
/** What may precede a name that ends a phrase: 碰到吴刚。 */
const reached = new RegExp(`(?:${anyOf(lists.reaching)}|[${charactersOf(lists.reachingCharacters)}])$`);
const ends = new RegExp(`^(?:$|[^${han}A-Za-z·[0-9]|[${charactersOf(lists.endingCharacters)}])`);
const place = /[家庄江山河湖海州城东南西北国中门口]$/;
/** 把钱花在, 管培生 */
const noName = new RegExp(`^(?:${anyOf(lists.noName)})`);
/** 线程, 我方: for each surname, the characters that form a word with it. */
const wordEnds = new Map(Object.entries(lists.wordEnd));
const endsWord = (text: string, at: number): boolean =>
  at > 0 && (wordEnds.get(text.charAt(at))?.includes(text.charAt(at - 1)) ?? false);
const numberBefore = /[\d一二三四五六七八九十百千两几数多]$/;

/** UTF-16 units around a candidate that are segmented with it. */
const around = 8;

/** The offsets near a candidate where words start. */
function wordStarts(text: string, at: number): ReadonlySet<number> {
  const from = Math.max(0, at - around);
  const window = text.slice(from, at + 3 + around);
  const starts = new Set([...segmenter.segment(window)].map(({ index }) => from + index));
  return starts.add(from + window.length);
}

/** 陈静想退货: the third character begins the predicate. */
const predicate = new Set(charactersOf([words.adverbCharacters, lists.endingCharacters]));

const holdsTelling = (given: string): boolean =>
  tellingPairs.has(given) || [...given].some((character) => telling.has(character));

/** Whether the context on both sides suggests a person. */
function isPerson(text: string, at: number, name: string): boolean {
  const next = text.slice(at + name.length, at + name.length + 12);
  if (person.test(next)) return true;
  if (wordy.has(name.charAt(0)) || place.test(name)) return false;
  return reached.test(text.slice(Math.max(0, at - 4), at)) && ends.test(next);
}

function isPlainName(text: string, at: number, name: string, starts: ReadonlySet<number>): boolean {
  const end = at + name.length;
  if (!starts.has(at) || !starts.has(end)) return false;
  const split = [1, 2].slice(0, name.length - 1).every((i) => starts.has(at + i));
  const whole = [1, 2].slice(0, name.length - 1).every((i) => !starts.has(at + i));
  if (name.length === 3 && split && predicate.has(name[2] ?? '') && isFreeName(name.slice(0, 2)))
    return false;
  const tells = holdsTelling(name.slice(1));
  if (tells && (split || name.length === 3)) return true;
  // 尹湾汉简: without such a character, the next word must be one that a name precedes.
  const next = text.slice(end, end + 1);
  if (
    name.length === 3 &&
    !wordy.has(name.charAt(0)) &&
    (whole || (split && (ends.test(next) || !starts.has(end + 1))))
  )
    return true;
  return (split || name.length === 3) && isPerson(text, at, name);
}

export const findPlainNames: Detector = function* ({ folded }) {
  let reachedEnd = 0;
  for (const index of candidates(folded)) {
    if (index < reachedEnd || endsWord(folded, index) || numberBefore.test(folded.charAt(index - 1)))
      continue;
    const names = [folded.slice(index, index + 3), folded.slice(index, index + 2)].filter(isFreeName);
    if (names.length === 0 || noName.test(folded.slice(index, index + 4))) continue;
    const starts = wordStarts(folded, index);
    const name = names.find((one) => isPlainName(folded, index, one, starts));
    if (name === undefined) continue;
    reachedEnd = index + name.length;
    yield { kind: 'name', start: index, end: reachedEnd };
  }
};
