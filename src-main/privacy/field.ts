import lists from '../../resources/privacy/fields.json' with { type: 'json' };
import { wordsOf } from './words.ts';

/** Form fields: a label, what joins it to its value, and the offset of the value. */

/** Lists of the file that hold no labels. */
const notGroups = [
  'noPerson',
  'noName',
  'organisationEnd',
  'noLatinPerson',
  'transliteration',
  'rareSurname',
  'japaneseSurname',
  'wordySurname',
] as const;

export type FieldGroup = Exclude<keyof typeof lists, (typeof notGroups)[number]>;

/**
 * - `colon`: a colon, an equals sign, a bar, a dash or a closing bracket, so the value is a field's.
 * - `apart`: a tab, a line feed, or two or more spaces.
 * - `verb`: 是, 为 or 叫.
 * - `near`: at most one space, before a letter or digit.
 */
export type Link = 'colon' | 'apart' | 'verb' | 'near';

export interface Field {
  readonly group: FieldGroup;
  readonly link: Link;
  /** UTF-16 offset of the value. */
  readonly at: number;
}

/** 饲养员：, 订票者：: any label of a person, if a colon follows. */
const personEnd = '人员者师长';
const notLabels: ReadonlySet<string> = new Set(notGroups);
const labels = new Map<string, FieldGroup>(
  Object.entries(lists)
    .filter(([group]) => !notLabels.has(group))
    .flatMap(([group, words]) => wordsOf(words).map((word) => [word, group as FieldGroup] as const)),
);
labels.set('+v', 'messenger');
const longest = Math.max(...[...labels.keys()].map((label) => label.length));
const lastSigns = [
  ...new Set([...labels.keys()].map((label) => label.charAt(label.length - 1)).join('') + personEnd),
];
const lastHan = lastSigns.filter((sign) => !/[a-z0-9]/.test(sign)).join('');
const lastLatin = lastSigns.filter((sign) => /[a-z0-9]/.test(sign)).join('');

const qualifier = String.raw`(?: ?\([^()\n⟦⟧]{1,8}\))?`;
const closing = `["'”’」』】*]{0,2}`;
const colonLink = `(?<colon>[^\\S\\n]{0,3}(?:是|为|叫)?[^\\S\\n]{0,2}(?:[:=]|--| - )\\s{0,3}|(?<=】)\\s{0,2})`;
const apartLink = String.raw`(?<apart>[ \t]{0,4}\|[ \t]{0,4}|[ \t]{2,8}|\t| ?\n ?)`;
const verbLink = '(?<verb> ?(?:是|为|叫) ?)';
const opening = `["'“‘「『【(]{0,2}`;
/** Behind a label of Chinese characters. */
const hanTrigger = new RegExp(
  `[${lastHan}]${qualifier}${closing}(?:${colonLink}|${apartLink}|${verbLink}|(?<near> ?(?=[A-Za-z0-9〇零一二三四五六七八九壹@¥$才仅约]|人民币)))${opening}`,
  'g',
);
/** Behind a label of letters, where the next word may be part of the sentence. */
const latinTrigger = new RegExp(
  `[${lastLatin}]${qualifier}${closing}(?:${colonLink}|${apartLink}|${verbLink}|(?<near> ?(?=[A-Za-z_.-]{0,20}\\d|[@¥$〇零一二三四五六七八九壹])))${opening}`,
  'gi',
);

/** Characters that may precede a label in its cell: 学生姓名. */
const mostBefore = 4;
const labelBreak = /[,。;:!?、|=\n\t⟦⟧[\]()<>《》【】「」『』"'“”]/;

/** The label that the text before `end` ends in. Spaces, hyphens and underlines inside it do not count: 姓 名, api_key. */
function labelAt(text: string, end: number, link: Link, value: string): FieldGroup | null {
  const front = text.slice(Math.max(0, end - 2 * longest), end);
  let begin = front.length;
  while (begin > 0 && !labelBreak.test(front[begin - 1] ?? '')) begin--;
  const written = front.slice(begin).replace(/[ _-]/g, '').toLowerCase();
  for (let length = Math.min(longest, written.length); length >= 1; length--) {
    const label = written.slice(-length);
    const group = labels.get(label);
    if (!group || (/^[a-z0-9]/.test(label) && insideWord(group, written.charAt(written.length - length - 1))))
      continue;
    // 业务 | 新业态: in a table, the label is the cell.
    if (link === 'apart' && written.length - length > mostBefore) return null;
    // LINEage: without a space the word goes on.
    return link === 'near' && /[a-z]$/.test(label) && /[A-Za-z]/.test(value) && text[end] === value
      ? null
      : group;
  }
  return (link === 'colon' || link === 'apart') &&
    /^[\u4e00-\u9fff]{2,6}$/.test(written) &&
    personEnd.includes(written.at(-1) ?? '')
    ? 'name'
    : null;
}

/** userToken and 我的id are labels, but valid is none. */
const insideWord = (group: FieldGroup, previous: string): boolean =>
  group !== 'key' && group !== 'password' && /[a-z0-9]/.test(previous);

/** The group of a text that is a label and nothing else. */
export const groupOfLabel = (text: string): FieldGroup | null =>
  labels.get(text.replace(/[ _-]/g, '').toLowerCase()) ?? null;

function* fieldsBy(trigger: RegExp, folded: string): Generator<Field> {
  let from = 0;
  for (;;) {
    trigger.lastIndex = from;
    const match = trigger.exec(folded);
    if (!match) return;
    // The value may itself be or hold a label: 姓名\t电话.
    from = match.index + 1;
    const { colon, apart, verb } = match.groups ?? {};
    const link: Link = colon !== undefined ? 'colon' : apart !== undefined ? 'apart' : verb ? 'verb' : 'near';
    const at = match.index + match[0].length;
    const group = labelAt(folded, from, link, folded.charAt(at));
    if (group && group !== 'none') yield { group, link, at };
  }
}

/** All fields of a width-folded text. */
export function* fieldsOf(folded: string): Generator<Field> {
  yield* fieldsBy(hanTrigger, folded);
  yield* fieldsBy(latinTrigger, folded);
}
