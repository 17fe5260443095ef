import lists from '../../resources/privacy/familiar.json' with { type: 'json' };
import surnameLists from '../../resources/privacy/surnames.json' with { type: 'json' };
import { beginsWord } from './common-words.ts';
import type { Detector } from './hit.ts';
import { isGiven } from './name-shape.ts';
import { han } from './scan.ts';
import { anyOf, anyUnless, charactersOf, segmenter } from './words.ts';

/** How colleagues address each other: 小张, 老李, 王姐. */

/** Surnames that do not form a word with 小, 老 or 姐. Excludes those of 小马, 小白, 小段, 老赖, 帅哥. */
const surnames = charactersOf(surnameLists.colleague);
/** Surnames that do: 小马, 老白. They count as names only before a verb for what a person does. */
const doubtful = charactersOf(surnameLists.colleagueOrWord);
const does = new RegExp(`^(?:说(?!明)|${anyOf(lists.act)})`);

/** Words where 小 or 老 is a size or an age: 最小周期, 切成小丁, 古老王国, 养老何. */
const measured = `(?<![${charactersOf(lists.noPersonAfter)}])`;
/** A gap may complete any word, so none may follow: 小程[MASK]. */
const called = new RegExp(`${measured}[小老]([${surnames}${doubtful}])(?!\\[)(?=([${han}]{0,2}))`, 'g');
/** What may follow a name: a verb, an adverb, a mark or the end. */
const goesOn = new RegExp(`^(?:$|[${charactersOf(lists.goingOnCharacters)}]|${anyOf(lists.goingOn)})`);

const introduced = `(?<=^|[^${han}]|[${charactersOf(lists.introducingCharacters)}])`;
/** Titles in short: 邱董, 宋局. */
const shortTitle = anyUnless(lists.address);
const relation = '大?[姐哥叔]|大[妈爷伯娘]|姐姐|哥哥|叔叔|姨|婶子?|嫂子?|(?<!高)工';
/** Matches 王姐, 和李哥 and 张工, but not 空姐, 吴哥窟 and 王姐妹. */
const kin = new RegExp(`${introduced}([${surnames}])(?:${relation}|${shortTitle})(?=([${han}]{0,2}))`, 'g');

/** 阿强: a common given name after 阿. */
const fond = new RegExp(
  `(?<![${han}·])阿([${charactersOf(lists.fondGiven)}])(?=([${han}]{0,2}))|(?<=[${charactersOf(lists.introducingCharacters)}])阿([${charactersOf(lists.fondGiven)}])(?=([${han}]{0,2}))`,
  'g',
);
/** 亲爱的晓琳,: who a letter is addressed to. */
const greeted = new RegExp(`(?:亲爱的|敬爱的|尊敬的|Dear |Hi |hi )([${han}]{2,3})(?=[,:!])`, 'g');
const isWord = (text: string): boolean => [...segmenter.segment(text)].length === 1;

export const findFamiliar: Detector = function* ({ folded }) {
  for (const { index, 1: surname = '', 2: next = '' } of folded.matchAll(called)) {
    // Rejects 小张家界 and 小程序.
    const person = doubtful.includes(surname) ? does : goesOn;
    if (person.test(next) && !beginsWord(surname + next))
      yield { kind: 'name', start: index, end: index + 2 };
  }
  for (const { index, 2: next = '' } of folded.matchAll(kin))
    if (goesOn.test(next)) yield { kind: 'name', start: index, end: index + 1 };
  for (const { index, 2: next, 4: other = '' } of folded.matchAll(fond))
    if (goesOn.test(next ?? other)) yield { kind: 'name', start: index, end: index + 2 };
  for (const { index, 0: all, 1: name = '' } of folded.matchAll(greeted))
    if (isGiven(name) && !isWord(name))
      yield { kind: 'name', start: index + all.length - name.length, end: index + all.length };
};
