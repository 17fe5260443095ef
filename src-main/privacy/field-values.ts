import type { FieldGroup, Link } from './field.ts';
import type { Kind } from './hit.ts';
import { after, digitsOf, unitAfter } from './scan.ts';

/** The forms of numbers, codes, amounts and other values behind labels. */

/** A form at an offset: the end of the value, or null. */
type Form = (text: string, at: number) => number | null;

interface Value {
  readonly kind: Kind;
  readonly colon: Form;
  /** After a space or nothing; by default none. */
  readonly near?: Form;
  /** After a verb; by default as `near`. */
  readonly verb?: Form;
}

const numeral = '〇零○一二三四五六七八九幺两壹贰叁肆伍陆柒捌玖';
const isNumeral = new RegExp(`[0-9${numeral}]`, 'g');
const piece = `[A-Za-z0-9${numeral}*#]`;
const code = new RegExp(
  `[\\u4e00-\\u9fff]{1,2}字第\\d{4,10}号?|\\+?\\(?${piece}(?:[./_()+~-]{0,3}${piece}| {1,2}(?=[0-9*]|[A-Z0-9]{2,8}\\b)){1,47}\\)?`,
  'y',
);
const countAfter = /^ ?(?:位|级|班|个|种|项|年|月|份|张|天|小时|分钟|至|到)/;

/** A code that holds at least so many digits or numerals. */
const codeOf =
  (digits: number, most = 48): Form =>
  (text, at) => {
    code.lastIndex = at;
    const found = code.exec(text)?.[0];
    if (!found) return null;
    const value = found.replace(/[ ./_(+~-]+$/, '');
    const written = !value.includes('(') && value.endsWith(')') ? value.slice(0, -1) : value;
    const end = at + written.length;
    const count = written.match(isNumeral)?.length ?? 0;
    if (count < digits || written.length > most || countAfter.test(after(text, end))) return null;
    return unitAfter.test(after(text, end)) || /[A-Za-z@]/.test(text[end] ?? '') ? null : end;
  };

const hotline = /^[48]00[ -]?\d{3}[ -]?\d{4}(?!\d)/;
const extension = /(?: ?(?:转|转接|分机|ext\.?|x) ?:? ?\d{1,6}(?!\d))?/y;
const phone =
  (digits: number): Form =>
  (text, at) => {
    if (hotline.test(text.slice(at, at + 16))) return null;
    const end = codeOf(digits, 28)(text, at);
    if (end === null || /[A-Za-z]{2}/.test(text.slice(at, end))) return null;
    extension.lastIndex = end;
    return extension.test(text) ? extension.lastIndex : end;
  };

/** A form by a sticky pattern, if the value does not go on. */
const matching =
  (pattern: RegExp, goesOn: RegExp = /^[A-Za-z0-9_]/): Form =>
  (text, at) => {
    const local = new RegExp(pattern.source, pattern.flags);
    local.lastIndex = at;
    const found = local.exec(text)?.[0].trimEnd();
    return found && !goesOn.test(text.slice(at + found.length)) ? at + found.length : null;
  };

const secretSigns = '[A-Za-z0-9!@#$%^&*_+=.~?-]';
const anySecret = matching(
  new RegExp(
    `(?:[0-9]{2,4} ){1,4}[0-9]{2,4}|(?!\\d{1,2}(?: ?[-~至到] ?\\d{1,2})? ?[位个])(?=[\\u4e00-\\u9fff]{0,8}${secretSigns})(?:[\\u4e00-\\u9fff]|${secretSigns}){3,40}`,
    'y',
  ),
  /^ ?(?:位|个|条|次|天|分钟|项)/,
);
const password: Form = (text, at) => {
  const end = anySecret(text, at);
  if (end === null) return null;
  const value = text.slice(at, end);
  const han = value.replace(/[^\u4e00-\u9fff]/g, '').length;
  return han > 4 || (han > 0 && !/\d/.test(value)) || !/[A-Za-z0-9]/.test(value) ? null : end;
};
/** Behind 是 or 为. */
const toldPassword = matching(
  new RegExp(`${secretSigns}{4,40}`, 'y'),
  /^ ?(?:位|个|条|次|天|分钟|项|[A-Za-z0-9])/,
);
/** Without a colon: a number of 4 to 8 digits, or letters and digits. */
const nearPassword = matching(
  new RegExp(
    `\\d{4,8}(?!\\d)|(?=${secretSigns}{0,31}[0-9@#!])${secretSigns}{4,40}|[a-z]{8,24}(?![a-z])`,
    'y',
  ),
  /^ ?(?:位|个|条|次|天|分钟|年|月|[A-Za-z0-9])/,
);
const token = matching(/(?=[\w+/.=~-]{0,60}\d)[\w+/.=~-]{6,600}|[A-Za-z]{14,64}/y, /^[(\w[]/);

const handle = `@?[A-Za-z0-9][A-Za-z0-9_.:@+-]{2,39}`;
const account = matching(new RegExp(handle, 'y'));
const nickname = matching(
  /@[\u4e00-\u9fffA-Za-z0-9_-]{2,20}|(?=[\u4e00-\u9fff]{1,12}\d)[\u4e00-\u9fff]{1,12}\d{1,8}/y,
);
const colonAccount: Form = (text, at) => {
  const end = account(text, at);
  if (end === null) return nickname(text, at);
  return countAfter.test(after(text, end)) || unitAfter.test(after(text, end)) ? null : end;
};
const nearAccount = matching(
  /(?:\d{5,12}(?!\d)|@?(?=[A-Za-z0-9_.-]{0,30}[\d_-])[A-Za-z][A-Za-z0-9_.-]{5,39}|[a-z][a-z0-9_.-]{5,39}(?![a-z]))/y,
  /^(?: ?[年月日版个位元条次号万]|[A-Za-z0-9_@])/,
);

const number = '\\d[\\d,]*(?:\\.\\d+)?';
const size = '(?:[KkWw](?![A-Za-z])|千|万|百)?';
const money = `(?:人民币|RMB|[¥$约]| )?(?:${number}${size}(?: ?[-~至到] ?${number}${size})?(?:余|多)?|[${numeral}十百千万半]{1,9}(?:余|多)?)`;
const amount = matching(
  new RegExp(`${money}(?: ?元)?`, 'y'),
  /^ ?(?:[年月日次条号人%期个项届]|[A-Za-z0-9.]\d)/,
);
const nearAmount = matching(
  new RegExp(`(?:才|仅|只有|约|大概|到手)?${money}(?=$|[ ,。;、)元]|左右|以上|加|\\/)(?: ?元)?`, 'y'),
  /^ ?[年月日]/,
);

const month = '(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\\.?';
const date = matching(
  new RegExp(
    `(?:农历|公历|阴历|阳历)?(?:[0-9〇零○一二三四五六七八九十]{1,4} ?[年月./-] ?){1,2}(?:[0-9〇零○一二三四五六七八九十]{1,4}[日号月]?|[春夏秋冬]天?)?|\\d{8}(?!\\d)|${month} \\d{1,2},? \\d{4}|\\d{1,2} ${month} \\d{4}`,
    'iy',
  ),
);
const plainDate = matching(
  /\d{1,2} ?月 ?\d{1,2} ?[日号]|(?:19|20)\d{6}(?!\d)|(?:\d{2,4} ?[年./-] ?){1,2}(?:\d{1,2} ?[月日号]?(?: ?\d{1,2} ?[日号])?|[春夏秋冬])|[〇零○一二三四五六七八九]{4}年[一二三四五六七八九十月日]{0,8}/y,
);

const addressPart =
  /省|市|自治区|区|县|旗|镇|乡|村|街|路|道|巷|里|弄|园|苑|楼|栋|幢|座|号|室|单元|小区|花园|大厦|广场|\d/g;
const addressRun = /[\u4e00-\u9fff0-9A-Za-z #()-]{4,60}/y;
const englishAddress = /(?=[^\n。;]{0,60}\d)[A-Za-z0-9][A-Za-z0-9 ,.#'-]{9,90}[A-Za-z0-9]/y;
const phoneInside = /[ (]*(?:电话|手机|联系|收件|姓名|身份证).*$/;
const address: Form = (text, at) => {
  englishAddress.lastIndex = at;
  const english = englishAddress.exec(text)?.[0];
  if (english?.includes(',') && !/[\u4e00-\u9fff]/.test(text[at + english.length] ?? ''))
    return at + english.length;
  addressRun.lastIndex = at;
  const written = addressRun
    .exec(text)?.[0]
    .replace(phoneInside, '')
    .split('  ')[0]
    ?.replace(/[ (]+$/, '');
  if (!written || !/[\u4e00-\u9fff]/.test(written) || /[的了请为]/.test(written)) return null;
  const parts = new Set(written.match(addressPart)?.map((part) => (/\d/.test(part) ? '0' : part)));
  return parts.size >= 2 ? at + written.length : null;
};

const email = matching(
  /[A-Za-z0-9._+-][A-Za-z0-9._+ -]{0,39}(?: ?@ ?| ?[[(](?:at|AT)[\])] ?| (?:at|AT) |#)[A-Za-z0-9\u4e00-\u9fff][A-Za-z0-9\u4e00-\u9fff.。 -]{0,30}(?:[.。]|[[(]dot[\])])(?:[A-Za-z]{2,10}|中国|公司|网络)|[A-Za-z0-9._+-]{1,40}(?=@)/y,
);
const ip = matching(
  /(?:\d{1,3}\.){3}\d{1,3}(?:[:/]\d{1,5})?|(?:[0-9A-Fa-f]{0,4}:){2,7}[0-9A-Fa-f]{1,4}(?:\/\d{1,3})?/y,
);
const hex = matching(/[0-9A-Fa-f]{2,4}(?:[:.-]?[0-9A-Fa-f]{2,4}){2,7}/y);
const plate = matching(/[\u4e00-\u9fff] ?[A-Z](?:[·•.・ -]{0,2}[A-Z0-9]){4,6}[挂学警港澳使领]?/iy);
const device: Form = (text, at) => {
  const end = codeOf(2)(text, at);
  return end !== null && end - at >= 8 ? end : null;
};
/** 苏(2020)宁不动产权第0012345号, 军字第2001988号. */
const deed = matching(/[\u4e00-\u9fff]{0,2}(?:\(\d{4}\))?[\u4e00-\u9fff]{1,8}第? ?\d{4,12}号?/y);
const document: Form = (text, at) => codeOf(4)(text, at) ?? deed(text, at);

const resident: Value = { kind: 'resident-id', colon: codeOf(4, 26), near: codeOf(8, 26) };
const staff: Value = { kind: 'personal-number', colon: codeOf(3), near: codeOf(4) };

/** The value of each group of labels. */
export const values: Readonly<Record<Exclude<FieldGroup, 'name' | 'names' | 'latinName' | 'none'>, Value>> = {
  resident,
  idNumber: { kind: 'resident-id', colon: codeOf(15, 26) },
  phone: { kind: 'mobile', colon: phone(7), near: phone(7) },
  extension: { kind: 'landline', colon: phone(3) },
  bank: { kind: 'bank-card', colon: codeOf(4, 36), near: codeOf(16, 36) },
  ip: { kind: 'ip', colon: ip, near: ip },
  mac: { kind: 'device', colon: hex, near: hex },
  serial: { kind: 'device', colon: device },
  device: { kind: 'device', colon: device, near: codeOf(8) },
  key: { kind: 'secret', colon: token, near: token },
  password: { kind: 'secret', colon: password, near: nearPassword, verb: toldPassword },
  messenger: { kind: 'account', colon: colonAccount, near: nearAccount },
  staff,
  patient: { kind: 'account', colon: codeOf(3), near: codeOf(5) },
  document: { kind: 'document', colon: document, near: codeOf(6) },
  plate: { kind: 'plate', colon: plate, near: plate },
  salary: { kind: 'income', colon: amount, near: nearAmount },
  allowance: { kind: 'income', colon: amount },
  birth: { kind: 'birth-date', colon: date, near: plainDate },
  address: { kind: 'address', colon: address, near: address },
  email: { kind: 'email', colon: email, near: email },
};

/** The kind of a phone number by its form. */
export const phoneKind = (text: string): Kind => {
  const digits = digitsOf(text);
  return digits.length >= 7 && !/1[3-9]\d{9}$|^[+]?(?!86)\d{1,3}[ (]/.test(digits) ? 'landline' : 'mobile';
};

export const formOf = ({ colon, near, verb = near }: Value, link: Link): Form | undefined =>
  link === 'near' ? near : link === 'verb' ? verb : colon;
