import lists from '../../resources/privacy/labels.json' with { type: 'json' };
import type { Detector } from './hit.ts';
import { after, before, labelled, labelPattern, otherNumber, scan } from './scan.ts';
import { anyOf } from './words.ts';

/** Ordinary (E, G), diplomatic, service and public affairs passports; permits for Hong Kong, Macao and Taiwan. */
const forms = String.raw`[EGDSPHMCWLT] ?\d{8}|(?:E[A-HJ-NP-Z]|[DSPC][A-Z]|MA|KJ) ?\d{7}|[HM]\d{10}`;
const chinese = new RegExp(`(?<![0-9A-Za-z_-])(?:${forms})(?![0-9A-Za-z_]|-\\d|\\.\\d)`, 'gi');
const anyCountry = /(?<![0-9A-Za-z_-])(?:[A-Z]{1,2} ?\d{6,9}|\d{9})(?![0-9A-Za-z_]|\.\d)/gi;

/** Product codes have the same form, so words about travel papers must be near. */
const topic = new RegExp(anyOf(lists.travel), 'i');
const sentenceEnd = /[。；;！？!?\n]/;
/** Mainland travel permits of residents of Taiwan and Hong Kong. */
const permit = /(?<![0-9A-Za-z_-])\d{8}(?![0-9A-Za-z_]|\.\d)/g;
const permitLabel = labelPattern('通行证|回乡证|台胞证');
const directLabel = labelPattern('护照|passport(?: (?:no\\.?|number))?|通行证|旅行证|回乡证|台胞证');

function spokenOf(text: string, start: number, end: number): boolean {
  const front = before(text, start).split(sentenceEnd).at(-1) ?? '';
  const back = after(text, end).split(sentenceEnd)[0] ?? '';
  return topic.test(front) || topic.test(back);
}

export const findPassports: Detector = function* ({ folded }) {
  for (const range of scan(folded, chinese, (match) => {
    const end = match.index + match[0].length;
    if (otherNumber.test(before(folded, match.index))) return null;
    return spokenOf(folded, match.index, end) ? end : null;
  }))
    yield { kind: 'passport', ...range };
  for (const [form, named] of [
    [anyCountry, directLabel],
    [permit, permitLabel],
  ] as const)
    for (const range of labelled(folded, named, form)) yield { kind: 'passport', ...range };
};
