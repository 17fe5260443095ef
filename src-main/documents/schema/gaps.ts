import { maskText } from '../../contract/gap.ts';

/**
 * What a gap is, and what a blank of a form is: the one parser of editor, command line and search. Pure. Offsets are
 * UTF-16 code units.
 */

export { maskText };
export const gapName = 'gap';

/** A stretch of text. `to` is exclusive. */
export interface TextRange {
  readonly from: number;
  readonly to: number;
}

const space = '[ \\u00a0\\u3000]';
/** The word in both widths and cases, with the spaces that input methods leave. */
const word = `${space}{0,3}[MmＭｍ][AaＡａ][SsＳｓ][KkＫｋ]${space}{0,3}`;
// Writers change the input method between the brackets of a pair: `[MASK】`.
const spelling = new RegExp(`[[［【]${word}[\\]］】]|[<＜]${word}[>＞]`, 'g');
const whole = new RegExp(`^(?:${spelling.source})$`);

const rangeOf = (match: RegExpMatchArray): TextRange => {
  const from = match.index ?? 0;
  return { from, to: from + match[0].length };
};

/** Where a gap stands in a text, under any spelling: `[MASK]`, `［ mask ］`, `【MASK】`, `<mask>`, … */
export const gapsIn = (text: string): TextRange[] => [...text.matchAll(spelling)].map(rangeOf);

/** Whether a text is one gap and nothing else. */
export const isGap = (text: string): boolean => whole.test(text);

export interface MaskedText {
  /** Every gap spelled `[MASK]`. */
  readonly text: string;
  /** The offset in the text that was given for one in `text`; inside a gap, the gap's beginning. */
  readonly original: (offset: number) => number;
}

/** A text as models read it. */
export function asMasks(given: string): MaskedText {
  const pieces: string[] = [];
  /** Beginnings and ends of the gaps, in both texts. */
  const known: { readonly masked: number; readonly given: number }[] = [{ masked: 0, given: 0 }];
  let length = 0;
  let at = 0;
  for (const { from, to } of gapsIn(given)) {
    pieces.push(given.slice(at, from), maskText);
    length += from - at;
    known.push({ masked: length, given: from }, { masked: length + maskText.length, given: to });
    length += maskText.length;
    at = to;
  }
  pieces.push(given.slice(at));
  return {
    text: pieces.join(''),
    original(offset) {
      const i = known.findLastIndex(({ masked }) => masked <= offset);
      const before = known[i] ?? { masked: 0, given: 0 };
      // Beginnings of gaps have odd places in the list.
      return i % 2 === 1 ? before.given : before.given + offset - before.masked;
    },
  };
}

/** Lines to write on: between Latin letters and digits a short one is part of a name (`my__var`). */
const line = /(?<![A-Za-z0-9_＿])[_＿]{2,}(?![A-Za-z0-9_＿])|(?<![_＿])[_＿]{3,}/g;
/** Brackets around nothing but spaces; a single space between half-width brackets is a check box or a typing error. */
const bracketed =
  /(?<=[（【［〔])[ \u00a0\u2002\u2003\u3000]+(?=[）】］〕])|(?<=[([])(?:[ \u00a0]{2,}|[ \u00a0]*[\u2002\u2003\u3000][ \u00a0\u2002\u2003\u3000]*)(?=[)\]])/g;
/** What stands before a place that a person signs or stamps by hand. */
const byHand =
  /(?:签字|签名|签章|签收|盖章|手印|指印|押印|\bsignature|\bsigned(?: by)?)\s*[人处栏]?\s*[）)】\]]?\s*(?:[（(][^（）()]{0,12}[）)])?\s*[:：]?\s*$/iu;
const longestLabel = 40;

const isSigned = (text: string, at: number): boolean =>
  byHand.test(text.slice(Math.max(0, at - longestLabel), at));

/** The strokes of one line. A line of nothing else is a rule across the page. */
const strokesIn = (text: string): TextRange[] =>
  /[\p{L}\p{N}]/u.test(text) ? [...text.matchAll(line)].map(rangeOf) : [];

const overlap = (a: TextRange, b: TextRange): boolean => a.from < b.to && b.from < a.to;

/**
 * Where a form leaves room for a word: `____`, `＿＿`, and the inside of `（　　）` and `(   )`. Such a place may be
 * filled when the writer says so; it is no gap. Places to sign by hand (`签字：____`) are none.
 * @param text of a paragraph
 * @param lines stretches of it that are lines to write on by their look
 */
export function blanksIn(text: string, lines: readonly TextRange[] = []): TextRange[] {
  let start = 0;
  const strokes = text.split('\n').flatMap((one) => {
    const found = strokesIn(one).map(({ from, to }) => ({ from: start + from, to: start + to }));
    start += one.length + 1;
    return found;
  });
  const written = [...strokes, ...[...text.matchAll(bracketed)].map(rangeOf)];
  return [...written, ...lines.filter((one) => !written.some((other) => overlap(one, other)))]
    .filter(({ from }) => !isSigned(text, from))
    .sort((a, b) => a.from - b.from);
}
