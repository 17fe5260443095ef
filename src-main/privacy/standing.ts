import lists from '../../resources/privacy/standing.json' with { type: 'json' };
import surnameLists from '../../resources/privacy/surnames.json' with { type: 'json' };
import type { Detector } from './hit.ts';
import { isFreeName } from './name-shape.ts';
import { han } from './scan.ts';
import { compound } from './surnames.ts';
import { anyOf, charactersOf } from './words.ts';

/**
 * Names with neither label nor title: believed where the surname is common
 * and the sentence speaks of a person.
 */

/** Common surnames that are seldom anything else. */
const surnames = charactersOf(surnameLists.frequent);
/** What may stand right in front of a name. */
const introduced = `[${lists.introducingCharacters}]|${anyOf(lists.introducing)}`;
const front = `(?<=^|[^${han}A-Za-z⟦]|${introduced})`;
const candidates = new RegExp(`${front}(?=((?:${compound})[${han}]{1,2}|[${surnames}][${han}]{1,2}))`, 'g');

const acts = `说(?!明)|${anyOf(lists.act)}`;
const adverbs = `(?:[${lists.adverbCharacters}]|${anyOf(lists.adverb)})`;
const own = anyOf(lists.belonging);
/** Does what people do, has what people have, or is described as forms describe somebody. */
const person = new RegExp(
  `^(?:${adverbs}{0,2}(?:${acts})|的(?:${own})|[,(] ?[男女](?:[,;。) ]|$)|[,(]?(?:手机|电话|身份证)|于 ?\\d)`,
);
/** What follows three characters that can hardly be anything but a name. */
const goesOn = new RegExp(`^(?:$|[^${han}A-Za-z·[]|[${lists.goingOnCharacters}]|参加|同意)`);
const ends = /^(?:$|[^\u4e00-\u9fffA-Za-z·[])/;
/** Somebody is given something, or told. */
const reached = new RegExp(`(?:${anyOf(lists.addressing)})$`);
const lineBegins = /^$|\n$/;

/** Places and families: 吴江, 李家. */
const isPlace = (name: string): boolean => /[家庄江山河湖海州城东南西北国]$/.test(name);
/** Whoever stands for anybody. */
const anybody = /^(?:张三|李四|王五|赵六)$/;
/** 王小明: parents do not choose 小 alone. */
const isNamed = (name: string): boolean =>
  anybody.test(name) ||
  isFreeName(name) ||
  (name[1] === '小' && name.length === 3 && isFreeName(`${name[0]}${name[2]}`));

/** Whether two characters are somebody, by what stands on both sides. */
function isAddressed(text: string, at: number, next: string): boolean {
  const before = text.slice(Math.max(0, at - 3), at);
  return (ends.test(next) && reached.test(before)) || (next.startsWith(':') && lineBegins.test(before));
}

/** The name that `run` begins with, the longer one first; null where none is believed. */
function nameAt(text: string, at: number, run: string): string | null {
  for (const name of [run, run.slice(0, -1)]) {
    if (name.length < 2 || !isNamed(name)) continue;
    const next = text.slice(at + name.length, at + name.length + 12);
    if (person.test(next)) return name;
    const believed =
      name.length > 2 || anybody.test(name)
        ? goesOn.test(next)
        : !isPlace(name) && isAddressed(text, at, next);
    if (believed) return name;
  }
  return null;
}

const two = `([${surnames}][${han}])`;
const together = '一[起同道]|[都也已在去到来说将]|两|商|共|分别|负责|参加';
/** 周杰和吴倩: two that are joined speak for each other. */
const pair = new RegExp(`${front}${two}([和与及、])${two}(?=$|[^${han}A-Za-z·[]|${together})`, 'g');

export const findStanding: Detector = function* ({ folded }) {
  for (const { index, 1: run = '' } of folded.matchAll(candidates)) {
    const name = nameAt(folded, index, run);
    if (name !== null) yield { kind: 'name', start: index, end: index + name.length };
  }
  for (const { index, 1: one = '', 3: other = '' } of folded.matchAll(pair)) {
    if (![one, other].every((name) => isFreeName(name) && !isPlace(name))) continue;
    yield { kind: 'name', start: index, end: index + 2 };
    yield { kind: 'name', start: index + 3, end: index + 5 };
  }
};
