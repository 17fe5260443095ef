import lists from '../../resources/privacy/fields.json' with { type: 'json' };
import { charactersOf, wordsOf } from './words.ts';

/** Form fields: a label, what joins it to its value, and the offset of the value. */

export type FieldGroup = Exclude<
  keyof typeof lists,
  'noPerson' | 'organisationEnd' | 'noLatinPerson' | 'transliteration' | 'rareSurname'
>;

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
const notLabels = new Set(['noPerson', 'organisationEnd', 'noLatinPerson', 'transliteration', 'rareSurname']);
const labels = new Map<string, FieldGroup>(
  Object.entries(lists)
    .filter(([group]) => !notLabels.has(group))
    .flatMap(([group, words]) => wordsOf(words).map((word) => [word, group as FieldGroup] as const)),
);
labels.set('+v', 'messenger');
const longest = Math.max(...[...labels.keys()].map((label) => label.length));
const lastOfLabels = charactersOf([
  ...new Set([...labels.keys()].map((label) => label.charAt(label.length - 1)).join('') + personEnd),
]);
const last = [...lastOfLabels]
  .map((sign) => (/[a-z]/.test(sign) ? sign + sign.toUpperCase() : sign))
  .join('');

const qualifier = String.raw`(?: ?\([^()\n⟦⟧]{1,8}\))?`;
const closing = `["'”’」』】*]{0,2}`;
const links = [
  `(?<colon>[^\\S\\n]{0,3}(?:是|为|叫)?[^\\S\\n]{0,2}(?:[:=]|--)\\s{0,3}|(?<=】)\\s{0,2})`,
  String.raw`(?<apart>[ \t]{0,4}\|[ \t]{0,4}|[ \t]{2,8}|\t| ?\n ?)`,
  '(?<verb> ?(?:是|为|叫) ?)',
  '(?<near> ?(?=[A-Za-z0-9〇零一二三四五六七八九壹@¥$才仅约]))',
].join('|');
const trigger = new RegExp(`[${last}]${qualifier}${closing}(?:${links})["'“‘「『【(]{0,2}`, 'g');

const labelBreak = /[,。;:!?、|=\n\t⟦⟧[\]()<>《》"'“”]/;

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
    // LINEage: without a space the word goes on.
    return link === 'near' && /[a-z]$/.test(label) && /[A-Za-z]/.test(value) && text[end] === value
      ? null
      : group;
  }
  return link === 'colon' &&
    /^[\u4e00-\u9fff]{2,6}$/.test(written) &&
    personEnd.includes(written.at(-1) ?? '')
    ? 'name'
    : null;
}

/** userToken and 我的id are labels, but valid is none. */
const insideWord = (group: FieldGroup, previous: string): boolean =>
  group !== 'key' && group !== 'password' && /[a-z0-9]/.test(previous);

/** All fields of a width-folded text. */
export function* fieldsOf(folded: string): Generator<Field> {
  const pattern = new RegExp(trigger.source, trigger.flags);
  for (let match = pattern.exec(folded); match; match = pattern.exec(folded)) {
    const { colon, apart, verb } = match.groups ?? {};
    const link: Link = colon !== undefined ? 'colon' : apart !== undefined ? 'apart' : verb ? 'verb' : 'near';
    const at = match.index + match[0].length;
    const group = labelAt(folded, match.index + 1, link, folded.charAt(at));
    if (group && group !== 'none') yield { group, link, at };
    // The value may itself be or hold a label: 姓名\t电话.
    pattern.lastIndex = match.index + 1;
  }
}
