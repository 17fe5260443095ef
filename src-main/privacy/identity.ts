import type { Detector } from './hit.ts';
import { after, before, digitsOf, labelPattern, otherNumber, scan, unitAfter } from './scan.ts';

/** Province codes of GB/T 2260. */
const province = /^(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3])/;

function validDate(year: number, month: number, day: number): boolean {
  if (year < 1900 || year > 2049 || month < 1 || month > 12 || day < 1) return false;
  return day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
}

/** ISO 7064 MOD 11-2 over 17 digits, as GB 11643 prescribes. */
export function residentCheck(first17: string): string {
  let sum = 0;
  for (const digit of first17) sum = (sum + Number(digit)) * 2;
  return '10X98765432'[sum % 11] ?? '';
}

export function isResidentId(id: string): boolean {
  if (!province.test(id)) return false;
  if (/^\d{15}$/.test(id))
    return validDate(1900 + Number(id.slice(6, 8)), Number(id.slice(8, 10)), Number(id.slice(10, 12)));
  if (!/^\d{17}[\dX]$/.test(id)) return false;
  const dateOk = validDate(Number(id.slice(6, 10)), Number(id.slice(10, 12)), Number(id.slice(12, 14)));
  return dateOk && residentCheck(id.slice(0, 17)) === id[17];
}

const creditAlphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';

/** Check character of GB 32100, with weights 3^i mod 31. */
export function creditCheck(first17: string): string {
  let sum = 0;
  let weight = 1;
  for (const sign of first17) {
    sum += creditAlphabet.indexOf(sign) * weight;
    weight = (weight * 3) % 31;
  }
  return creditAlphabet[(31 - (sum % 31)) % 31] ?? '';
}

/** Registering department, kind of organisation, region, organisation code, check character. */
const creditForm = /^[1-9ANY][1-9A-GY]\d{6}[0-9A-HJ-NPQRTUWXY]{10}$/;

export function isCreditCode(code: string): boolean {
  return creditForm.test(code) && province.test(code.slice(2)) && creditCheck(code.slice(0, 17)) === code[17];
}

const newId = /(?<![0-9A-Za-z.])[1-8](?:[ -]?\d){16}[ -]?[\dXx](?![0-9A-Za-z])/g;
const oldId = /(?<![0-9A-Za-z.¥$#_-])[1-8](?:\d{14}|\d{5} \d{6} \d{3})(?![0-9A-Za-z]|\.\d|-\d)/g;
const credit = /(?<![0-9A-Za-z])[1-9ANY](?:[ -]?[0-9A-HJ-NPQRTUWXY]){17}(?![0-9A-Za-z])/gi;
const bankLabel = labelPattern('卡|银行卡|信用卡|账户|帐户|账|帐');
const creditLabel = labelPattern('信用代码|税号|识别号|代码');

/** Resident IDs of 18 digits (checksum and birth date are valid) and of 15 digits (birth date is valid). */
export const findResidentIds: Detector = function* ({ folded }) {
  for (const range of scan(folded, newId, (match) => {
    const id = match[0].replace(/[ -]/g, '').toUpperCase();
    const asCredit = isCreditCode(id) && creditLabel.test(before(folded, match.index));
    return isResidentId(id) && !asCredit ? match.index + match[0].length : null;
  }))
    yield { kind: 'resident-id', ...range };
  for (const range of scan(folded, oldId, (match) => {
    const end = match.index + match[0].length;
    const front = before(folded, match.index);
    if (otherNumber.test(front) || bankLabel.test(front) || unitAfter.test(after(folded, end))) return null;
    return isResidentId(digitsOf(match[0])) ? end : null;
  }))
    yield { kind: 'resident-id', ...range };
};

/** Unified social credit codes with a valid check character. */
export const findCreditCodes: Detector = function* ({ folded }) {
  for (const range of scan(folded, credit, (match) => {
    const code = match[0].replace(/[ -]/g, '').toUpperCase();
    return isCreditCode(code) ? match.index + match[0].length : null;
  }))
    yield { kind: 'credit-code', ...range };
};
