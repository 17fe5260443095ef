import lists from '../../resources/privacy/labels.json' with { type: 'json' };
import { anyOf } from './words.ts';

/**
 * Yields the accepted matches of a pattern. After a rejected match the search goes on one character later, so that a
 * wrong match cannot hide a right one inside it.
 * @param pattern a global pattern of bounded length
 * @param accept returns the end of the hit, or null to reject the match
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

/** The text in front of an offset, for labels; of bounded length, so that scanning stays linear. */
export const before = (text: string, start: number): string =>
  text.slice(Math.max(0, start - labelWindow), start);

/** The text behind an offset, of bounded length. */
export const after = (text: string, end: number): string => text.slice(end, end + labelWindow);

export const digitsOf = (text: string): string => text.replace(/\D/g, '');

/** Chinese characters, for use in a character class. */
export const han = '\\u4e00-\\u9fff';

/** Matches of `form` that directly follow a match of `label`. @param form a global pattern of bounded length */
export const labelled = (text: string, label: RegExp, form: RegExp) =>
  scan(text, form, (match) => (label.test(before(text, match.index)) ? match.index + match[0].length : null));

const link = String.raw`(?:号码|号|编码)?(?:\([^()⟦⟧]{1,8}\))? ?(?:是|为)?[ \t\n]{0,2}[:#=]?[ \t\n]{0,2}$`;

/** A pattern for text that ends in a label: one of `words`, then optionally 号码, 为, a colon. */
export const labelPattern = (words: string): RegExp => new RegExp(`(?:${words})${link}`, 'i');

/** Labels of numbers that are not personal, such as an order number. */
export const otherNumber = labelPattern(
  `${anyOf(lists.otherNumber)}|(?<![A-Za-z])(?:${anyOf(lists.otherNumberLatin)})`,
);

/** A unit of measure or a counter follows. */
export const unitAfter = new RegExp(String.raw`^ ?(?:${anyOf(lists.unit)}|个(?!人)|[%‰]|bytes?|ms\b)`, 'i');

/** A currency sign or a decimal point directly precedes the number. */
export const amountBefore = /(?:[$¥€£]|\d[.,]|RMB|CNY|USD) ?$/i;
