import lists from '../../resources/privacy/fields.json' with { type: 'json' };
import titles from '../../resources/privacy/name.json' with { type: 'json' };
import surnames from '../../resources/privacy/surnames.json' with { type: 'json' };
import { holdsGrammar, isGiven, isName } from './name-shape.ts';
import { anySurname, compound, compoundFirst, plainSurname } from './surnames.ts';
import { anyOf, charactersOf, segmenter, wordsOf } from './words.ts';

/**
 * The value of a field for a name. After a colon the label outranks all lists of names: every short value is a name,
 * unless it consists of common words or names an organisation.
 */

export interface Range {
  readonly start: number;
  readonly end: number;
}

/** Chinese characters, including rare ones that only names have. */
const ideograph = '(?:[\\u3400-\\u9fff]|[\\ud840-\\ud88f][\\udc00-\\udfff])';
const dot = '[·•・‧∙]|\\.(?=[\\u4e00-\\u9fff])';
const hangul = /[\uac00-\ud7a3]{2,5}(?![\uac00-\ud7a3])/y;
export const run = new RegExp(`${ideograph}{1,24}(?:(?:${dot})${ideograph}{1,12}){0,4}`, 'y');
/** 张  三: a name of two characters, spaced to the width of three. */
const spread = new RegExp(`(${ideograph})( {1,4})(${ideograph}{1,2})(?!${ideograph})`, 'y');
const latinWord = "[A-Za-z\\u00c0-\\u024f][A-Za-z\\u00c0-\\u024f'’-]*\\.?";
const latin = new RegExp(`${latinWord}(?:[ /]${latinWord}){0,4}`, 'y');
const latinTitle = /^(?:mrs?|ms|miss|dr|prof|sir|madam)\.? /i;

export const dotted = new RegExp(dot);
const noPerson = new RegExp(`^(?:${anyOf(lists.noPerson)})`);
const organisation = new RegExp(`(?:${anyOf(lists.organisationEnd)})$`);
const noLatinPerson = new Set(wordsOf(lists.noLatinPerson));
const transliteration = new Set(charactersOf(lists.transliteration));
export const title = new RegExp(`(?:${anyOf(titles.title)}|先生|女士|老师|教授|大夫|经理|同学|同志)$`);
const valueEnd = /^(?:$|[^\u3400-\u9fffA-Za-z·[])/;

/** Whether most characters are those that write names of other languages: 阿不都热合曼. */
export const isTransliteration = (name: string): boolean => {
  const signs = [...name];
  return signs.filter((sign) => transliteration.has(sign)).length >= signs.length * 0.7;
};

const japanese = new RegExp(`^(?:${anyOf(lists.japaneseSurname)})`);
const compoundOrFirst = new RegExp(`^(?:${compound}|.)`, 'u');
/** 田野, 黄河: behind a label, words with a surname that is none by itself are names. */
const certainSurname = new RegExp(`^[${charactersOf(surnames.frequent)}](?<![${lists.wordySurname}])`);
const deniedWord = new RegExp(`^(?:${anyOf(lists.noName)})`);
/** Characters that only sentences hold. */
const clause = /[的了是在吗呢吧么什怎我你他她它们]/;
const rareSurnames = new Set(lists.rareSurname);
const segments = (text: string): string[] => [...segmenter.segment(text)].map(({ segment }) => segment);

/** Whether a value consists of common words: 轮流担任, 项目经理. */
export function isWords(value: string): boolean {
  const words = segments(value);
  return words.every((word) => word.length > 1) || (value.length > 3 && words.length <= value.length - 2);
}

/** Whether a short run of Chinese characters is the name that a label announces. */
export function isFieldName(value: string): boolean {
  if (dotted.test(value)) return value.length >= 3;
  const given = value.replace(compoundOrFirst, '');
  if (anySurname.test(value) && given.length < 3 && given !== '' && isGiven(given)) return true;
  if (noPerson.test(value) || organisation.test(value)) return false;
  if (value.length === 2 && certainSurname.test(value) && !deniedWord.test(value)) return true;
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
  if (wide && anySurname.test(wide[1] ?? '') && !holdsGrammar(wide[3] ?? '')) return spread.lastIndex;
  hangul.lastIndex = at;
  if (hangul.test(text)) return hangul.lastIndex;
  run.lastIndex = at;
  const written = run.exec(text)?.[0];
  if (!written) return null;
  const rest = text.slice(run.lastIndex, run.lastIndex + 2);
  const joined = /[和及与]$/.test(written) && /^[A-Z]/.test(rest);
  if (!joined && !valueEnd.test(rest)) return null;
  const bare = (joined ? written.slice(0, -1) : written).replace(title, '');
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
export const nameEnd = (text: string, at: number, certain: boolean): number | null =>
  hanName(text, at) ?? latinName(text, at, certain);

/** Without a colon the value is less certain. On the next line, it must have a surname. */
export function apartName(text: string, at: number): number | null {
  const end = hanName(text, at);
  if (end === null) return latinName(text, at, false);
  const written = text.slice(at, end);
  const named = isName(written, anySurname, true) || (written.length > 2 && isTransliteration(written));
  return named || /[\t| ]/.test(text.charAt(at - 1)) ? end : null;
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
