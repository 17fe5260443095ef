/** Continues a document's own numbering: 第三条 after 第二条, （二） after （一）, 2. after 1. */

const digits = '〇一二三四五六七八九';

/** A number from 1 to 999 in Chinese numerals. */
export function numeral(value: number): string {
  const [hundreds, tens, ones] = [Math.floor(value / 100), Math.floor(value / 10) % 10, value % 10];
  const hundred = hundreds > 0 ? `${digits[hundreds]}百` : '';
  const ten = tens > 1 || hundreds > 0 ? (tens > 0 ? `${digits[tens]}十` : '') : tens === 1 ? '十' : '';
  const zero = hundreds > 0 && tens === 0 && ones > 0 ? '零' : '';
  return `${hundred}${ten}${zero}${ones > 0 ? digits[ones] : ''}`;
}

/** The value of a Chinese or Arabic numeral below 1,000; 0 for other text. */
export function numberOf(text: string): number {
  if (/^[0-9]{1,3}$/.test(text)) return Number(text);
  const found =
    /^(?:([一二三四五六七八九])百)?零?(?:([一二三四五六七八九])?(十))?([一二三四五六七八九])?$/.exec(text);
  if (!found) return 0;
  const of = (digit: string | undefined) => (digit ? digits.indexOf(digit) : 0);
  const tens = found[3] ? of(found[2]) || 1 : 0;
  return of(found[1]) * 100 + tens * 10 + of(found[4]);
}

const number = '[一二三四五六七八九十百零]{1,6}|[0-9]{1,3}';

/** Marks at the start of a paragraph. The text around the number and the white space after it are copied. */
const marks: readonly RegExp[] = [
  new RegExp(`^([ \\u3000]*第 ?)(${number})( ?条[ \\u3000]*)`),
  new RegExp(`^([ \\u3000]*第 ?)(${number})( ?章[ \\u3000]*)`),
  new RegExp(`^([ \\u3000]*第 ?)(${number})( ?节[ \\u3000]*)`),
  new RegExp(`^([ \\u3000]*[（(])(${number})([)）][ \\u3000]*)`),
  new RegExp(`^([ \\u3000]*)(${number})([、.．][ \\u3000]*)`),
  new RegExp(`^([ \\u3000]*附件 ?)(${number})([：: \\u3000]*)`),
];

/** Paragraphs before the caret that are searched for marks. */
const lookedBack = 80;

export interface Mark {
  /** The part of the mark that is not typed yet. */
  readonly text: string;
  /** Index of the pattern in `marks`. */
  readonly style: number;
  /** Number of units that are typed. */
  readonly typed: number;
  readonly value: number;
  readonly isArabic: boolean;
  /** Paragraphs since the previous mark of the style; 0 for the first item of a list. */
  readonly distance: number;
  /** Paragraphs between the last two marks of the style; 0 if there is only one. */
  readonly gap: number;
}

function written(like: string, value: number): string {
  return /[0-9]/.test(like) ? String(value) : numeral(value);
}

/** For each style in use, the mark that follows the last one, and the first one of a new list. */
export function nextMarks(context: string): Mark[] {
  const paragraphs = context.split('\n').slice(-lookedBack);
  const typed = paragraphs.pop() ?? '';
  if (typed.length > 6) return [];
  const out: Mark[] = [];
  for (const [style, mark] of marks.entries()) {
    const at = paragraphs.findLastIndex((paragraph) => mark.test(paragraph));
    const found = at < 0 ? null : mark.exec(paragraphs[at] as string);
    if (!found) continue;
    const [, before = '', value = '', after = ''] = found;
    const isArabic = /[0-9]/.test(value);
    const earlier = paragraphs.slice(0, at).findLastIndex((paragraph) => mark.test(paragraph));
    const gap = earlier < 0 ? 0 : at - earlier;
    const add = (next: number, distance: number) => {
      const text = `${before}${written(value, next)}${after}`;
      if (text.startsWith(typed) && text.length > typed.length + 1)
        out.push({
          text: text.slice(typed.length),
          style,
          typed: typed.length,
          value: next,
          isArabic,
          distance,
          gap,
        });
    };
    add(numberOf(value) + 1, paragraphs.length - at);
    if (numberOf(value) > 1 || paragraphs.length - at > 1) add(1, 0);
  }
  return out;
}
