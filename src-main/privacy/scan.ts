import lists from '../../resources/privacy/labels.json' with { type: 'json' };
import { anyOf } from './words.ts';

/**
 * Tries a bounded pattern at every place. A match that `accept` refuses is retried one character on,
 * so that a wrong start never hides a right one inside it.
 * @param pattern a global pattern of bounded length
 * @param accept the end of the hit, or null
 */
export function* scan(
  text: string,
  pattern: RegExp,
  accept: (match: RegExpExecArray) => number | null,
): Generator<{ start: number; end: number }> {
  const local = new RegExp(pattern.source, pattern.flags);
  for (let match = local.exec(text); match; match = local.exec(text)) {
    const end = accept(match);
    if (end !== null && end > match.index) yield { start: match.index, end };
    local.lastIndex = end !== null && end > match.index ? end : match.index + 1;
  }
}

const labelWindow = 20;

/** The few characters in front of a place, for labels; bounded, so that scanning stays linear. */
export const before = (text: string, start: number): string =>
  text.slice(Math.max(0, start - labelWindow), start);

/** The few characters behind a place. */
export const after = (text: string, end: number): string => text.slice(end, end + labelWindow);

/** Digits alone, separators dropped. */
export const digitsOf = (text: string): string => text.replace(/\D/g, '');

/** Chinese characters, inside a class. */
export const han = '\\u4e00-\\u9fff';

/** Values of that form with that label right in front. @param form a global pattern of bounded length */
export const labelled = (text: string, label: RegExp, form: RegExp) =>
  scan(text, form, (match) => (label.test(before(text, match.index)) ? match.index + match[0].length : null));

const link = String.raw`(?:号码|号|编码)?(?:\([^()⟦⟧]{1,8}\))? ?(?:是|为)?[ \t\n]{0,2}[:#=]?[ \t\n]{0,2}$`;

/** Ends with one of the words, as a label in front of a value: `words`, then 号码, 为, a colon or nothing. */
export const labelPattern = (words: string): RegExp => new RegExp(`(?:${words})${link}`, 'i');

/** Labels of numbers that are nobody's: an order number stays, whatever it looks like. */
export const otherNumber = labelPattern(
  `${anyOf(lists.otherNumber)}|(?<![A-Za-z])(?:${anyOf(lists.otherNumberLatin)})`,
);

/** An amount or a count follows. */
export const unitAfter = new RegExp(String.raw`^ ?(?:${anyOf(lists.unit)}|个(?!人)|[%‰]|bytes?|ms\b)`, 'i');

/** A price sign or a decimal point touches the number in front. */
export const amountBefore = /(?:[$¥€£]|\d[.,]|RMB|CNY|USD) ?$/i;
