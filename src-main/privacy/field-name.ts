import lists from '../../resources/privacy/fields.json' with { type: 'json' };
import titles from '../../resources/privacy/name.json' with { type: 'json' };
import type { FieldGroup, Link } from './field.ts';
import { holdsGrammar, isGiven, isName } from './name-shape.ts';
import { anySurname, compound, compoundFirst, plainSurname } from './surnames.ts';
import { anyOf, charactersOf, wordsOf } from './words.ts';

/**
 * The value of a field for a name. After a colon the label outranks all lists of names: every short value is a name,
 * unless it consists of common words or names an organisation.
 */

interface Range {
  readonly start: number;
  readonly end: number;
}

/** Chinese characters, including rare ones that only names have. */
const ideograph = '(?:[\\u3400-\\u9fff]|[\\ud840-\\ud88f][\\udc00-\\udfff])';
const dot = '[·•・‧∙]|\\.(?=[\\u4e00-\\u9fff])';
const hangul = /[\uac00-\ud7a3]{2,5}(?![\uac00-\ud7a3])/y;
const run = new RegExp(`${ideograph}{1,24}(?:(?:${dot})${ideograph}{1,12}){0,4}`, 'y');
/** 张  三: a name of two characters, spaced to the width of three. */
const spread = new RegExp(`(${ideograph})( {1,4})(${ideograph}{1,2})(?!${ideograph})`, 'y');
const latinWord = "[A-Za-z\\u00c0-\\u024f][A-Za-z\\u00c0-\\u024f'’-]*\\.?";
const latin = new RegExp(`${latinWord}(?:[ /]${latinWord}){0,4}`, 'y');
const latinTitle = /^(?:mrs?|ms|miss|dr|prof|sir|madam)\.? /i;

const dotted = new RegExp(dot);
const noPerson = new RegExp(`^(?:${anyOf(lists.noPerson)})`);
const organisation = new RegExp(`(?:${anyOf(lists.organisationEnd)})$`);
const noLatinPerson = new Set(wordsOf(lists.noLatinPerson));
const transliteration = new Set(charactersOf(lists.transliteration));
const title = new RegExp(`(?:${anyOf(titles.title)}|先生|女士|老师|教授|大夫|经理|同学|同志)$`);
const valueEnd = /^(?:$|[^\u3400-\u9fffA-Za-z·[])/;

/** Whether most characters are those that write names of other languages: 阿不都热合曼. */
export const isTransliteration = (name: string): boolean => {
  const signs = [...name];
  return signs.filter((sign) => transliteration.has(sign)).length >= signs.length * 0.7;
};

const japanese = new RegExp(`^(?:${anyOf(lists.japaneseSurname)})`);
const compoundOrFirst = new RegExp(`^(?:${compound}|.)`, 'u');
/** Characters that only sentences hold. */
const clause = /[的了是在吗呢吧么什怎我你他她它们]/;
const rareSurnames = new Set(lists.rareSurname);
const segmenter = new Intl.Segmenter('zh', { granularity: 'word' });
const segments = (text: string): string[] => [...segmenter.segment(text)].map(({ segment }) => segment);

/** Whether a value consists of common words: 轮流担任, 项目经理. */
function isWords(value: string): boolean {
  const words = segments(value);
  return words.every((word) => word.length > 1) || (value.length > 3 && words.length <= value.length - 2);
}

/** Whether a short run of Chinese characters is the name that a label announces. */
export function isFieldName(value: string): boolean {
  if (dotted.test(value)) return value.length >= 3;
  const given = value.replace(compoundOrFirst, '');
  if (anySurname.test(value) && given.length < 3 && given !== '' && isGiven(given)) return true;
  if (noPerson.test(value) || organisation.test(value)) return false;
  if (value.length > 4) return value.length <= 10 && isTransliteration(value);
  if (value.length < 2) return anySurname.test(value);
  if (isName(value, anySurname, true) && (value.length < 4 || compoundFirst.test(value) || !isWords(value)))
    return true;
  if (isTransliteration(value) && (value.length > 2 || segments(value).length > 1)) return true;
  if (japanese.test(value) && value.length > 2) return true;
  if (
    plainSurname.test(value) &&
    value.length < 4 &&
    !clause.test(value) &&
    segments(value).length === value.length
  )
    return true;
  if (holdsGrammar(value)) return false;
  return (
    rareSurnames.has(value.charAt(0)) ||
    isGiven(value.slice(1)) ||
    segments(value).every(({ length }) => length === 1)
  );
}

function hanName(text: string, at: number): number | null {
  spread.lastIndex = at;
  const wide = spread.exec(text);
  if (wide && anySurname.test(wide[1] ?? '') && isGiven(wide[3] ?? '')) return spread.lastIndex;
  hangul.lastIndex = at;
  if (hangul.test(text)) return hangul.lastIndex;
  run.lastIndex = at;
  const written = run.exec(text)?.[0];
  if (!written || !valueEnd.test(text.slice(run.lastIndex))) return null;
  const bare = written.replace(title, '');
  return isFieldName(bare) ? at + bare.length : null;
}

/** @param certain the label stands for people only, so lower case and single words count */
function latinName(text: string, at: number, certain: boolean): number | null {
  latin.lastIndex = at;
  const written = latin.exec(text)?.[0].replace(/[ .]+$/, '');
  if (!written) return null;
  const end = at + written.length;
  if ((certain ? /^[A-Za-z0-9@_\u3400-\u9fff]/ : /^[A-Za-z0-9@_:(=/\\\u3400-\u9fff]/).test(text.slice(end)))
    return null;
  const words = written.replace(latinTitle, '').split(/[ /]/);
  if (words.some((word) => noLatinPerson.has(word.replace(/\.$/, '').toLowerCase()))) return null;
  if (latinTitle.test(written)) return end;
  const capital = words.every((word) => /^\p{Lu}/u.test(word) || /^(?:van|von|de|da|bin|al)$/.test(word));
  return certain ? (written.length > 1 ? end : null) : capital && words.length > 1 ? end : null;
}

/** The end of the name at an offset; null if the value is none. */
const nameEnd = (text: string, at: number, certain: boolean): number | null =>
  hanName(text, at) ?? latinName(text, at, certain);

/** 、李红梅: joins the names of a list. With `,` and `;` too, if the label is one for several people. */
const oneLabel = /(?: ?[、/] ?|(?:和|及|与| {1,2})(?=[\u4e00-\u9fffA-Z]))/y;
const listLabel = /(?: ?[、/,;|] ?| {1,4}|和|及|与|\n? ?\d{1,2}[.、)] ?)/y;

/**
 * The names that a field's value starts with.
 * @param group `names` announces several people, `latinName` also what is no person
 */
export function* namesAt(text: string, at: number, link: Link, group: FieldGroup): Generator<Range> {
  const several = group === 'names';
  let start = at;
  const joint = several ? listLabel : oneLabel;
  if (several) {
    joint.lastIndex = at;
    if (joint.test(text)) start = joint.lastIndex;
  }
  for (;;) {
    if (text[start] === '@') start++;
    const end = link === 'colon' ? nameEnd(text, start, group !== 'latinName') : apartName(text, start);
    if (end === null) return;
    yield { start, end };
    joint.lastIndex = end;
    if (!joint.test(text)) return;
    start = joint.lastIndex;
    if (!followsInList(text, start, several)) return;
  }
}

/** A further name of a list must have a surname or be one of another language. */
function followsInList(text: string, at: number, several: boolean): boolean {
  run.lastIndex = at;
  const written = (run.exec(text)?.[0] ?? '').replace(title, '');
  if (written === '') return several || /^[A-Z][a-z]+/.test(text.slice(at, at + 12));
  if (dotted.test(written)) return true;
  if (written.length > 4) return false;
  return (
    isName(written, anySurname, several) || (several && (isTransliteration(written) || !isWords(written)))
  );
}

/** Without a colon the value is less certain, so it must have a surname. */
function apartName(text: string, at: number): number | null {
  run.lastIndex = at;
  const written = run.exec(text)?.[0].replace(title, '');
  if (!written || !valueEnd.test(text.slice(run.lastIndex))) return null;
  const named = isName(written, anySurname, true) || (written.length > 2 && isTransliteration(written));
  return named && isFieldName(written) ? at + written.length : null;
}

/** 姓名为娜仁托娅的学员: the name that a verb announces, up to a grammatical word. */
const announced = /[\u3400-\u9fff·•・]{2,10}?(?=$|[^\u3400-\u9fff·]|的)/y;

export function verbName(text: string, at: number): Range | null {
  announced.lastIndex = at;
  const written = announced.exec(text)?.[0];
  if (!written || !isFieldName(written)) return null;
  const named = isName(written, anySurname, true) || isTransliteration(written) || dotted.test(written);
  return named ? { start: at, end: at + written.length } : null;
}
