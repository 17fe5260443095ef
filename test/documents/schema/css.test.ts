import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { RunOverride } from '../../../src-main/contract/document-formats.ts';
import {
  cellCss,
  fontSizeName,
  fontSizePoints,
  fontVariables,
  gridCss,
  paragraphCss,
  rowCss,
  runCss,
  signFaces,
  tableCss,
} from '../../../src-main/documents/schema/css.ts';
import { fontClass } from '../../../src-main/documents/schema/font-stacks.ts';

/** Declarations as an object; none of the values here holds a semicolon of its own. */
const parsed = (css: string): Record<string, string> =>
  Object.fromEntries(
    css
      .split('; ')
      .filter((one) => one !== '')
      .map((one) => [one.slice(0, one.indexOf(': ')), one.slice(one.indexOf(': ') + 2)]),
  );

const pt = (value: number) => ({ value, unit: 'pt' }) as const;
const char = (value: number) => ({ value, unit: 'char' }) as const;
const border = (more: object = {}) => ({ kind: 'single', width: 0.5, color: null, space: 0, ...more });

describe('paragraphs', () => {
  test('indents in points and in characters of the text', () => {
    expect(parsed(paragraphCss({ left: pt(21), right: char(1), first: char(2) }))).toMatchObject({
      margin: '0 1em 0 21pt',
      'text-indent': '2em',
    });
    const large = paragraphCss({ first: char(-2), charSize: 16, base: { size: 10 } });
    expect(parsed(large)['text-indent']).toBe('-3.2em');
  });

  test('space above and below adds up, as in Word, and counts lines of the grid', () => {
    expect(parsed(paragraphCss({ before: pt(6), after: char(0.5) })).padding).toBe(
      '6pt 0 calc(0.5 * var(--pitch, 12pt)) 0',
    );
    // A fill must not cover the space.
    expect(parsed(paragraphCss({ before: pt(6), shading: 'FFFF00' }))).toMatchObject({
      margin: '6pt 0 0 0',
      padding: '0 0 0 0',
    });
  });

  test('paragraphs of one style without space between', () => {
    const format = { before: pt(6), after: pt(6), contextual: true } as const;
    expect(parsed(paragraphCss(format, { sameAbove: true })).padding).toBe('0 0 6pt 0');
    expect(parsed(paragraphCss(format, { sameBelow: true })).padding).toBe('6pt 0 0 0');
    const { contextual: _, ...spaced } = format;
    expect(parsed(paragraphCss(spaced, { sameAbove: true })).padding).toBe('6pt 0 6pt 0');
  });

  test.each([
    [{}, 'round(up, 1.2 * 1em - 0.05pt, var(--snap, var(--pitch, 0.01pt)))'],
    [{ offGrid: true }, 'calc(1.2 * 1em)'],
    [{ base: { eastAsia: '宋体' } }, 'round(up, 1.3 * 1em - 0.05pt, var(--snap, var(--pitch, 0.01pt)))'],
    [{ line: { rule: 'exact', value: 28 } }, '28pt'],
    [{ offGrid: true, line: { rule: 'atLeast', value: 20 } }, 'max(20pt, calc(1.2 * 1em))'],
    [{ offGrid: true, line: { rule: 'multiple', value: 1.5 } }, 'calc(1.5 * calc(1.2 * 1em))'],
  ] as const)('line height of %j', (format, expected) => {
    expect(parsed(paragraphCss(format))).toMatchObject({
      '--leading': expected,
      'line-height': 'var(--leading)',
    });
  });

  test('alignment', () => {
    expect(parsed(paragraphCss({}))['text-align']).toBe('left');
    expect(parsed(paragraphCss({ align: 'distribute' }))).toMatchObject({
      'text-align': 'justify',
      'text-align-last': 'justify',
    });
    expect(parsed(paragraphCss({ align: 'right', rightToLeft: true }))).toMatchObject({ direction: 'rtl' });
  });

  test('borders stand outside of the text', () => {
    const css = paragraphCss({
      left: pt(20),
      borders: { left: border({ width: 1, space: 4 }), bottom: border() },
    });
    expect(parsed(css)).toMatchObject({
      margin: '0 0 0 calc(20pt - 5pt)',
      padding: '0 0 0 4pt',
      'border-left': '1pt solid var(--ink, currentcolor)',
      'border-bottom': '0.5pt solid var(--ink, currentcolor)',
    });
    expect(css).not.toContain('border-top');
  });

  test('its look, with weight left to the marks of the text', () => {
    const base = {
      ascii: 'Arial',
      eastAsia: '黑体',
      size: 16,
      bold: true,
      color: 'C00000',
      spacing: 1,
    } as const;
    expect(parsed(paragraphCss({ base }))).toMatchObject({
      '--latin': '"Arial", var(--fonts-sans, Arial)',
      '--han': '"黑体", var(--fonts-hei, sans-serif)',
      'font-family': 'var(--latin, serif), var(--han, serif)',
      'font-size': '16pt',
      'font-weight': 'normal',
      color: '#C00000',
      '--own-ink': '#C00000',
      'letter-spacing': 'calc(var(--grid-space, 0pt) + 1pt)',
    });
  });

  test('breaks', () => {
    expect(parsed(paragraphCss({ pageBreakBefore: true, keepNext: true }))).toMatchObject({
      'break-before': 'page',
      'break-after': 'avoid',
    });
  });

  test('the text grid of a page', () => {
    const page = {
      width: 595,
      height: 842,
      top: 1,
      bottom: 1,
      left: 1,
      right: 1,
      header: 1,
      footer: 1,
      columns: 1,
    };
    expect(gridCss({ ...page, linePitch: null })).toBe('');
    expect(gridCss({ ...page, linePitch: 28.9, charSpace: -0.2 })).toBe(
      '--pitch: 28.9pt; --grid-space: -0.2pt; letter-spacing: var(--grid-space)',
    );
  });
});

describe('text', () => {
  test.each<[RunOverride, string]>([
    [{}, ''],
    [
      { eastAsia: '仿宋_GB2312' },
      '--han: "仿宋_GB2312", var(--fonts-fang, serif); --signs: "bumo signs fang"; font-family: var(--latin, serif), var(--han, serif)',
    ],
    [
      { ascii: 'Calibri' },
      '--latin: "Calibri", "Carlito", var(--fonts-sans, Arial); font-family: var(--latin, serif), var(--han, serif)',
    ],
    [
      { ascii: 'Wingdings' },
      '--latin: var(--fonts-sans, Arial); font-family: var(--latin, serif), var(--han, serif)',
    ],
    [
      { hint: 'eastAsia' },
      'font-family: var(--signs, "bumo signs song"), var(--latin, serif), var(--han, serif)',
    ],
    [
      { size: 16 },
      'font-size: 16pt; line-height: calc(max(0, sign(var(--leading) - var(--base-leading) - 0.1pt)) * var(--leading))',
    ],
    [{ vertical: 'super' }, 'font-size: 0.65em; vertical-align: super; line-height: 0'],
    [{ vertical: 'sub', size: 20 }, 'font-size: 13pt; vertical-align: sub; line-height: 0'],
    [{ position: -3 }, 'vertical-align: -3pt'],
    [{ color: 'FF0000' }, 'color: #FF0000'],
    [{ color: 'none' }, 'color: var(--ink)'],
    [{ highlight: 'FFFF00' }, 'background-color: #FFFF00; color: var(--own-ink, #000000)'],
    [{ shading: '000080' }, 'background-color: #000080; color: var(--own-ink, #FFFFFF)'],
    [{ highlight: 'FFFF00', color: 'FF0000' }, 'background-color: #FFFF00; color: #FF0000'],
    [{ highlight: 'none' }, 'background-color: transparent'],
    [{ spacing: 1.5 }, 'letter-spacing: calc(var(--grid-space, 0pt) + 1.5pt)'],
    [{ spacing: 'none' }, 'letter-spacing: var(--grid-space, 0pt)'],
    [{ scale: 90 }, 'letter-spacing: calc(var(--grid-space, 0pt) + -0.1em)'],
    [{ emphasis: 'dot' }, 'text-emphasis: filled dot; text-emphasis-position: under right'],
    [{ emphasis: 'none' }, 'text-emphasis: none'],
    [{ caps: 'all' }, 'text-transform: uppercase; font-variant-caps: normal'],
    [{ caps: 'small' }, 'text-transform: none; font-variant-caps: small-caps'],
    [{ hidden: true }, 'display: none'],
    [{ bold: true, italic: 'none' }, 'font-weight: bold; font-style: normal'],
    [{ underline: 'single' }, 'text-decoration: underline'],
    [{ underline: 'wave', strike: 'single' }, 'text-decoration: underline line-through wavy'],
    [{ underline: 'dotDash' }, 'text-decoration: underline dashed'],
    [{ underline: 'thick' }, 'text-decoration: underline 2px'],
    [{ strike: 'double' }, 'text-decoration: line-through double'],
    [{ underline: 'none' }, ''],
    [{ border: border() }, 'border: 0.5pt solid var(--ink, currentcolor)'],
  ])('%j', (look, expected) => {
    expect(runCss(look)).toBe(expected);
  });

  test.each(['000000', '0D0D0D', '333333'])('black text (%s) follows the theme', (color) => {
    expect(runCss({ color })).not.toContain('#');
    expect(paragraphCss({ base: { color } })).not.toContain('#');
  });
});

describe('what a file says cannot leave its place', () => {
  const hostile = fc.oneof(
    fc.string(),
    fc.constantFrom(
      '"; background: url(http://x)',
      'a\\"; color: red; x: "',
      "';}</style><script>",
      'a\nb',
      '/* */',
      'expression(1)',
      'constructor',
    ),
  );

  /** Strings taken out, nothing but the words of our own tables may be left. */
  const words = /^[\w\s#%.,:;()*+-]*$/;
  const bare = (css: string) => css.replace(/"(?:[^"\\\n]|\\[0-9a-f]+ )*"/g, '""').replaceAll('""', '');

  test('names of fonts', () => {
    fc.assert(
      fc.property(hostile, hostile, (ascii, eastAsia) => {
        for (const css of [runCss({ ascii, eastAsia }), paragraphCss({ base: { ascii, eastAsia } })]) {
          expect(bare(css)).toMatch(words);
          expect(css.split('; ').map((one) => one.split(': ')[0])).not.toContain('background');
        }
      }),
    );
  });

  test('colours, kinds and numbers', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const any = text as never;
        const borders = {
          top: { kind: any, width: any, color: any, space: any },
          down: border({ color: any }),
        };
        const indent = { value: any, unit: 'pt' as const };
        for (const css of [
          runCss({
            color: any,
            shading: any,
            size: any,
            emphasis: any,
            underline: any,
            position: any,
            scale: any,
          }),
          paragraphCss({
            left: indent,
            shading: any,
            borders,
            line: { rule: any, value: any },
            charSize: any,
          }),
          cellCss({ shading: any, borders, direction: any, width: indent }),
          tableCss({ indent: any, columns: [any], margins: { top: any } }),
          rowCss({ height: any }),
        ]) {
          expect(bare(css)).toMatch(words);
          expect(css).not.toContain('NaN');
        }
      }),
    );
  });
});

describe('tables', () => {
  test('a table', () => {
    expect(parsed(tableCss({ width: { value: 100, unit: '%' }, align: 'center' }))).toEqual({
      'border-collapse': 'collapse',
      margin: '0 auto',
      width: '100%',
    });
    expect(
      parsed(
        tableCss({ indent: -5.4, columns: [100, 50.5], margins: { left: 5.4, right: 5.4 }, offGrid: true }),
      ),
    ).toEqual({
      'border-collapse': 'collapse',
      margin: '0 0 0 -5.4pt',
      width: '150.5pt',
      'table-layout': 'fixed',
      '--cell-padding': '0 5.4pt 0 5.4pt',
      '--snap': '0.01pt',
    });
    expect(parsed(tableCss({ align: 'right', indent: 10 })).margin).toBe('0 0 0 auto');
  });

  test('a row', () => {
    expect(rowCss({})).toBe('');
    expect(rowCss({ height: 28.35, rule: 'exact' })).toBe('height: 28.35pt');
  });

  test('a cell', () => {
    expect(parsed(cellCss({}))).toEqual({
      'border-top': 'none',
      'border-right': 'none',
      'border-bottom': 'none',
      'border-left': 'none',
      padding: 'var(--cell-padding, 0 5.4pt)',
      'vertical-align': 'top',
    });
    // A column that no cell of the row stands in may be narrower than the space in a cell.
    expect(parsed(cellCss({ filler: true })).padding).toBe('0');
    const css = cellCss({
      borders: { top: border({ kind: 'double', width: 0.75, color: 'FF0000' }), down: border() },
      shading: '1F497D',
      vertical: 'center',
      margins: { left: 2 },
      direction: 'tbRl',
      noWrap: true,
      width: { value: 50, unit: 'pt' },
    });
    expect(parsed(css)).toMatchObject({
      'border-top': '2.25pt double #FF0000',
      padding: '0 0 0 2pt',
      'vertical-align': 'middle',
      width: '50pt',
      'background-color': '#1F497D',
      color: '#FFFFFF',
      'writing-mode': 'vertical-rl',
      'white-space': 'nowrap',
    });
    expect(parsed(css)['background-image']).toMatch(/^linear-gradient\(to top right, transparent/);
  });
});

test.each([
  ['仿宋_GB2312', 'fang'],
  ['方正仿宋_GBK', 'fang'],
  ['FangSong', 'fang'],
  ['华文仿宋', 'fang'],
  ['宋体', 'song'],
  ['SimSun', 'song'],
  ['方正小标宋简体', 'song'],
  ['新細明體', 'song'],
  ['楷体_GB2312', 'kai'],
  ['KaiTi', 'kai'],
  ['黑体', 'hei'],
  ['SimHei', 'hei'],
  ['等线', 'hei'],
  ['微软雅黑', 'hei'],
  ['Microsoft YaHei UI', 'hei'],
  ['Noto Sans CJK SC', 'hei'],
  ['Noto Serif CJK SC', 'song'],
  ['Times New Roman', 'serif'],
  ['Cambria', 'serif'],
  ['Calibri', 'sans'],
  ['Noto Sans', 'sans'],
  ['Helvetica Neue', 'sans'],
  ['Consolas', 'mono'],
])('%s is a font of the class %s', (name, expected) => {
  expect(fontClass(name)).toBe(expected);
});

test('stand-ins of every class, those for Chinese with an end of their own', () => {
  for (const name of ['song', 'fang', 'kai', 'hei', 'serif', 'sans', 'mono'])
    expect(fontVariables).toContain(`--fonts-${name}: "`);
  // A general Latin font would take the Chinese characters, too.
  expect(parsed(fontVariables)['--fonts-serif']).not.toMatch(/serif$/);
  expect(parsed(fontVariables)['--fonts-fang']).toMatch(/"SimSun".*, serif$/);
  expect(signFaces.match(/@font-face/g)).toHaveLength(4);
});

test('sizes have the names that offices use', () => {
  expect([42, 26, 16, 15, 12, 10.5, 5, 11].map(fontSizeName)).toEqual([
    '初号',
    '一号',
    '三号',
    '小三',
    '小四',
    '五号',
    '八号',
    null,
  ]);
  expect(['三号', ' 小四 ', '10.5', '12', '10.3', '0', '', 'x', '2000'].map(fontSizePoints)).toEqual([
    16,
    12,
    10.5,
    12,
    10.5,
    null,
    null,
    null,
    null,
  ]);
});
