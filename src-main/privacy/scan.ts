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
  for (let at = 0; ; ) {
    // Callers share the pattern, so its state holds for one match only.
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (!match) return;
    const end = accept(match);
    const accepted = end !== null && end > match.index;
    at = accepted ? end : match.index + 1;
    if (accepted) yield { start: match.index, end };
  }
}

/**
 * A search for the offsets where one of many words may start, by its first two characters. Faster than a pattern of
 * as many alternatives.
 */
export function startsOf(words: readonly string[]): (text: string) => Generator<number> {
  const any = 1;
  const byPair = 2;
  const firsts = new Uint8Array(0x10000);
  const pairs = new Set<number>();
  for (const word of words) {
    const first = word.charCodeAt(0);
    if (word.length === 1) firsts[first] = any;
    else if (firsts[first] !== any) firsts[first] = byPair;
    pairs.add(first * 0x10000 + word.charCodeAt(1));
  }
  return function* (text) {
    for (let at = 0; at < text.length; at++) {
      const first = text.charCodeAt(at);
      const kind = firsts[first];
      if (kind === any || (kind === byPair && pairs.has(first * 0x10000 + text.charCodeAt(at + 1)))) yield at;
    }
  };
}

/** Matches of a sticky pattern at ascending offsets, without overlaps. */
export function* matchesAt(
  text: string,
  starts: Iterable<number>,
  pattern: RegExp,
): Generator<RegExpExecArray> {
  let end = 0;
  for (const at of starts) {
    if (at < end) continue;
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (!match) continue;
    end = at + match[0].length;
    yield match;
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
