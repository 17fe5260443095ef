import surnameLists from '../../resources/privacy/surnames.json' with { type: 'json' };
import lists from '../../resources/privacy/unlabelled-names.json' with { type: 'json' };
import type { Detector } from './hit.ts';
import { isFreeName } from './name-shape.ts';
import { han, startsOf } from './scan.ts';
import { compound } from './surnames.ts';
import { anyOf, charactersOf, wordsOf } from './words.ts';

/** Names without a label or title. The surname must be a common one and the context must suggest a person. */

/** Common surnames that are rarely part of another word. */
const surnames = charactersOf(surnameLists.frequent);
/** What may directly precede a name. */
const introduced = `[${lists.introducingCharacters}]|${anyOf(lists.introducing)}`;
const front = `(?<=^|[^${han}A-Za-z⟦]|${introduced})`;
const candidate = new RegExp(`${front}((?:${compound})[${han}]{1,2}|[${surnames}][${han}]{1,2})`, 'y');
const candidateStarts = startsOf([...surnames, ...wordsOf(surnameLists.compound)]);

const acts = `说(?!明)|${anyOf(lists.act)}`;
const adverbs = `(?:[${lists.adverbCharacters}]|${anyOf(lists.adverb)})`;
const own = anyOf(lists.belonging);
/** Text after a name that suggests a person: an act, a possession, or a description as in forms. */
const person = new RegExp(
  `^(?:${adverbs}{0,2}(?:${acts})|的(?:${own})|[,(] ?[男女](?:[,;。) ]|$)|[,(]?(?:手机|电话|身份证)|于 ?\\d)`,
);
/** Text that may follow a name of three characters. */
const goesOn = new RegExp(`^(?:$|[^${han}A-Za-z·[]|[${lists.goingOnCharacters}]|参加|同意)`);
const ends = /^(?:$|[^\u4e00-\u9fffA-Za-z·[])/;
/** Text before a name that suggests a person who is given or told something. */
const reached = new RegExp(`(?:${anyOf(lists.addressing)})$`);
const lineBegins = /^$|\n$/;

/** Names of places and families: 吴江, 李家. */
const isPlace = (name: string): boolean => /[家庄江山河湖海州城东南西北国]$/.test(name);
/** Placeholder names. */
const anybody = /^(?:张三|李四|王五|赵六)$/;
/** Whether the form is that of a name. 小 is no given name by itself, but may be part of one: 王小明. */
const isNamed = (name: string): boolean =>
  anybody.test(name) ||
  isFreeName(name) ||
  (name[1] === '小' && name.length === 3 && isFreeName(`${name[0]}${name[2]}`));

/** Whether the context on both sides suggests that two characters are a person. */
function isAddressed(text: string, at: number, next: string): boolean {
  const before = text.slice(Math.max(0, at - 3), at);
  return (ends.test(next) && reached.test(before)) || (next.startsWith(':') && lineBegins.test(before));
}

/** The name at the start of `run`, the longer one first; null if neither is credible. */
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
/** 周杰和吴倩: two joined candidates support each other. */
const pair = new RegExp(`${front}${two}([和与及、])${two}(?=$|[^${han}A-Za-z·[]|${together})`, 'g');

export const findUnlabelledNames: Detector = function* ({ folded }) {
  for (const index of candidateStarts(folded)) {
    candidate.lastIndex = index;
    const run = candidate.exec(folded)?.[1];
    if (run === undefined) continue;
    const name = nameAt(folded, index, run);
    if (name !== null) yield { kind: 'name', start: index, end: index + name.length };
  }
  for (const { index, 1: one = '', 3: other = '' } of folded.matchAll(pair)) {
    if (![one, other].every((name) => isFreeName(name) && !isPlace(name))) continue;
    yield { kind: 'name', start: index, end: index + 2 };
    yield { kind: 'name', start: index + 3, end: index + 5 };
  }
};
