import lists from '../../resources/privacy/labels.json' with { type: 'json' };
import type { Detector, Hit } from './hit.ts';
import { after, amountBefore, before, digitsOf, labelPattern, otherNumber, scan, unitAfter } from './scan.ts';
import { anyOf } from './words.ts';

/** Prefixes assigned to mobile carriers by the ministry; 154 and others are not in use. */
const mobilePrefix = /^1(?:3\d|4[014-9]|5[0-35-9]|6[2567]|7[0-8]|8\d|9[0-35-9])/;

const english =
  '(?<![A-Za-z])(?:tel|telephone|phone|mobile|mob|cell|cellphone|fax|wechat|wx|vx|whatsapp|' +
  'TEL\\.|Tel\\.|[tmpf](?=:))';
const words = labelPattern(`${anyOf(lists.phone)}|${english}`);
const phoneLabel = new RegExp(`${words.source.slice(0, -1)}\\(?$`, 'i');

/** A Latin letter, or a sign that is common in codes, directly before the number. */
const codeBefore = /(?:[A-Za-z_#$¥€£=&?%]|[A-Za-z0-9][-._])$/;

const country = String.raw`(?:\(?\+? ?(?:00)?86\)?[ -]{0,3}(?:\(0\) ?)?)?`;
const gap = '(?: ?- ?|[ .]| {2})';
const mobileBody =
  `1[3-9]\\d(?:\\d{8}|${gap}\\d{4}${gap}\\d{4}|${gap}\\d{8}|\\d{4}${gap}\\d{4}|${gap}\\d{3}${gap}\\d{5}|` +
  `\\d${gap}\\d{3}${gap}\\d{4}|${gap}\\d{3}${gap}\\d{3}${gap}\\d{2})`;
const mobile = new RegExp(`(?<!\\d)${country}${mobileBody}(?![\\dA-Za-z_])`, 'g');
/** Digits separated one by one; a label is required. */
const spacedMobile = /(?<!\d)1[ -]?[3-9](?:[ -]?\d){9}(?![\dA-Za-z_])/g;

const numeral = '〇零○一二三四五六七八九幺两壹贰叁肆伍陆柒捌玖';
/** Eleven digits of which some are written in Chinese. */
const spoken = new RegExp(
  `(?<![\\d${numeral}])[1一壹幺](?=[3-9三四五六七八九叁肆伍陆柒捌玖])(?=[\\d]{0,9}[${numeral}])[\\d${numeral}]{10}(?![\\d${numeral}])`,
  'g',
);

/** A further group of four digits means that the number is part of a longer one. */
const groupAfter = /^(?:[ -]\d{4}(?!\d)|-\d|\.\d)/;
const groupBefore = /(?<!\d)\d{4}[ -]$/;

function acceptMobile(text: string, match: RegExpExecArray): number | null {
  const end = match.index + match[0].length;
  const front = before(text, match.index);
  const back = after(text, end);
  if (phoneLabel.test(front)) return end;
  if (otherNumber.test(front) || amountBefore.test(front) || codeBefore.test(front)) return null;
  if (groupBefore.test(front) || groupAfter.test(back) || unitAfter.test(back)) return null;
  const digits = digitsOf(match[0]).slice(-11);
  return mobilePrefix.test(digits) ? end : null;
}

const extension = String.raw`(?:(?: ?(?:转|转接|分机|ext\.?|x) ?:? ?| ?- ?)\d{1,6}(?!\d))?`;
const area = String.raw`(?:10|2\d|[3-9]\d{2})`;
const local = String.raw`[2-9]\d{2,3}(?:[ -]?\d{4})`;
const prefixes = [
  String.raw`\(?\+? ?(?:00)?86\)?[ -]{0,2}\(?0?${area}\)?[ -]{0,2}`,
  String.raw`\(0${area}\)[ -]{0,2}`,
  `0${area}(?: ?- ?| |)`,
  String.raw`0${area}\) ?`,
];
const landline = new RegExp(
  String.raw`(?<!\d)(?:${prefixes.join('|')})${local}${extension}(?![\dA-Za-z_])`,
  'gi',
);
const localNumber = new RegExp(`(?<![\\d+])${local}${extension}(?![\\dA-Za-z_])`, 'gi');
/** Hong Kong, Macao and Taiwan, by country code; other countries require a label. */
const neighbours = /(?<!\d)\+ ?(?:852|853|886)[ -]?\(?\d{1,4}\)?[ -]?\d{3,4}[ -]?\d{3,4}(?![\dA-Za-z_])/g;
const foreign = /(?<!\d)\+ ?\d{1,3}(?:[ -]?\(?\d{1,4}\)?){2,5}(?![\dA-Za-z_])/g;

/** 400 and 800 numbers are company hotlines and not personal. */
const hotline = /^[48]00[ -]?\d{3}[ -]?\d{4}/;

function acceptLandline(text: string, match: RegExpExecArray): number | null {
  const end = match.index + match[0].length;
  const front = before(text, match.index);
  const back = after(text, end);
  if (phoneLabel.test(front)) return end;
  if (otherNumber.test(front) || amountBefore.test(front) || codeBefore.test(front)) return null;
  return groupAfter.test(back) || unitAfter.test(back) ? null : end;
}

function acceptLabelled(text: string, match: RegExpExecArray): number | null {
  const end = match.index + match[0].length;
  if (hotline.test(text.slice(match.index, match.index + 14))) return null;
  return phoneLabel.test(before(text, match.index)) && !unitAfter.test(after(text, end)) ? end : null;
}

/** Mobile and landline numbers. Hotlines (400, 800) and short service numbers (110, 95588, 12345) stay. */
export const findPhones: Detector = function* ({ folded }) {
  const each = function* (
    kind: Hit['kind'],
    pattern: RegExp,
    accept: (text: string, match: RegExpExecArray) => number | null,
  ) {
    for (const range of scan(folded, pattern, (match) => accept(folded, match))) yield { kind, ...range };
  };
  yield* each('mobile', mobile, acceptMobile);
  yield* each('mobile', spacedMobile, acceptLabelled);
  yield* each('mobile', spoken, (_, { index, 0: number }) => index + number.length);
  yield* each('mobile', neighbours, acceptLandline);
  yield* each('mobile', foreign, acceptLabelled);
  yield* each('landline', landline, acceptLandline);
  yield* each('landline', localNumber, acceptLabelled);
};
