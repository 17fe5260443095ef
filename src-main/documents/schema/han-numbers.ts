/** Numbers in Chinese characters and in their Japanese and Korean variants, as Word spells them. */

export interface HanStyle {
  /** Digits 0–9. */
  readonly digits: string;
  /** Ten, a hundred, a thousand. */
  readonly units: string;
  /** Ten thousand, a hundred million. */
  readonly groups: string;
  /** The zero between digits of units that are not adjacent (一百〇一); empty for none. */
  readonly zero: string;
  /** Where the digit one before a unit is omitted: at the front before ten (十二), before any unit (百), or nowhere. */
  readonly bare: 'front' | 'all' | 'never';
}

const plain = '〇一二三四五六七八九';

export const hanStyles = {
  chinese: { digits: plain, units: '十百千', groups: '万亿', zero: '〇', bare: 'front' },
  taiwanese: { digits: plain, units: '十百千', groups: '萬億', zero: '〇', bare: 'front' },
  japanese: { digits: plain, units: '十百千', groups: '万億', zero: '', bare: 'all' },
  korean: { digits: '영일이삼사오육칠팔구', units: '십백천', groups: '만억', zero: '', bare: 'all' },
  chineseLegal: {
    digits: '零壹贰叁肆伍陆柒捌玖',
    units: '拾佰仟',
    groups: '万亿',
    zero: '零',
    bare: 'never',
  },
  taiwaneseLegal: {
    digits: '零壹貳參肆伍陸柒捌玖',
    units: '拾佰仟',
    groups: '萬億',
    zero: '零',
    bare: 'never',
  },
  japaneseLegal: { digits: '零壱弐参四伍六七八九', units: '拾百阡', groups: '萬億', zero: '', bare: 'never' },
} as const satisfies Record<string, HanStyle>;

/** Up to four digits. @param leading whether nothing stands before */
function group(value: number, { digits, units, zero, bare }: HanStyle, leading: boolean): string {
  let text = '';
  let skipped = false;
  for (let place = 3; place >= 0; place--) {
    const digit = Math.floor(value / 10 ** place) % 10;
    if (digit === 0) {
      skipped ||= text !== '';
      continue;
    }
    if (skipped) text += zero;
    skipped = false;
    const front = leading && text === '' && place === 1;
    const silent = digit === 1 && place > 0 && (bare === 'all' || (bare === 'front' && front));
    text += `${silent ? '' : digits[digit]}${place > 0 ? units[place - 1] : ''}`;
  }
  return text;
}

/** @param value a whole number from 0 */
export function inHan(value: number, style: HanStyle): string {
  if (value === 0) return style.digits[0] ?? '';
  let text = '';
  for (let power = 2; power >= 0; power--) {
    const part = Math.floor(value / 10_000 ** power) % 10_000;
    if (part === 0) continue;
    const gap = text !== '' && part < 1000 ? style.zero : '';
    text += `${gap}${group(part, style, text === '')}${power > 0 ? style.groups[power - 1] : ''}`;
  }
  return text;
}

/** Digit by digit: 一〇三. @param digits 0–9 */
export const inHanDigits = (value: number, digits = plain): string =>
  String(value).replace(/\d/g, (digit) => digits[Number(digit)] ?? digit);
