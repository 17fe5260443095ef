import { NodeSelection } from '@tiptap/pm/state';
import { describe, expect, test } from 'vitest';
import { backspace, enter, marksForEmpty } from '../../src-renderer/format/enter.ts';
import {
  applyNumbering,
  changeLevel,
  leaveNumbering,
  tabAtStart,
  toggleNumbering,
} from '../../src-renderer/format/numbering.ts';
import { setPage } from '../../src-renderer/format/page.ts';
import { listedStyles, setStyle, toggleHeadingStyle } from '../../src-renderer/format/style.ts';
import {
  applied,
  blockAt,
  blocksOf,
  bold,
  documentOf,
  headed,
  paragraph,
  sheet,
  stateOf,
  text,
} from './sheet.ts';

const font = (attrs: object) => ({ type: 'font', attrs });
const [normal, heading] = sheet.styles;

describe('styles', () => {
  test('format, numbering and type follow the style; what a run says by itself stays', () => {
    const doc = documentOf(
      paragraph(
        [text('一'), text('二', font({ size: 22, color: 'FF0000' })), text('三', { type: 'italic' })],
        {
          numbering: { id: '3', level: 0 },
          src: 'k:1',
        },
      ),
    );
    expect(blocksOf(applied(stateOf(doc, 1), setStyle(sheet, '1')))).toEqual([
      {
        type: 'heading',
        level: 1,
        style: '1',
        src: 'k:1',
        format: heading?.format,
        text: [
          ['一', 'bold'],
          // The style has this size itself.
          ['二', 'bold', ['font', { color: 'FF0000' }]],
          ['三', 'bold', 'italic'],
        ],
      },
    ]);
  });

  test('a look that came from the old style goes with it, a look of its own does not', () => {
    const doc = documentOf({
      ...headed(''),
      content: [text('一', { type: 'bold' }), text('二'), text('三', { type: 'bold' }, font({ size: 9 }))],
    });
    expect(blockAt(applied(stateOf(doc, 1), setStyle(sheet, 'a'))).text).toEqual([
      ['一二'],
      ['三', ['font', { size: 9 }]],
    ]);
  });

  test('a heading is toggled by the style of the file', () => {
    const state = stateOf(documentOf(paragraph('一')), 1);
    const made = applied(state, toggleHeadingStyle(sheet, 1));
    expect(blockAt(made)).toMatchObject({ type: 'heading', level: 1, style: '1' });
    expect(blockAt(applied(made, toggleHeadingStyle(sheet, 1)))).toEqual(blockAt(state));
    expect(toggleHeadingStyle(sheet, 4)(state)).toBe(false);
  });

  test('the list shows what the file lists and what the text uses', () => {
    expect(listedStyles(sheet, new Set()).map(({ id }) => id)).toEqual(['a', '1']);
    expect(listedStyles(sheet, new Set(['toc'])).map(({ id }) => id)).toEqual(['a', '1', 'toc']);
  });

  test('the first paragraph of a list item stays one', () => {
    const item = { type: 'listItem', content: [paragraph('一')] };
    const doc = documentOf({ type: 'bulletList', content: [item] });
    expect(applied(stateOf(doc, 3), setStyle(sheet, '1')).doc.textContent).toBe('一');
  });
});

describe('numberings', () => {
  const numbered = (content: string, level = 0) => paragraph(content, { numbering: { id: '3', level } });

  test('a place comes with the indents of its level, and goes with them', () => {
    const state = applied(stateOf(documentOf(paragraph('一')), 1), applyNumbering(sheet, { id: '5' }));
    expect(blockAt(state)).toMatchObject({
      numbering: { id: '5', level: 0 },
      format: {
        align: 'justify',
        left: { value: 21, unit: 'pt' },
        first: { value: -21, unit: 'pt' },
        label: { ascii: 'Wingdings' },
      },
    });
    expect(blockAt(applied(state, leaveNumbering(sheet)))).toEqual(
      blockAt(stateOf(documentOf(paragraph('一')), 1)),
    );
  });

  test('a list button takes the numbering that was used last, else the first of its kind', () => {
    const doc = documentOf(paragraph('一'));
    expect(blockAt(applied(stateOf(doc, 1), toggleNumbering(sheet, 'numbers'))).numbering.id).toBe('3');
    expect(blockAt(applied(stateOf(doc, 1), toggleNumbering(sheet, 'bullets'))).numbering.id).toBe('5');
    const twice = {
      ...sheet,
      numberings: { '2': sheet.numberings['3'], ...sheet.numberings },
    } as typeof sheet;
    const used = documentOf(numbered('一'), paragraph('二'));
    expect(blockAt(applied(stateOf(used, 5), toggleNumbering(twice, 'numbers')), 1).numbering.id).toBe('3');
    expect(toggleNumbering({ ...sheet, numberings: {} }, 'bullets')(stateOf(doc, 1))).toBe(false);
  });

  test('the same button ends the list', () => {
    const state = stateOf(documentOf(numbered('一')), 1);
    expect(blockAt(applied(state, toggleNumbering(sheet, 'numbers')))).not.toHaveProperty('numbering');
  });

  test('levels go down and up as far as the numbering has them', () => {
    const state = stateOf(documentOf(numbered('一')), 1);
    const deeper = applied(state, changeLevel(sheet, 1));
    expect(blockAt(deeper)).toMatchObject({
      numbering: { level: 1 },
      format: { left: { value: 42, unit: 'pt' } },
    });
    expect(changeLevel(sheet, 1)(deeper)).toBe(false);
    expect(changeLevel(sheet, -1)(state)).toBe(false);
  });

  test('Tab counts at the start of a numbered paragraph alone', () => {
    const doc = documentOf(numbered('一'), paragraph('二'));
    expect(blockAt(applied(stateOf(doc, 1), tabAtStart(sheet, 1))).numbering.level).toBe(1);
    expect(tabAtStart(sheet, 1)(stateOf(doc, 2))).toBe(false);
    expect(tabAtStart(sheet, 1)(stateOf(doc, 4))).toBe(false);
    // It stays in the text where there is no level to go to.
    expect(tabAtStart(sheet, -1)(stateOf(doc, 1))).toBe(true);
    expect(tabAtStart(null, 1)(stateOf(doc, 1))).toBe(false);
  });

  test('a heading whose style belongs to its level takes the style of the other level', () => {
    const linked = (id: string, level: number) => ({
      ...(sheet.styles[1] as (typeof sheet.styles)[number]),
      id,
      outline: level + 1,
      numbering: { id: '3', level },
    });
    const headings = { ...sheet, styles: [...sheet.styles, linked('h1', 0), linked('h2', 1)] };
    const attrs = { level: 1, style: 'h1', numbering: { id: '3', level: 0 } };
    const doc = documentOf({ ...headed('题'), attrs });
    const deeper = applied(stateOf(doc, 1), tabAtStart(headings, 1));
    expect(blockAt(deeper)).toMatchObject({ level: 2, style: 'h2', numbering: { id: '3', level: 1 } });
    expect(blockAt(applied(deeper, tabAtStart(headings, -1)))).toMatchObject({ level: 1, style: 'h1' });
  });
});

describe('Enter and Backspace', () => {
  test('behind a heading comes the style that follows it, without an element of the file', () => {
    const doc = documentOf({ ...headed('标题'), attrs: { ...headed('').attrs, src: 'k:1' } });
    const state = applied(stateOf(doc, 3), enter(sheet));
    expect(blocksOf(state)).toMatchObject([
      { type: 'heading', style: '1', src: 'k:1' },
      { type: 'paragraph', style: 'a', format: normal?.format, text: [] },
    ]);
    expect(blockAt(state, 1)).not.toHaveProperty('src');
    expect(state.storedMarks).toEqual([]);
    expect(state.selection.from).toBe(5);
  });

  test('in the middle and before the text both halves keep what the paragraph was', () => {
    for (const at of [1, 2]) {
      const state = applied(stateOf(documentOf(headed('标题')), at), enter(sheet));
      expect(blocksOf(state).map(({ type, style, format }) => [type, style, format])).toEqual([
        ['heading', '1', heading?.format],
        ['heading', '1', heading?.format],
      ]);
    }
  });

  test('at the end of body text the look goes on', () => {
    const doc = documentOf(
      paragraph([text('一', font({ size: 22 }))], { format: { ...normal?.format, align: 'right' } }),
    );
    const state = applied(stateOf(doc, 2), enter(sheet));
    expect(blockAt(state, 1)).toMatchObject({ style: 'a', format: { align: 'right' } });
    expect(state.storedMarks?.[0]?.attrs.size).toBe(22);
  });

  test('a selection over paragraphs is replaced by one break', () => {
    const doc = documentOf(paragraph('一二'), paragraph('三四'));
    expect(blocksOf(applied(stateOf(doc, 2, 6), enter(sheet))).map((block) => block.text)).toEqual([
      [['一']],
      [['四']],
    ]);
  });

  test('a gap that is selected is replaced by the break', () => {
    const before = stateOf(documentOf(paragraph([text('一'), { type: 'gap' }, text('二')])), 1);
    const selected = before.apply(before.tr.setSelection(NodeSelection.create(before.doc, 2)));
    expect(blocksOf(applied(selected, enter(sheet))).map((block) => block.text)).toEqual([
      [['一']],
      [['二']],
    ]);
  });

  test('an empty numbered paragraph goes up a level, then out of the list', () => {
    const doc = documentOf(paragraph('', { numbering: { id: '3', level: 1 } }));
    const up = applied(stateOf(doc, 1), enter(sheet));
    expect(blocksOf(up)).toMatchObject([{ numbering: { id: '3', level: 0 } }]);
    const out = applied(up, enter(sheet));
    expect(blocksOf(out)).toHaveLength(1);
    expect(blockAt(out)).not.toHaveProperty('numbering');
    expect(blocksOf(applied(out, enter(sheet)))).toHaveLength(2);
  });

  test('a document without styles keeps its own keys', () => {
    const state = stateOf(documentOf(paragraph('一')), 1);
    expect(enter(null)(state)).toBe(false);
    expect(backspace(null)(state)).toBe(false);
  });

  test('Backspace takes the number first', () => {
    const doc = documentOf(paragraph('一'), paragraph('二', { numbering: { id: '3', level: 0 } }));
    const state = applied(stateOf(doc, 4), backspace(sheet));
    expect(blocksOf(state)).toHaveLength(2);
    expect(blockAt(state, 1)).not.toHaveProperty('numbering');
    expect(backspace(sheet)(state)).toBe(false);
    expect(backspace(sheet)(stateOf(doc, 5))).toBe(false);
  });

  test('what is typed into an empty paragraph looks as its style says', () => {
    const empty = documentOf(paragraph('', { format: { base: bold } }));
    expect(marksForEmpty(stateOf(empty, 1))?.map(({ type }) => type.name)).toEqual(['bold']);
    expect(marksForEmpty(stateOf(documentOf(headed('一')), 1))).toBeNull();
    expect(marksForEmpty(stateOf(documentOf(paragraph('')), 1))).toBeNull();
  });
});

describe('the page', () => {
  const page = { width: 595.3, height: 841.9, top: 72, bottom: 72, left: 90, right: 90 };
  const paper = { ...page, header: 42.5, footer: 49.6, columns: 1, linePitch: 15.6 };

  test('is set as one attribute of the document, and only where text has room on it', () => {
    const doc = documentOf(paragraph('一'));
    const state = stateOf(doc, 1).apply(stateOf(doc, 1).tr.setDocAttribute('page', paper));
    const set = applied(state, setPage({ top: 104.9 }));
    expect(set.doc.attrs.page).toEqual({ ...paper, top: 104.9 });
    expect(setPage({ left: 300, right: 300 })(state)).toBe(false);
    expect(setPage({ left: Number.NaN })(state)).toBe(false);
    expect(setPage({ top: 10 })(stateOf(doc, 1))).toBe(false);
  });
});
