import { type HanStyle, hanStyles, inHan, inHanDigits } from './han-numbers.ts';
import { own } from './own.ts';

/** Numbers in the formats of `ST_NumberFormat` (17.18.59), as Word shows them. */

type Format = (value: number) => string;

/** Word repeats a letter up to 30 times, to 780 for 26 letters. */
const mostRepeats = 30;

/** A letter for each number, then two of each, three, … */
const repeating =
  (letters: string): Format =>
  (value) => {
    const times = Math.floor((value - 1) / letters.length) + 1;
    return times > mostRepeats ? String(value) : (letters[(value - 1) % letters.length] ?? '').repeat(times);
  };

/** A sign for each number; digits after the last sign. */
const listed =
  (signs: string): Format =>
  (value) =>
    [...signs][value - 1] ?? String(value);

/** Signs that follow each other in Unicode, from `first` on. */
const signs =
  (first: string, count: number): Format =>
  (value) =>
    value <= count ? String.fromCodePoint((first.codePointAt(0) ?? 0) + value - 1) : String(value);

/** A sign for each number, starting over after the last sign. */
const cycling =
  (letters: string): Format =>
  (value) =>
    letters[(value - 1) % letters.length] ?? '';

const numerals: readonly (readonly [number, string])[] = [
  [1000, 'M'],
  [900, 'CM'],
  [500, 'D'],
  [400, 'CD'],
  [100, 'C'],
  [90, 'XC'],
  [50, 'L'],
  [40, 'XL'],
  [10, 'X'],
  [9, 'IX'],
  [5, 'V'],
  [4, 'IV'],
  [1, 'I'],
];

function roman(value: number): string {
  if (value > 32_767) return String(value);
  let rest = value;
  return numerals
    .map(([worth, numeral]) => {
      const times = Math.floor(rest / worth);
      rest -= times * worth;
      return numeral.repeat(times);
    })
    .join('');
}

function ordinal(value: number): string {
  const teen = value % 100 > 10 && value % 100 < 14;
  return `${value}${(teen ? undefined : ['th', 'st', 'nd', 'rd'][value % 10]) ?? 'th'}`;
}

const ones =
  `zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
  seventeen eighteen nineteen`.split(/\s+/);
const tens = 'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');

function english(value: number): string {
  if (value < 20) return ones[value] ?? '';
  if (value < 100) return `${tens[Math.floor(value / 10) - 2]}${value % 10 ? `-${ones[value % 10]}` : ''}`;
  const [size, name] = value < 1000 ? [100, 'hundred'] : [1000, 'thousand'];
  const rest = value % size;
  return `${english(Math.floor(value / size))} ${name}${rest ? ` ${english(rest)}` : ''}`;
}

const irregular: Readonly<Record<string, string>> = {
  one: 'first',
  two: 'second',
  three: 'third',
  five: 'fifth',
  eight: 'eighth',
  nine: 'ninth',
  twelve: 'twelfth',
};

const englishOrdinal = (value: number): string =>
  english(value).replace(/[a-z]+$/, (word) => own(irregular, word) ?? `${word.replace(/y$/, 'ie')}th`);

const words =
  (spell: Format): Format =>
  (value) =>
    value < 1_000_000 ? spell(value).replace(/^./, (letter) => letter.toUpperCase()) : String(value);

const fullWidth: Format = (value) => inHanDigits(value, '０１２３４５６７８９');

const han =
  (style: HanStyle): Format =>
  (value) =>
    inHan(value, style);

/** Spelled up to 99, digit by digit from 100 on. */
const counting =
  (style: HanStyle): Format =>
  (value) =>
    value < 100 ? inHan(value, style) : inHanDigits(value, '○一二三四五六七八九');

const stems = '甲乙丙丁戊己庚辛壬癸';
const branches = '子丑寅卯辰巳午未申酉戌亥';
const aiueo = 'アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン';
const iroha =
  'イロハニホヘトチリヌルヲワカヨタレソツネナラムウヰノオクヤマケフコエテアサキユメミシヱヒモセスン';
const latin = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const russian = 'АБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩЫЭЮЯ';

/** Formats for numbers from 1 on; others are shown in decimal digits. */
const formats: Readonly<Record<string, Format>> = {
  decimalZero: (value) => String(value).padStart(2, '0'),
  decimalFullWidth: fullWidth,
  decimalFullWidth2: fullWidth,
  upperRoman: roman,
  lowerRoman: (value) => roman(value).toLowerCase(),
  upperLetter: repeating(latin),
  lowerLetter: repeating(latin.toLowerCase()),
  russianUpper: repeating(russian),
  russianLower: repeating(russian.toLowerCase()),
  ordinal,
  cardinalText: words(english),
  ordinalText: words(englishOrdinal),
  hex: (value) => value.toString(16).toUpperCase(),
  chicago: repeating('*†‡§'),
  numberInDash: (value) => `- ${value} -`,
  // Word has 20 circles, and only ten in the format that Chinese versions offer.
  decimalEnclosedCircle: signs('①', 20),
  decimalEnclosedCircleChinese: signs('①', 10),
  decimalEnclosedParen: signs('⑴', 20),
  decimalEnclosedFullstop: signs('⒈', 20),
  // In parentheses, despite the name ([MS-OI29500] 2.1.540).
  ideographEnclosedCircle: signs('㈠', 10),
  ideographTraditional: listed(stems),
  ideographZodiac: listed(branches),
  ideographZodiacTraditional: (value) => `${stems[(value - 1) % 10]}${branches[(value - 1) % 12]}`,
  ideographDigital: (value) => inHanDigits(value),
  japaneseDigitalTenThousand: (value) => inHanDigits(value),
  taiwaneseDigital: (value) => inHanDigits(value, '○一二三四五六七八九'),
  koreanDigital: (value) => inHanDigits(value, hanStyles.korean.digits),
  koreanDigital2: (value) => inHanDigits(value, '零一二三四五六七八九'),
  chineseCounting: counting(hanStyles.chinese),
  taiwaneseCounting: counting(hanStyles.taiwanese),
  chineseCountingThousand: han(hanStyles.chinese),
  taiwaneseCountingThousand: han(hanStyles.taiwanese),
  japaneseCounting: han(hanStyles.japanese),
  koreanCounting: han(hanStyles.korean),
  chineseLegalSimplified: han(hanStyles.chineseLegal),
  ideographLegalTraditional: han(hanStyles.taiwaneseLegal),
  japaneseLegal: han(hanStyles.japaneseLegal),
  aiueo: cycling(aiueo),
  aiueoFullWidth: cycling(aiueo),
  iroha: cycling(iroha),
  irohaFullWidth: cycling(iroha),
  ganada: cycling('가나다라마바사아자차카타파하'),
  chosung: cycling('ㄱㄴㄷㄹㅁㅂㅅㅇㅈㅊㅋㅌㅍㅎ'),
};

/** @param format value of `w:numFmt`, or the first number of a custom format: `001` */
export function formatNumber(value: number, format: string): string {
  if (format === 'none' || format === 'bullet') return '';
  if (/^0+1$/.test(format)) return String(value).padStart(format.length, '0');
  const known = own(formats, format);
  // Numbers below 1 are shown in digits.
  return known && value >= 1 ? known(value) : String(value);
}
