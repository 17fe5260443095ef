import type { EditorState } from '@tiptap/pm/state';
import { describe, expect, test } from 'vitest';
import { changeSize, clearFormatting, setFont, toggleVertical } from '../../src-renderer/format/font.ts';
import {
  moveLeftEdge,
  setAlign,
  setParagraph,
  toggleFirstLine,
} from '../../src-renderer/format/paragraph.ts';
import {
  applied,
  blockAt,
  blocksOf,
  body,
  documentOf,
  headed,
  paragraph,
  sheet,
  stateOf,
  text,
} from './sheet.ts';

const font = (attrs: object) => ({ type: 'font', attrs });
const [normal, _heading] = sheet.styles;
const typed = (state: EditorState, words: string) => state.apply(state.tr.insertText(words));
const all = (doc: ReturnType<typeof documentOf>) => stateOf(doc, 1, doc.content.size - 1);

describe('the format of paragraphs', () => {
  test('a field is set in every paragraph that the selection covers, and in no other', () => {
    const doc = documentOf(paragraph('一'), paragraph('二'), paragraph('三'));
    const aligned = applied(stateOf(doc, 1, 4), setAlign('distribute'));
    // It ends where the second begins: that one is not covered.
    expect(blocksOf(aligned).map(({ format }) => format.align)).toEqual(['distribute', 'justify', 'justify']);
    expect(blocksOf(applied(stateOf(doc, 5), setAlign('center'))).map(({ format }) => format.align)).toEqual([
      'justify',
      'center',
      'justify',
    ]);
  });

  test('a field that is taken away is gone, and a format without a field is none', () => {
    const doc = documentOf({ type: 'paragraph', content: [text('一')] });
    const indented = applied(stateOf(doc, 1), toggleFirstLine);
    expect(blockAt(indented)).toMatchObject({ format: { first: { value: 2, unit: 'char' } } });
    expect(blockAt(applied(indented, toggleFirstLine))).not.toHaveProperty('format');
  });

  test('first lines are indented where one is not, else put back', () => {
    const doc = documentOf(paragraph('一'), paragraph('二', { format: { base: body } }));
    const once = applied(all(doc), toggleFirstLine);
    expect(blocksOf(once).map(({ format }) => format.first?.value)).toEqual([2, 2]);
    expect(blocksOf(applied(once, toggleFirstLine)).map(({ format }) => format.first)).toEqual([
      undefined,
      undefined,
    ]);
  });

  test('the left edge moves by characters and stops at the margin', () => {
    const doc = documentOf(paragraph('一', { format: { left: { value: 21, unit: 'pt' }, base: body } }));
    const moved = applied(stateOf(doc, 1), moveLeftEdge(2));
    expect(blockAt(moved)).toMatchObject({ format: { left: { value: 53, unit: 'pt' } } });
    expect(blockAt(applied(moved, moveLeftEdge(-9))).format).not.toHaveProperty('left');
  });

  test('many paragraphs change at once, and the selection stays', () => {
    const state = all(documentOf(paragraph('一'), paragraph('二')));
    const made = applied(state, setParagraph({ line: { rule: 'exact', value: 28 } }));
    expect(blocksOf(made).every(({ format }) => format.line?.value === 28)).toBe(true);
    expect([made.selection.from, made.selection.to]).toEqual([state.selection.from, state.selection.to]);
  });
});

describe('the font of text', () => {
  test('what equals the paragraph says nothing; `none` is said only where there is something to take back', () => {
    const colored = { ...body, color: 'FF0000' };
    const doc = documentOf(paragraph('一二', { format: { base: colored } }));
    const set = (state = all(doc), change: Parameters<typeof setFont>[0]) => applied(state, setFont(change));
    const larger = set(all(doc), { size: 22, highlight: 'none' });
    expect(blockAt(larger).text).toEqual([['一二', ['font', { size: 22 }]]]);
    expect(blockAt(set(larger, { size: 16 })).text).toEqual([['一二']]);
    expect(blockAt(set(larger, { color: 'none' })).text).toEqual([
      ['一二', ['font', { size: 22, color: 'none' }]],
    ]);
    expect(blockAt(set(larger, { size: null })).text).toEqual([['一二']]);
  });

  test('each paragraph counts with its own base', () => {
    const doc = documentOf(paragraph('一'), headed('二'));
    expect(blocksOf(applied(all(doc), setFont({ size: 22 }))).map((block) => block.text)).toEqual([
      [['一', ['font', { size: 22 }]]],
      [['二', 'bold']],
    ]);
  });

  test('only the selected part changes; what it says otherwise stays', () => {
    const doc = documentOf(paragraph([text('一二三', font({ color: 'FF0000' }))]));
    expect(blockAt(applied(stateOf(doc, 2, 3), setFont({ vertical: 'sub' }))).text).toEqual([
      ['一', ['font', { color: 'FF0000' }]],
      ['二', ['font', { color: 'FF0000', vertical: 'sub' }]],
      ['三', ['font', { color: 'FF0000' }]],
    ]);
  });

  test('at the caret it counts for what is typed next', () => {
    const state = applied(stateOf(documentOf(paragraph('一')), 2), setFont({ size: 22 }));
    expect(blockAt(typed(state, '二')).text).toEqual([['一'], ['二', ['font', { size: 22 }]]]);
  });

  test('an empty paragraph holds it as its own look, so that it is still there later', () => {
    const state = applied(stateOf(documentOf(paragraph('')), 1), setFont({ size: 22, color: 'none' }));
    expect(blockAt(state).format.base).toEqual({ ...body, size: 22 });
    expect(blockAt(typed(state, '一')).text).toEqual([['一']]);
  });

  test('raised text is put back by the same button, also where the style raises it', () => {
    const doc = documentOf(paragraph('一'));
    const raised = applied(all(doc), toggleVertical('super'));
    expect(blockAt(raised).text).toEqual([['一', ['font', { vertical: 'super' }]]]);
    expect(blockAt(applied(raised, toggleVertical('super'))).text).toEqual([['一']]);
    const styled = documentOf(paragraph('一', { format: { base: { ...body, vertical: 'super' } } }));
    expect(blockAt(applied(all(styled), toggleVertical('super'))).text).toEqual([
      ['一', ['font', { vertical: 'none' }]],
    ]);
  });

  test('sizes grow each from its own', () => {
    const doc = documentOf(paragraph([text('一'), text('二', font({ size: 10.5 }))]));
    expect(blockAt(applied(all(doc), changeSize(1, 10.5))).text).toEqual([
      ['一', ['font', { size: 17 }]],
      ['二', ['font', { size: 11.5 }]],
    ]);
  });

  test('atoms inside a line take a font too', () => {
    const doc = documentOf(paragraph([text('见'), { type: 'atom', attrs: { kind: 'field', text: '2' } }]));
    expect(blockAt(applied(all(doc), setFont({ size: 22 }))).text).toEqual([
      ['见', ['font', { size: 22 }]],
      ['atom', ['font', { size: 22 }]],
    ]);
  });
});

describe('clearing', () => {
  test('part of a paragraph loses its own look and keeps link, origin and the look of the style', () => {
    const marks = [
      font({ size: 9 }),
      { type: 'italic' },
      { type: 'link', attrs: { href: 'https://example.com' } },
      { type: 'run', attrs: { src: 'k:1' } },
    ];
    const doc = documentOf({ ...headed(''), content: [text('一二', ...marks)] });
    const cleared = applied(stateOf(doc, 1, 2), clearFormatting(sheet));
    const [first, second] = cleared.doc.firstChild?.children ?? [];
    expect(first?.marks.map(({ type }) => type.name).sort()).toEqual(['bold', 'link', 'run']);
    expect(second?.marks.map(({ type }) => type.name).sort()).toEqual(['font', 'italic', 'link', 'run']);
    expect(blockAt(cleared).style).toBe('1');
  });

  test('whole paragraphs get the default style back', () => {
    const state = applied(all(documentOf(headed('一'))), clearFormatting(sheet));
    expect(blocksOf(state)).toEqual([
      { type: 'paragraph', style: 'a', format: normal?.format, text: [['一']] },
    ]);
  });
});
