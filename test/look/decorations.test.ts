import { EditorState, type Plugin, type Transaction } from '@tiptap/pm/state';
import type { Decoration, DecorationSet } from '@tiptap/pm/view';
import { describe, expect, test } from 'vitest';
import type { Sheet } from '../../src-main/contract/document-formats.ts';
import { labelsIn, labelsPlugin } from '../../src-renderer/look/labels.ts';
import { tabStopsPlugin } from '../../src-renderer/look/tab-stops.ts';
import { documentOf, paragraph, sheet } from '../format/sheet.ts';

type Drawn = { readonly attrs: Record<string, string>; readonly from: number; readonly to: number };

const at = (numbering: object | null, text = '条文') => paragraph(text, { numbering });
const first = { id: '3', level: 0 };
const second = { id: '3', level: 1 };

const make = (plugin: Plugin, ...content: Parameters<typeof documentOf>) =>
  EditorState.create({ doc: documentOf(...content), plugins: [plugin] });

/** What a plugin draws, in order. */
function drawn(plugin: Plugin, state: EditorState): Drawn[] {
  const set = plugin.props.decorations?.call(plugin, state) as DecorationSet;
  const read = (one: Decoration) => ({
    attrs: (one as unknown as { type: { attrs: Record<string, string> } }).type.attrs,
    from: one.from,
    to: one.to,
  });
  return set
    .find()
    .map(read)
    .sort((a, b) => a.from - b.from);
}

const edit = (state: EditorState, change: (tr: Transaction) => Transaction) => state.apply(change(state.tr));

describe('labels', () => {
  const plugin = labelsPlugin(() => sheet);
  const labels = (state: EditorState) => labelsIn(state).map((label) => label?.text);
  const properties = (state: EditorState) => Object.fromEntries(labelsIn(state)[0]?.properties ?? []);

  test('count over the whole document, tables included', () => {
    const cell = { type: 'tableCell', content: [at(second)] };
    const table = { type: 'table', content: [{ type: 'tableRow', content: [cell] }] };
    const state = make(plugin, at(first), at(null), at(second), table, at(first));
    expect(labels(state)).toEqual(['一、', '（一）', '（二）', '二、']);
  });

  test('follow every change of the numbered paragraphs', () => {
    const state = make(plugin, at(first), at(first), at(first));
    const second = state.doc.child(0).nodeSize;
    expect(labels(edit(state, (tr) => tr.delete(0, second)))).toEqual(['一、', '二、']);
    expect(labels(edit(state, (tr) => tr.split(3)))).toEqual(['一、', '二、', '三、', '四、']);
    expect(
      labels(edit(state, (tr) => tr.setNodeAttribute(second, 'numbering', { id: '3', level: 1 }))),
    ).toEqual(['一、', '（一）', '二、']);
    expect(labels(edit(state, (tr) => tr.setNodeAttribute(0, 'numbering', null)))).toEqual(['一、', '二、']);
    const joined = edit(state, (tr) => tr.join(second));
    expect(labels(joined)).toEqual(['一、', '二、']);
  });

  test('typed text counts nothing anew', () => {
    const state = make(plugin, at(first), at(first));
    expect(labelsIn(edit(state, (tr) => tr.insertText('新的', 2)))).toBe(labelsIn(state));
    expect(labelsIn(edit(state, (tr) => tr.delete(1, 3)))).toBe(labelsIn(state));
    const mark = state.schema.marks.bold?.create();
    expect(labelsIn(edit(state, (tr) => (mark ? tr.addMark(1, 3, mark) : tr)))).toBe(labelsIn(state));
  });

  test('are drawn when the styles of the file are there, and go with them', () => {
    let now: Sheet | null = null;
    const late = labelsPlugin(() => now);
    let state = make(late, at(first));
    expect(labels(state)).toEqual([]);
    now = sheet;
    state = state.apply(state.tr);
    expect(labels(state)).toEqual(['一、']);
    now = null;
    expect(labels(state.apply(state.tr))).toEqual([]);
  });

  test('reach the text at the hanging indent, and at a later stop where they are longer', () => {
    const hang = { left: { value: 42, unit: 'pt' }, first: { value: -42, unit: 'pt' }, base: { size: 16 } };
    const width = (format: object) =>
      properties(make(plugin, paragraph('条', { numbering: first, format })))['--label-width'];
    expect(width(hang)).toBe('42pt');
    // From 21 to the default stop at 63 points: the label ends behind the hanging indent.
    expect(width({ ...hang, first: { value: -21, unit: 'pt' } })).toBe('42pt');
  });

  test('have a look of their own, in the colours of the theme, and bullets no symbol font', () => {
    const format = { base: { bold: true }, label: { color: 'FF0000', bold: 'none' } };
    const red = properties(make(plugin, paragraph('条', { numbering: first, format })));
    expect(red['--label-color']).toMatch(/^light-dark\(#FF0000, #\w{6}\)$/);
    expect(red).not.toHaveProperty('--label-font-weight');
    const bullet = { base: {}, label: { ascii: 'Wingdings' } };
    const state = make(plugin, paragraph('条', { numbering: { id: '5', level: 0 }, format: bullet }));
    expect(labelsIn(state)[0]).toMatchObject({ text: '●', large: true });
    expect(properties(state)).not.toHaveProperty('--label-font-family');
  });
});

describe('tabs', () => {
  const plugin = tabStopsPlugin(() => sheet);
  const sizes = (state: EditorState) =>
    drawn(plugin, state).map(({ attrs }) => [attrs.class, attrs.style].filter(Boolean).join(' '));
  const tabbed = (text: string, tabs: object[], more: object = {}) =>
    paragraph(text, { format: { tabs, base: { size: 10 }, ...more } });
  const left = (place: number, leader = 'none') => ({ at: place, kind: 'left', leader });

  test('go to the stops of their paragraph, then to the default ones', () => {
    expect(sizes(make(plugin, tabbed('甲\t乙\t丙', [left(100)])))).toEqual([
      'tab leader-none tab-size: 100pt',
      'tab leader-none tab-size: 126pt',
    ]);
    expect(sizes(make(plugin, tabbed('甲\t乙', [])))).toEqual(['tab leader-none tab-size: 21pt']);
  });

  test('a stop that the text has passed does not count', () => {
    expect(sizes(make(plugin, tabbed('一二三四五六\t七', [left(50), left(100)])))).toEqual([
      'tab leader-none tab-size: 100pt',
    ]);
  });

  test('right and centred stops leave room for the text behind them', () => {
    const right = { at: 400, kind: 'right', leader: 'dot' };
    expect(sizes(make(plugin, tabbed('第一章\t12', [right])))).toEqual(['tab leader-dot tab-size: 388pt']);
    const center = { at: 200, kind: 'center', leader: 'none' };
    expect(sizes(make(plugin, tabbed('\t标题', [center])))).toEqual(['tab leader-none tab-size: 190pt']);
  });

  test('count from the paragraph’s edge', () => {
    const indent = { left: { value: 40, unit: 'pt' } };
    expect(sizes(make(plugin, tabbed('甲\t乙', [left(100)], indent)))).toEqual([
      'tab leader-none tab-size: 60pt',
    ]);
  });

  test('a hanging line reaches its edge', () => {
    const hanging = { left: { value: 40, unit: 'pt' }, first: { value: -40, unit: 'pt' } };
    // From -35 the multiple of 26.3 that comes next is 0.
    expect(sizes(make(plugin, tabbed('1\t乙', [], hanging)))).toEqual(['tab leader-none tab-size: 26.3pt']);
  });

  test('follow the text', () => {
    const state = make(plugin, tabbed('甲\t乙', [left(15), left(30)]));
    expect(sizes(state)).toEqual(['tab leader-none tab-size: 15pt']);
    const typed = edit(state, (tr) => tr.insertText('丙', 1));
    expect(sizes(typed)).toEqual(['tab leader-none tab-size: 30pt']);
    expect(drawn(plugin, typed)).toMatchObject([{ from: 3, to: 4 }]);
    expect(sizes(edit(typed, (tr) => tr.delete(3, 4)))).toEqual([]);
  });

  test('have lines of their own where a line is broken', () => {
    const doc = [{ type: 'text', text: '甲\t乙' }, { type: 'hardBreak' }, { type: 'text', text: '\t丙' }];
    const state = make(plugin, paragraph(doc, { format: { base: { size: 10 } } }));
    expect(sizes(state)).toEqual(['tab leader-none tab-size: 21pt', 'tab leader-none tab-size: 21pt']);
  });
});
