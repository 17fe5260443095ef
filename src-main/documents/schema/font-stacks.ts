import { isSymbolFont } from './bullets.ts';
import { own } from './own.ts';

/** Substitutes for fonts that this machine lacks: fonts of the same class. */

export type FontClass = 'song' | 'fang' | 'kai' | 'hei' | 'serif' | 'sans' | 'mono';

const song = [
  'SimSun',
  '宋体',
  'Songti SC',
  'STSong',
  'Noto Serif CJK SC',
  'Source Han Serif SC',
  'Noto Serif SC',
];
const fang = ['FangSong', '仿宋', 'FangSong_GB2312', '仿宋_GB2312', 'STFangsong'];
const kai = ['KaiTi', '楷体', 'KaiTi_GB2312', '楷体_GB2312', 'Kaiti SC', 'STKaiti'];
const hei = [
  'SimHei',
  '黑体',
  'Heiti SC',
  'STHeiti',
  'Microsoft YaHei',
  'PingFang SC',
  'Noto Sans CJK SC',
  'Source Han Sans SC',
  'Noto Sans SC',
];

/** Substitutes by class, best first. Latin classes have no Chinese characters: a Chinese class follows them. */
const standIns: Readonly<Record<FontClass, readonly string[]>> = {
  song,
  fang: [...fang, ...song],
  kai: [...kai, ...song],
  hei,
  serif: ['Times New Roman', 'Liberation Serif', 'Tinos'],
  sans: ['Arial', 'Liberation Sans', 'Helvetica'],
  mono: ['Courier New', 'Liberation Mono', 'Menlo'],
};

/** Metric-compatible fonts that Linux has instead of Word's. */
const metric: Readonly<Record<string, string>> = { calibri: 'Carlito', cambria: 'Caladea' };

const eastAsian =
  /[\u2e80-\u9fff\uac00-\ud7af\uff00-\uffef]|^(?:n?sim|dengxian|fangsong|kaiti|songti|heiti|pingfang|microsoft (?:yahei|jhenghei)|youyuan|lisu|st(?:song|kaiti|heiti|fangsong|zhongsong|xihei)|fz[a-z]|ms p?(?:gothic|mincho)|yu (?:gothic|mincho)|meiryo|malgun|batang|gulim|p?mingliu|source han|noto s\w+ cjk)/i;

/** Whether a font has Chinese, Japanese or Korean characters, by its name. */
export const isEastAsianFont = (name: string): boolean => eastAsian.test(name);

const latinSerif =
  /times|roman|serif|georgia|garamond|cambria|century|palatino|bookman|antiqua|baskerville|bodoni|caslon|didot|constantia|tinos|caladea|charter|minion/i;

/** The class of a font by its name. */
export function fontClass(name: string): FontClass {
  if (!isEastAsianFont(name)) {
    if (/mono|courier|consol|code|menlo|monaco|terminal/i.test(name)) return 'mono';
    return latinSerif.test(name) && !/sans/i.test(name) ? 'serif' : 'sans';
  }
  if (/仿宋|fang ?song/i.test(name)) return 'fang';
  if (/楷|kai/i.test(name)) return 'kai';
  return /黑|hei|等线|dengxian|圆|yuan|苹方|pingfang|gothic|meiryo|malgun|gulim|sans|综艺|琥珀/i.test(name)
    ? 'hei'
    : 'song';
}

/** A font name as a CSS string. Names come from files, so other characters are escaped. */
export const quoted = (name: string): string =>
  `"${[...name.slice(0, 100)]
    .map((character) =>
      /[\p{L}\p{N} _.-]/u.test(character) ? character : `\\${character.codePointAt(0)?.toString(16)} `,
    )
    .join('')}"`;

const generic: Readonly<Record<FontClass, string>> = {
  song: 'serif',
  fang: 'serif',
  kai: 'serif',
  hei: 'sans-serif',
  serif: '"Times New Roman"',
  sans: 'Arial',
  mono: '"Courier New"',
};

/** The variable of a class (see `fontVariables`), with a fallback. */
export const classStack = (of: FontClass): string => `var(--fonts-${of}, ${generic[of]})`;

/** `font-family` of one font: the font, then its class. */
export function fontStack(name: string): string {
  // Text in a symbol font was mapped to Unicode: the font itself would show other characters.
  if (isSymbolFont(name)) return classStack('sans');
  const twin = own(metric, name.toLowerCase());
  return [quoted(name), ...(twin ? [quoted(twin)] : []), classStack(fontClass(name))].join(', ');
}

/** Declarations for the root of a page: one variable for each class. */
export const fontVariables: string = Object.entries(standIns)
  .map(([name, fonts]) => {
    const end = /^(?:song|fang|kai|hei)$/.test(name) ? [generic[name as FontClass]] : [];
    return `--fonts-${name}: ${[...fonts.map(quoted), ...end].join(', ')}`;
  })
  .join('; ');

/** The family with only a class's Chinese “ ” … —. */
export const signFamily = (of: FontClass): string =>
  `"bumo signs ${of === 'fang' || of === 'kai' || of === 'hei' ? of : 'song'}"`;

const signs =
  'U+A7, U+B0-B1, U+B7, U+D7, U+F7, U+2014-2015, U+2018-2019, U+201C-201D, U+2025-2026, U+2030, U+203B';

/** `@font-face` rules of the families that `signFamily` names, for a style sheet. */
export const signFaces: string = (['song', 'fang', 'kai', 'hei'] as const)
  .map((of) => {
    const sources = standIns[of].map((name) => `local(${quoted(name)})`);
    return `@font-face { font-family: ${signFamily(of)}; src: ${sources.join(', ')}; unicode-range: ${signs}; }`;
  })
  .join('\n');
