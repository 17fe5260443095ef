import lists from '../../resources/privacy/labels.json' with { type: 'json' };
import type { Detector } from './hit.ts';
import { after, amountBefore, before, digitsOf, labelPattern, otherNumber, scan, unitAfter } from './scan.ts';
import { anyOf } from './words.ts';

/** Luhn's check (ISO/IEC 7812-1, annex B). */
export function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    const digit = Number(digits[digits.length - 1 - i]);
    const doubled = digit * 2;
    sum += i % 2 === 0 ? digit : doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

/**
 * Issuer prefixes that suffice without a keyword, with their lengths: UnionPay, Visa, Mastercard, American Express,
 * JCB and two old ranges of Chinese banks. Mastercard's 22–27 series looks like a date of this decade and needs the
 * keyword.
 */
const issuers: readonly (readonly [RegExp, readonly number[]])[] = [
  [/^62/, [16, 17, 18, 19]],
  [/^4/, [16]],
  [/^5[1-5]/, [16]],
  [/^3[47]/, [15]],
  [/^35(?:2[89]|[3-8]\d)/, [16]],
  [/^60[13]/, [16, 17, 18, 19]],
  [/^6[59]/, [16]],
  [/^955[89]/, [16, 19]],
];
const english = '(?<![A-Za-z])(?:card|card no\\.?|card number|account|a/c|visa|mastercard|unionpay)';
const cardLabel = labelPattern(`${anyOf(lists.card)}|${english}`);
/** The keyword may be a few words away: 请汇入我的工行卡，号码 6222…. */
const keyword = new RegExp(`(?:${anyOf(lists.cardNearby)})[^。；;！？!?\\n⟦⟧\\d]{0,12}$`);

/** Labels that make the number behind them a card number, even if its checksum is wrong. */
const certainLabel = labelPattern(anyOf(lists.cardItself));

const start = /(?<![0-9A-Za-z._])\d(?=(?:[ -]?\d){12})/g;
const run = /\d(?:[ -]{0,2}\d){12,22}/y;
const grouped = /^\d{4}(?:[ -]\d{4}){2,3}(?:[ -]\d{1,4})?$|^\d{6}[ -]\d{10,13}$|^\d{4}[ -]\d{6}[ -]\d{5}$/;

const fitsIssuer = (digits: string): boolean =>
  issuers.some(([prefix, lengths]) => prefix.test(digits) && lengths.includes(digits.length));

/** Offsets in `written` after 13 to 19 digits where no digit or letter follows, in descending order. */
function ends(written: string, next: string): number[] {
  const found: number[] = [];
  let digits = 0;
  for (let i = 0; i < written.length; i++) {
    if (!/\d/.test(written[i] ?? '')) continue;
    digits++;
    const following = written[i + 1] ?? next;
    if (digits >= 13 && digits <= 19 && !/[0-9A-Za-z_]/.test(following)) found.unshift(i + 1);
  }
  return found;
}

function acceptCard(text: string, at: number): number | null {
  run.lastIndex = at;
  const written = run.exec(text)?.[0];
  if (!written) return null;
  const front = before(text, at);
  const named = cardLabel.test(front) || keyword.test(front);
  const certain = certainLabel.test(front);
  if (!named && (otherNumber.test(front) || amountBefore.test(front) || /[A-Za-z0-9#=][-_]?$/.test(front)))
    return null;
  for (const length of ends(written, text[at + written.length] ?? '')) {
    const body = written.slice(0, length);
    const digits = digitsOf(body);
    const back = after(text, at + length);
    const sound = passesLuhn(digits) || (certain && digits.length >= 15);
    if (!sound || /^0+$/.test(digits) || /^[.,]\d/.test(back) || unitAfter.test(back)) continue;
    const shaped = /^\d+$/.test(body) || grouped.test(body);
    if (named || (shaped && fitsIssuer(digits))) return at + length;
  }
  return null;
}

/**
 * Card numbers: 13 to 19 digits with a valid Luhn checksum, and with an issuer's prefix or a keyword in front. After
 * 卡号 the checksum may be wrong.
 */
export const findCards: Detector = function* ({ folded }) {
  for (const range of scan(folded, start, (match) => acceptCard(folded, match.index)))
    yield { kind: 'bank-card', ...range };
};
