import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatNumber } from '../../../src-main/documents/schema/number-formats.ts';

const numbers = [1, 2, 9, 10, 11, 20, 21, 99, 100, 101, 110, 1000, 1010, 12345];

/** What Word shows for `numbers`. */
const table: Readonly<Record<string, string>> = {
  decimal: '1 2 9 10 11 20 21 99 100 101 110 1000 1010 12345',
  decimalZero: '01 02 09 10 11 20 21 99 100 101 110 1000 1010 12345',
  decimalFullWidth: '１ ２ ９ １０ １１ ２０ ２１ ９９ １００ １０１ １１０ １０００ １０１０ １２３４５',
  decimalFullWidth2: '１ ２ ９ １０ １１ ２０ ２１ ９９ １００ １０１ １１０ １０００ １０１０ １２３４５',
  upperRoman: 'I II IX X XI XX XXI XCIX C CI CX M MX MMMMMMMMMMMMCCCXLV',
  lowerRoman: 'i ii ix x xi xx xxi xcix c ci cx m mx mmmmmmmmmmmmcccxlv',
  upperLetter: 'A B I J K T U UUUU VVVV WWWW FFFFF 1000 1010 12345',
  lowerLetter: 'a b i j k t u uuuu vvvv wwww fffff 1000 1010 12345',
  ordinal: '1st 2nd 9th 10th 11th 20th 21st 99th 100th 101st 110th 1000th 1010th 12345th',
  hex: '1 2 9 A B 14 15 63 64 65 6E 3E8 3F2 3039',
  decimalEnclosedCircle: '① ② ⑨ ⑩ ⑪ ⑳ 21 99 100 101 110 1000 1010 12345',
  decimalEnclosedCircleChinese: '① ② ⑨ ⑩ 11 20 21 99 100 101 110 1000 1010 12345',
  decimalEnclosedParen: '⑴ ⑵ ⑼ ⑽ ⑾ ⒇ 21 99 100 101 110 1000 1010 12345',
  decimalEnclosedFullstop: '⒈ ⒉ ⒐ ⒑ ⒒ ⒛ 21 99 100 101 110 1000 1010 12345',
  ideographEnclosedCircle: '㈠ ㈡ ㈨ ㈩ 11 20 21 99 100 101 110 1000 1010 12345',
  ideographTraditional: '甲 乙 壬 癸 11 20 21 99 100 101 110 1000 1010 12345',
  ideographZodiac: '子 丑 申 酉 戌 20 21 99 100 101 110 1000 1010 12345',
  ideographZodiacTraditional: '甲子 乙丑 壬申 癸酉 甲戌 癸未 甲申 壬寅 癸卯 甲辰 癸丑 癸卯 癸丑 戊申',
  ideographDigital: '一 二 九 一〇 一一 二〇 二一 九九 一〇〇 一〇一 一一〇 一〇〇〇 一〇一〇 一二三四五',
  chineseCounting: '一 二 九 十 十一 二十 二十一 九十九 一○○ 一○一 一一○ 一○○○ 一○一○ 一二三四五',
  taiwaneseCounting: '一 二 九 十 十一 二十 二十一 九十九 一○○ 一○一 一一○ 一○○○ 一○一○ 一二三四五',
  chineseCountingThousand:
    '一 二 九 十 十一 二十 二十一 九十九 一百 一百〇一 一百一十 一千 一千〇一十 一万二千三百四十五',
  taiwaneseCountingThousand:
    '一 二 九 十 十一 二十 二十一 九十九 一百 一百〇一 一百一十 一千 一千〇一十 一萬二千三百四十五',
  japaneseCounting: '一 二 九 十 十一 二十 二十一 九十九 百 百一 百十 千 千十 一万二千三百四十五',
  koreanCounting: '일 이 구 십 십일 이십 이십일 구십구 백 백일 백십 천 천십 일만이천삼백사십오',
  chineseLegalSimplified:
    '壹 贰 玖 壹拾 壹拾壹 贰拾 贰拾壹 玖拾玖 壹佰 壹佰零壹 壹佰壹拾 壹仟 壹仟零壹拾 壹万贰仟叁佰肆拾伍',
  cardinalText:
    'One|Two|Nine|Ten|Eleven|Twenty|Twenty-one|Ninety-nine|One hundred|One hundred one|One hundred ten|One thousand|One thousand ten|Twelve thousand three hundred forty-five',
  ordinalText:
    'First|Second|Ninth|Tenth|Eleventh|Twentieth|Twenty-first|Ninety-ninth|One hundredth|One hundred first|One hundred tenth|One thousandth|One thousand tenth|Twelve thousand three hundred forty-fifth',
  numberInDash: numbers.map((value) => `- ${value} -`).join('|'),
  chicago: '* † * † ‡ § * ‡ § * † § † *'
    .split(' ')
    .map((sign, i) => sign.repeat(Math.floor(((numbers[i] ?? 0) - 1) / 4) + 1))
    .map((text, i) => (text.length > 30 ? String(numbers[i]) : text))
    .join(' '),
  '001': '001 002 009 010 011 020 021 099 100 101 110 1000 1010 12345',
  // Formats that Word has and this program shows as digits.
  thaiCounting: '1 2 9 10 11 20 21 99 100 101 110 1000 1010 12345',
  constructor: '1 2 9 10 11 20 21 99 100 101 110 1000 1010 12345',
};

test.each(Object.entries(table))('%s', (format, expected) => {
  expect(numbers.map((value) => formatNumber(value, format))).toEqual(
    expected.split(expected.includes('|') ? '|' : ' '),
  );
});

test.each([
  [0, 'decimal', '0'],
  [-3, 'upperRoman', '-3'],
  [0, 'lowerLetter', '0'],
  [0, 'decimalZero', '0'],
  [7, 'none', ''],
  [7, 'bullet', ''],
  [100_000_000, 'chineseCountingThousand', '一亿'],
  [100_010_000, 'chineseCountingThousand', '一亿〇一万'],
  [20_005, 'chineseCountingThousand', '二万〇五'],
  [100_000, 'chineseCountingThousand', '十万'],
  [47, 'aiueo', 'ア'],
])('%i in %s is %j', (value, format, expected) => {
  expect(formatNumber(value, format)).toBe(expected);
});

test('no number makes a long text', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: -2_147_483_648, max: 2_147_483_647 }),
      fc.constantFrom(...Object.keys(table)),
      (value, format) => formatNumber(value, format).length < 120,
    ),
  );
});

test('Chinese numbers can be read back', () => {
  const worth: Readonly<Record<string, number>> = { 十: 10, 百: 100, 千: 1000 };
  const digits = '〇一二三四五六七八九';
  const group = (text: string) => {
    let [sum, digit] = [0, 0];
    for (const sign of text) {
      const unit = worth[sign];
      if (unit) [sum, digit] = [sum + (digit || 1) * unit, 0];
      else digit = digits.indexOf(sign);
    }
    return sum + digit;
  };
  const read = (text: string) => {
    const [high = '', low] = text.split('万');
    return low === undefined ? group(high) : group(high) * 10_000 + group(low);
  };
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 99_999_999 }), (value) => {
      expect(read(formatNumber(value, 'chineseCountingThousand'))).toBe(value);
    }),
  );
});
