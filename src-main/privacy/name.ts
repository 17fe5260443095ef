import lists from '../../resources/privacy/name.json' with { type: 'json' };
import type { Detector } from './hit.ts';
import { holdsGrammar, isFreeName, isFullName, isGiven, isName } from './name-shape.ts';
import { han, matchesAt, startsOf } from './scan.ts';
import { anySurname, compoundFirst, compoundOnly, plainSurname } from './surnames.ts';
import { anyOf, anyUnless, charactersOf, wordsOf } from './words.ts';

const given = `[${han}]`;

const people = anyOf(lists.role);
const forms = `${anyOf(lists.form)}|(?<!用)户名|(?<![A-Za-z])[Nn]ame`;

/** Labels that require a colon: 甲方：, 抄送：; and 我 before 叫 or 是. Those of any field are in `field.ts`. */
const roles = ['[甲乙丙]方(?= ?[:(])', `(?:${anyOf(lists.roleWithColon)})(?= ?:)`, '我(?=叫|是)'].join('|');

const partsOf = (least: number) => `(?:[·•・]${given}{1,8}){${least},3}`;
/** Joins a label and its name: a colon, a space, a bracket, or a verb of naming. */
const naming = '(?: ?: ?|[ \\t]{1,3}|\\n| ?[(（]|叫|名叫|叫做|为|是)';
/** A label, and a name after a colon or a verb of naming: any form of name counts. */
const told = new RegExp(
  `(?:${forms}|${people}|${roles})(?:姓名|名字)?(?:\\([^()⟦⟧]{1,6}\\))?${naming}(${given}{2,4}${partsOf(0)})`,
  'y',
);
const labels = [lists.form, lists.role, lists.roleWithColon].flatMap(wordsOf);
const labelStarts = startsOf([...labels, '户名', 'Name', 'name', '甲方', '乙方', '丙方', '我叫', '我是']);
const strictForm = new RegExp(`^(?:${forms})`);
const colon = /: ?$/;
const minority = new RegExp(`^${given}{1,8}${partsOf(1)}$`);
const dotted = new RegExp(
  `(?:${forms}|${people})(?: ?: ?|[ \\t]{1,3}|叫|为|是)?(${given}{1,8}${partsOf(1)})`,
  'g',
);
const dots = /[·•・]/g;
/** UTF-16 units around a dot that hold a label and a name. */
const dottedReach = 32;
/** 患者张三: a label directly followed by a name. Requires a `plainSurname` and a context that fits a name. */
const touchableWords = [...wordsOf(lists.role), '姓名', '户名', '签名人', '本人', '兹证明', '授权', '委托'];
const touchable = `(?:${anyOf(touchableWords)})`;
const touching = new RegExp(`${touchable}(${given}{2,4})`, 'y');
const touchableStarts = startsOf(touchableWords);

const goesOn = new RegExp(
  `^(?:$|[^${han}A-Za-z·]|[${charactersOf(lists.goingOnCharacters)}]|${anyOf(lists.goingOn)})`,
);
const firmEnd = /^(?:$|[^\u4e00-\u9fffA-Za-z·])/;

/**
 * Length of the longest name that `run` starts with, if what follows fits a name; otherwise 0.
 * @param labelled a colon precedes the name
 */
function nameLength(run: string, rest: string, surname: RegExp, labelled: boolean): number {
  const most = compoundFirst.test(run) ? 4 : 3;
  let fallback = 0;
  for (let length = Math.min(most, run.length); length >= 2; length--) {
    const word = run.slice(0, length);
    const next = run.slice(length) + rest;
    const ends = firmEnd.test(next);
    if (!isName(word, surname, labelled && ends) && !isFullName(word, ends)) continue;
    if (ends) return length;
    if (goesOn.test(next)) fallback = length;
  }
  return fallback;
}

/** Field values that stand in place of a name. */
const noName = new RegExp(`^(?:${anyOf(lists.noName)})`);

/** Whether a whole form field is a name: 姓名：买合木提. */
function wholeField(run: string, rest: string): boolean {
  return firmEnd.test(rest) && run.length <= 4 && !holdsGrammar(run) && !noName.test(run);
}

/** 、李红梅: a further name of a list. */
const another = new RegExp(`( ?[、,] ?| |和|及|与)(${given}{2,4})(?=$|[^${han}A-Za-z·]|等|和|及|与)`, 'y');

function* listedNames(text: string, from: number) {
  another.lastIndex = from;
  for (let match = another.exec(text); match; match = another.exec(text)) {
    const [, link = '', name = ''] = match;
    if (!isFreeName(name) && !(link.includes('、') && isName(name, plainSurname))) return;
    yield { start: another.lastIndex - name.length, end: another.lastIndex };
  }
}

/** 由李娜负责: a person who is assigned a task. */
const assigned = new RegExp(`[由请派让](${given}{2,3})(?=${anyOf(lists.task)})`, 'g');

function* assignedNames(text: string) {
  for (const { index, 0: all, 1: name = '' } of text.matchAll(assigned))
    if (isFreeName(name)) yield { start: index + all.length - name.length, end: index + all.length };
}

/** @张伟, and the sender of a chat message: 王建国：收到. */
const mentioned = new RegExp(`@(${given}{2,3})(?=$|[^${han}A-Za-z·])|(?<=^|\\n)(${given}{3})(?=:)`, 'g');

function* mentionedNames(text: string) {
  for (const { index, 0: all, 1: name, 2: speaker = '' } of text.matchAll(mentioned)) {
    const known = name === undefined ? isFreeName(speaker) : isName(name, plainSurname);
    if (known) yield { start: index + (name === undefined ? 0 : 1), end: index + all.length };
  }
}

function* labelledNames(text: string) {
  for (const match of matchesAt(text, labelStarts(text), told)) {
    const run = match[1] ?? '';
    const start = match.index + match[0].length - run.length;
    const rest = text.slice(start + run.length, start + run.length + 4);
    if (minority.test(run)) yield { start, end: start + run.length };
    const lead = text.slice(match.index, start);
    const labelled = colon.test(lead);
    const strict = labelled || strictForm.test(match[0]);
    const length = nameLength(run, rest, strict ? anySurname : plainSurname, labelled);
    if (length > 0) {
      yield { start, end: start + length };
      if (labelled) yield* listedNames(text, start + length);
    } else if (strictForm.test(match[0]) && labelled && wholeField(run, rest))
      yield { start, end: start + run.length };
  }
  for (const { index: dot } of text.matchAll(dots)) {
    const from = Math.max(0, dot - dottedReach);
    for (const { index, 0: all, 1: run = '' } of text.slice(from, dot + dottedReach).matchAll(dotted)) {
      const end = from + index + all.length;
      yield { start: end - run.length, end };
    }
  }
}

function* touchingNames(text: string) {
  let reached = 0;
  for (const at of touchableStarts(text)) {
    touching.lastIndex = at;
    const run = at < reached ? undefined : touching.exec(text)?.[1];
    if (run === undefined) continue;
    const start = touching.lastIndex - run.length;
    const rest = text.slice(start + run.length, start + run.length + 4);
    const length = nameLength(run, rest, plainSurname, false);
    if (length === 0) continue;
    reached = start + length;
    yield { start, end: reached };
  }
}

/** 总和为, 总和等: 总和 means a sum here, not a title and a conjunction. */
const sum = `总和(?:[为是等数]|[^${han}]|$)`;
const title = new RegExp(
  `(?!${sum})(?:${anyOf(lists.title, lists.titleOfGiven)}|${anyUnless(lists.titleUnless)})`,
  'y',
);
const titleStarts = startsOf([
  ...[lists.title, lists.titleOfGiven].flatMap(wordsOf),
  ...Object.keys(lists.titleUnless),
]);
/** Titles that words precede, too: 亚马逊老板. Before them all characters must fit a name. */
const ofGiven = new RegExp(`^(?:${anyOf(lists.titleOfGiven)})$`);
/** What may directly precede a name with a title, as in 和张先生. */
const linkBefore = new RegExp(
  `(?:^|[^${han}]|[${charactersOf(lists.introducingCharacters)}]|${anyOf(lists.introducing)})$`,
);
/** 感谢王芳: the first character of the apparent name ends a word. */
const endsWord = new RegExp(`(?:${anyOf(lists.endsInSurname)})$`);

/**
 * Start of the name that ends at `titleAt`, or -1.
 * @param apart the title is weak evidence, so the name must stand at the start of a phrase
 */
function nameBefore(text: string, titleAt: number, apart: boolean): number {
  const from = Math.max(0, titleAt - 6);
  const window = text.slice(from, titleAt);
  const run = /[\u4e00-\u9fff]{0,6}$/.exec(window)?.[0] ?? '';
  for (const length of [4, 3, 2]) {
    if (run.length < length) continue;
    const word = run.slice(-length);
    const front = run.slice(0, -length);
    const open = front === '' || linkBefore.test(front);
    if (apart && !open) continue;
    if (length === 4 && !compoundFirst.test(word)) continue;
    if (compoundOnly.test(word)) return open ? titleAt - length : -1;
    if (endsWord.test(front + word[0]) || !isName(word, open ? anySurname : plainSurname)) continue;
    return titleAt - length;
  }
  const single = run.slice(-1);
  const front = run.slice(0, -1);
  const free = front === '' || (linkBefore.test(front) && !endsWord.test(run));
  const alone = front === '' ? anySurname : plainSurname;
  return single && free && alone.test(single) && !/[全班总师东司都那和同占]/.test(single) ? titleAt - 1 : -1;
}

/** Ranks that start with a surname and precede a title: 高级工程师. */
const rank = new RegExp(`^(?:${anyOf(lists.rank)})`);

/** 经主任批准, 向院长汇报: prepositions that are also surnames. They count as surnames only where a person is addressed. */
const preposition = /^[经应向]$/;
const addressed = /^(?:$|[^\u4e00-\u9fff]|[您你])/;

function* titledNames(text: string) {
  for (const match of matchesAt(text, titleStarts(text), title)) {
    const start = nameBefore(text, match.index, match[0] === '总');
    const name = text.slice(start, match.index);
    if (start < 0 || rank.test(name)) continue;
    if (ofGiven.test(match[0]) && !isGiven(name.slice(compoundFirst.test(name) ? 2 : 1))) continue;
    const next = text.charAt(match.index + match[0].length);
    if (preposition.test(name) && !addressed.test(next)) continue;
    yield { start, end: match.index };
  }
}

/** Names after labels (姓名：…, 患者…) and before titles (…先生). */
export const findNames: Detector = function* ({ folded }) {
  for (const find of [labelledNames, touchingNames, titledNames, assignedNames, mentionedNames])
    for (const range of find(folded)) yield { kind: 'name', ...range };
};
