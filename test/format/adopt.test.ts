import { history, redo, undo } from '@tiptap/pm/history';
import { Slice } from '@tiptap/pm/model';
import { EditorState, type Transaction } from '@tiptap/pm/state';
import { describe, expect, test } from 'vitest';
import type { ParagraphFormat } from '../../src-main/contract/document-formats.ts';
import { adoptForeign, adoptIn, adoptPasted, formatOver } from '../../src-renderer/format/adopt.ts';
import { blocksOf, body, documentOf, headed, paragraph, sheet, stateOf, text } from './sheet.ts';

const [normal] = sheet.styles;
const foreign = (format: ParagraphFormat | null, value = '外') => ({
  type: 'paragraph',
  attrs: { format },
  content: [text(value, { type: 'font', attrs: { size: 16, color: 'FF0000' } })],
});

describe('the format of a paragraph over another', () => {
  const under: ParagraphFormat = { align: 'justify', first: { value: 2, unit: 'char' }, base: body };
  const zero = { value: 0, unit: 'pt' } as const;

  test('nothing of its own is the other one', () => {
    expect(formatOver(null, under)).toBe(under);
    expect(formatOver(null, null)).toBeNull();
  });

  test('what it says by itself wins, a default too where the other says something', () => {
    expect(formatOver({ align: 'left', first: zero }, under)).toEqual({
      align: 'left',
      first: zero,
      base: body,
    });
  });

  test('a default is nothing where the other says nothing', () => {
    expect(
      formatOver({ align: 'left', left: zero, before: zero, first: { value: 1, unit: 'pt' } }, {}),
    ).toEqual({
      first: { value: 1, unit: 'pt' },
    });
  });
});

describe('pasted paragraphs', () => {
  const adopted = (into: Record<string, unknown>, ...blocks: Record<string, unknown>[]) => {
    const parent = documentOf(into).firstChild;
    if (!parent) throw new Error('no paragraph');
    const slice = adoptPasted(new Slice(documentOf(...blocks).content, 1, 1), parent, sheet);
    return blocksOf(stateOf(documentOf(...slice.content.content.map((node) => node.toJSON())), 1));
  };

  test('take style and format of their neighbour under what they say; their text takes its font', () => {
    const [block] = adopted(paragraph('甲'), foreign({ align: 'right' }));
    expect(block).toEqual({
      type: 'paragraph',
      style: 'a',
      format: { ...normal?.format, align: 'right' },
      text: [['外', ['font', { color: 'FF0000' }]]],
    });
  });

  test('are numbered as their neighbour where they say nothing', () => {
    const numbering = { id: '3', level: 0 };
    const [plain, own] = adopted(paragraph('甲', { numbering }), foreign(null), foreign({ align: 'right' }));
    expect(plain?.numbering).toEqual(numbering);
    expect(own).toMatchObject({ type: 'paragraph', format: { align: 'right' } });
    expect(own?.numbering).toBeUndefined();
  });

  test('that are blank lines between others have no number', () => {
    const numbering = { id: '3', level: 0 };
    const blank = { type: 'paragraph', attrs: { format: null } };
    const blocks = adopted(paragraph('甲', { numbering }), blank, foreign(null), blank, foreign(null), blank);
    expect(blocks.map((one) => one.numbering !== undefined)).toEqual([true, true, false, true, true]);
  });

  test('of a file keep what they have, and none takes the look of a heading', () => {
    expect(adopted(paragraph('甲'), headed('题'))).toMatchObject([{ style: '1' }]);
    expect(adopted(headed('题'), foreign(null))[0]?.style).toBeUndefined();
  });
});

test('what still has no style gets that of the file, under what it says', () => {
  const before = stateOf(documentOf(paragraph('甲')), 1);
  const tr = before.tr.insert(before.doc.content.size, [
    ...documentOf(foreign({ align: 'center' }), {
      type: 'heading',
      attrs: { level: 1 },
      content: [text('题')],
    }).children,
  ]);
  const state = before.apply(tr);
  const after = adoptForeign([tr], state, sheet);
  if (!after) throw new Error('nothing was adopted');
  expect(blocksOf(state.apply(after)).slice(1)).toMatchObject([
    { style: 'a', format: { align: 'center', first: { value: 2, unit: 'char' }, base: body } },
    { style: '1', format: sheet.styles[1]?.format },
  ]);
  expect(adoptForeign([tr], state, null)).toBeNull();
});

test('what is being composed keeps its paragraph; after the end it takes the look of the file', () => {
  const before = stateOf(documentOf(foreign(null)), 1);
  const tr = before.tr.insertText('q', 1).setMeta('composition', 1);
  const state = before.apply(tr);
  expect(adoptForeign([tr], state, sheet)).toBeNull();
  const after = adoptIn([{ from: 1, to: 2 }], state, sheet);
  if (!after) throw new Error('nothing was adopted');
  expect(blocksOf(state.apply(after))).toMatchObject([{ style: 'a' }]);
});

test('what is undone and done again comes back as it was', () => {
  let state = EditorState.create({ doc: documentOf(paragraph('甲')), plugins: [history()] });
  const seen: Transaction[] = [];
  const dispatch = (tr: Transaction) => {
    seen.push(tr);
    state = state.apply(tr);
  };
  dispatch(state.tr.insert(state.doc.content.size, documentOf(foreign(null)).children));
  undo(state, dispatch);
  redo(state, dispatch);
  expect(state.doc.childCount).toBe(2);
  expect(seen.map((tr) => adoptForeign([tr], state, sheet) !== null)).toEqual([true, false, false]);
});
