import lists from '../../resources/privacy/foreign-names.json' with { type: 'json' };
import type { Detector } from './hit.ts';
import { knownPlace } from './places.ts';
import { anySurname } from './surnames.ts';
import { anyOf, charactersOf, wordsOf } from './words.ts';

/** Names of other languages in running text: 阿依古丽·库尔班, Dr. Wang, Zhang Wei. */

const sound = `[${charactersOf(lists.sound)}]`;
const dots = /[·•・‧]/g;
const before = new RegExp(`${sound}{1,8}$`);
const rest = new RegExp(`(?:[·•・‧]${sound}{1,8}){1,3}`, 'y');
/** 马克思·恩格斯全集, 路易·威登专卖店: works, brands and places. */
const noPersonAfter = new RegExp(`^(?:${anyOf(lists.noPersonAfter)})`);
/** Characters of the set that, at the start, are words of the sentence: 和, 对. */
const lead = new RegExp(`^[${charactersOf(lists.lead)}](?=${sound}{2})`);
const inTitle = /《[^《》\n]{0,30}$/;

function* dottedNames(text: string) {
  let reachedEnd = 0;
  for (const { index: dot } of text.matchAll(dots)) {
    if (dot < reachedEnd) continue;
    const front = before.exec(text.slice(Math.max(0, dot - 8), dot))?.[0];
    rest.lastIndex = dot;
    if (front === undefined || !rest.test(text)) continue;
    reachedEnd = rest.lastIndex;
    const index = dot - front.length;
    const all = text.slice(index, reachedEnd);
    const skipped = lead.exec(all)?.[0].length ?? 0;
    const name = all.slice(skipped);
    const start = index + skipped;
    const end = index + all.length;
    const lastPart = name.slice(name.search(/[·•・‧][^·•・‧]*$/) + 1);
    if (name.length < 4 || (lastPart.length < 2 && !anySurname.test(lastPart))) continue;
    if (name.search(knownPlace) === 0 || noPersonAfter.test(text.slice(end, end + 4))) continue;
    if (/[·•・‧]/.test(text.charAt(start - 1)) || inTitle.test(text.slice(Math.max(0, start - 32), start)))
      continue;
    yield { start, end };
  }
}

const capital = "[A-Z][a-z]+(?:['’-][A-Z]?[a-z]+)?";
const edge = '(?<![A-Za-z0-9_./@#-])';
const edgeAfter = '(?![A-Za-z0-9_@/-])';
const titled = new RegExp(
  `${edge}(?:Mrs?|Ms|Miss|Dr|Prof|Professor)\\.? (${capital}(?: (?:[A-Z]\\.|${capital})){0,2})${edgeAfter}`,
  'g',
);
const surname = `(?:${anyOf(lists.pinyinSurname)})`;
const syllable = '(?:[bpmfdtnlgkhjqxrzcsyw]|[zcs]h)?[aeiouv]{1,4}(?:ng?|r)?';
const givenName = `(?=[A-Z])(?:${'[A-Z][a-z]{0,5}'})(?:-?[A-Za-z]?[a-z]{0,6})?`;
const english = `(?:${anyOf(lists.given)})`;
const whole = new RegExp(
  `${edge}(?:(${surname}) (${givenName})|(${givenName}) (${surname})|${english} (?:[A-Z]\\. )?(?:${capital}))${edgeAfter}`,
  'g',
);
const spelled = new RegExp(`^(?:${syllable}){1,3}$`);
const single = new RegExp(`${edge}(${english})${edgeAfter}`, 'g');
const does = new RegExp(`^ ?(?:${anyOf(lists.act)}|的(?:${anyOf(lists.belonging)}))`);
const reached = new RegExp(
  `(?:[${charactersOf(lists.reachingCharacters)}] ?|@|\\b(?:Hi|Hello|Dear|cc|CC|Thanks),? )$`,
);

const notGiven = new Set(wordsOf(lists.notGiven));
const isEnglish = new RegExp(`^${english}$`);
const endsOrGoesOn = new RegExp(`^(?:$|[^A-Za-z0-9 \\u4e00-\\u9fff]| ?(?:${anyOf(lists.togetherAfter)}))`);
const isSpelled = (given: string): boolean => spelled.test(given.toLowerCase().replace('-', ''));

function* latinNames(text: string) {
  for (const { index, 0: all, 1: name = '' } of text.matchAll(titled))
    yield { start: index + all.length - name.length, end: index + all.length };
  for (const { index, 0: all, 2: after, 3: before } of text.matchAll(whole)) {
    const given = after ?? before;
    if (given !== undefined && (notGiven.has(given) || !(isEnglish.test(given) || isSpelled(given))))
      continue;
    yield { start: index, end: index + all.length };
  }
  for (const { index, 0: name } of text.matchAll(single)) {
    const end = index + name.length;
    const addressed = reached.test(text.slice(Math.max(0, index - 8), index));
    if (does.test(text.slice(end, end + 8)) || (addressed && endsOrGoesOn.test(text.slice(end, end + 4))))
      yield { start: index, end };
  }
}

const hasDot = /[·•・‧]/;
const hasCapital = /[A-Z][a-z]/;

export const findForeignNames: Detector = function* ({ folded }) {
  if (hasDot.test(folded)) for (const range of dottedNames(folded)) yield { kind: 'name', ...range };
  if (hasCapital.test(folded)) for (const range of latinNames(folded)) yield { kind: 'name', ...range };
};
