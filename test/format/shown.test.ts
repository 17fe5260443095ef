import { describe, expect, test } from 'vitest';
import { abilitiesOf } from '../../src-renderer/format/abilities.ts';
import { fontChange, fontsOf } from '../../src-renderer/format/fonts.ts';
import { paperOf, toMillimetres, toPoints } from '../../src-renderer/format/page.ts';
import { setParagraph } from '../../src-renderer/format/paragraph.ts';
import { changeOf, valuesOf } from '../../src-renderer/format/paragraph-form.ts';
import { shownOf } from '../../src-renderer/format/shown.ts';
import { styleName } from '../../src-renderer/format/style-names.ts';
import { fitting, isSame, samplesOf } from '../../src-renderer/format/tool-state.ts';
import { applied, body, documentOf, headed, paragraph, sheet, stateOf, text } from './sheet.ts';

const font = (attrs: object) => ({ type: 'font', attrs });

describe('what the toolbar shows', () => {
  test('of a caret: what the next character will look like', () => {
    const state = stateOf(documentOf(paragraph([text('一', font({ size: 22 })), text('二')])), 2);
    expect(shownOf(state)).toMatchObject({
      any: true,
      style: 'a',
      level: 0,
      numbering: null,
      paragraph: { align: 'justify' },
      run: { ...body, size: 22 },
    });
  });

  test('of a selection: what is the same everywhere, and what is not', () => {
    const doc = documentOf(paragraph([text('一', font({ size: 22, color: 'FF0000' }))]), headed('二'));
    expect(shownOf(stateOf(doc, 1, 5))).toMatchObject({
      style: 'mixed',
      level: 'mixed',
      paragraph: { align: 'mixed', first: 'mixed' },
      run: { size: 22, color: 'mixed', bold: 'mixed', eastAsia: 'mixed' },
    });
  });

  test('of an empty paragraph: its own look', () => {
    const state = stateOf(documentOf(paragraph('')), 1);
    expect(shownOf(state).run).toEqual(body);
  });
});

describe('the paragraph dialog', () => {
  const state = stateOf(documentOf(paragraph('一')), 1);

  test('shows the values of the selection and changes nothing that it only showed', () => {
    const shown = shownOf(state);
    const values = valuesOf(shown);
    expect(values).toMatchObject({
      align: 'justify',
      first: 'indent',
      firstBy: 2,
      line: 'multiple',
      lineValue: 1,
    });
    expect(changeOf(shown, values)).toEqual({});
  });

  test('gives back what was changed, and takes away what became nothing', () => {
    const shown = shownOf(state);
    const values = { ...valuesOf(shown), before: 0.5, first: 'none', line: 'exact', lineValue: 28 } as const;
    const change = changeOf(shown, values);
    expect(change).toEqual({
      before: { value: 0.5, unit: 'char' },
      first: null,
      line: { rule: 'exact', value: 28 },
    });
    const next = applied(state, setParagraph(change));
    expect(next.doc.firstChild?.attrs.format).not.toHaveProperty('first');
    expect(changeOf(shownOf(next), valuesOf(shownOf(next)))).toEqual({});
  });

  test('a hanging indent is a negative one', () => {
    const values = { ...valuesOf(shownOf(state)), first: 'hang', firstBy: 1.5 } as const;
    expect(changeOf(shownOf(state), values)).toEqual({ first: { value: -1.5, unit: 'char' } });
  });

  test('what is not the same everywhere stays as it is until it is filled in', () => {
    const shown = shownOf(stateOf(documentOf(paragraph('一'), headed('二')), 1, 5));
    const values = valuesOf(shown);
    expect(values).toMatchObject({ align: '', first: '' });
    expect(changeOf(shown, values)).toEqual({});
    expect(changeOf(shown, { ...values, align: 'left' })).toEqual({ align: 'left' });
  });

  test('half-typed numbers change nothing', () => {
    const shown = shownOf(state);
    const values = { ...valuesOf(shown), left: null, lineValue: Number.NaN, after: Number.NaN };
    expect(changeOf(shown, values)).toEqual({});
  });
});

describe('tools', () => {
  test('what a format cannot hold is not offered', () => {
    expect(Object.values(abilitiesOf('txt', false))).not.toContain(true);
    expect(Object.values(abilitiesOf('docx', true))).not.toContain(true);
    expect(abilitiesOf('md', false)).toMatchObject({ emphasis: true, fonts: false, paragraphs: false });
    expect(abilitiesOf('docx', false)).toMatchObject({ fonts: true, paragraphs: true, quotes: false });
    expect(Object.values(abilitiesOf(null, false))).not.toContain(false);
  });

  test('those that find no room go, the least needed first', () => {
    const widths = { style: 100, font: 200, marks: 100, align: 150 };
    expect([...fitting(widths, 1000)]).toHaveLength(11);
    expect([...fitting(widths, 420)]).toEqual(['style', 'font', 'marks']);
    expect([...fitting(widths, 90)]).toEqual([]);
  });

  test('numberings that look the same are one choice', () => {
    const twice = {
      ...sheet,
      numberings: { ...sheet.numberings, '7': sheet.numberings['3'] },
    } as typeof sheet;
    expect(samplesOf(twice)).toEqual([
      { id: '3', text: '一、  （一）' },
      { id: '5', text: '●' },
    ]);
  });

  test('a mixed field is no value', () => {
    expect(isSame('mixed', { rule: 'exact', value: 28 })).toBe(false);
    expect(isSame({ rule: 'exact', value: 28 }, { rule: 'exact', value: 28 })).toBe(true);
  });
});

describe('fonts, styles and paper', () => {
  test('a Chinese font is used for Latin characters too, a Latin one for those alone', () => {
    expect(fontChange('仿宋')).toEqual({ eastAsia: '仿宋', ascii: '仿宋' });
    expect(fontChange('SimHei')).toEqual({ eastAsia: 'SimHei', ascii: 'SimHei' });
    expect(fontChange('Arial')).toEqual({ ascii: 'Arial' });
  });

  test('the fonts of the file come first, each once', () => {
    const fonts = fontsOf(sheet);
    expect(fonts.slice(0, 4)).toEqual(['仿宋', 'Times New Roman', '黑体', 'Arial']);
    expect(new Set(fonts).size).toBe(fonts.length);
  });

  test('Word’s own styles are called as in its Chinese edition', () => {
    expect(styleName('Normal', 'zh')).toBe('正文');
    expect(styleName('heading 2', 'zh')).toBe('标题 2');
    expect(styleName('toc 1', 'zh')).toBe('目录 1');
    expect(styleName('公文正文', 'zh')).toBe('公文正文');
    expect(styleName('constructor', 'zh')).toBe('constructor');
    expect(styleName('heading 2', 'en')).toBe('Heading 2');
  });

  test('a page is known by its size in either orientation', () => {
    expect(paperOf({ width: 595.3, height: 841.9 })?.id).toBe('A4');
    expect(paperOf({ width: 841.9, height: 595.3 })?.id).toBe('A4');
    expect(paperOf({ width: 612, height: 792 })?.id).toBe('Letter');
    expect(paperOf({ width: 500, height: 500 })).toBeNull();
    expect(toMillimetres(toPoints(37))).toBe(37);
  });
});
