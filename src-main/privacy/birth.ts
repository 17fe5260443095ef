import type { Detector } from './hit.ts';
import { after, before, scan } from './scan.ts';

const chineseDigit = '[〇零○一二三四五六七八九十]';
/** A date from 1900 to 2099, in digits or Chinese numerals; the day may be missing. */
const date = new RegExp(
  [
    String.raw`(?<!\d)(?:19|20)\d\d ?年 ?\d{1,2} ?月(?: ?\d{1,2} ?[日号])?`,
    String.raw`(?<![\d.-])(?:19|20)\d\d[-./]\d{1,2}(?:[-./]\d{1,2})?(?![\d-]|[./]\d)`,
    String.raw`(?<!\d)(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?!\d)`,
    `${chineseDigit}{4}年${chineseDigit}{1,3}月(?:${chineseDigit}{1,3}[日号])?`,
  ].join('|'),
  'g',
);

/** 出生日期：, 生于, 生日是: labels that only a person's date has. */
const words = '出生(?:年月日?|日期|时间)?|(?<![产发诞衍派滋])生于|生日';
const english = '(?<![A-Za-z])(?:DOB|date of birth|born(?: on)?)';
const link = String.raw`(?:是|为|在|于)?[ \t\n]{0,2}:?[ \t\n]{0,2}(?:公历|农历|阳历|阴历)?`;
const label = new RegExp(`(?:${words}|${english})${link}$`, 'i');
/** 1985年3月2日出生, and 1985年3月2日生 unless 生 begins another word. */
const born = /^ ?(?:出生|生(?=$|[,，。.;；、)）\s]|人))/;

/** Dates of birth. Other dates stay. */
export const findBirthDates: Detector = function* ({ folded }) {
  for (const range of scan(folded, date, (match) => {
    const end = match.index + match[0].length;
    return label.test(before(folded, match.index)) || born.test(after(folded, end)) ? end : null;
  }))
    yield { kind: 'birth-date', ...range };
};
