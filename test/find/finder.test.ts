import { Plugin } from '@tiptap/pm/state';
import { describe, expect, test } from 'vitest';
import { Finder } from '../../src-renderer/find/finder.svelte.ts';
import { around, queryOf } from '../../src-renderer/find/search.ts';
import { maskConversion } from '../../src-renderer/text/mask-conversion.ts';
import { documentOf, HeadlessEditor, schema } from '../support/headless-editor.ts';

/** A document that is looked through; like the editor, it is looked through again after each change. */
function looking(query: string, texts: readonly string[], plugins: readonly Plugin[] = []) {
  const editor = new HeadlessEditor(documentOf(...texts), plugins);
  const finder = new Finder();
  editor.onTransactions = (all) => {
    if (all.some((one) => one.docChanged)) finder.look();
  };
  finder.attach(editor.editor);
  finder.show();
  finder.query = query;
  finder.look();
  const selected = () => [editor.state.selection.from, editor.state.selection.to];
  return { editor, finder, selected };
}

describe('the places that were found', () => {
  test('are gone through from the caret on, forwards and backwards, and round', () => {
    const { editor, finder, selected } = looking('合同', ['合同与合同', '合同']);
    expect(finder.matches).toHaveLength(3);
    expect(finder.current).toBe(0);
    finder.go(1);
    expect(selected()).toEqual([4, 6]);
    finder.go(1);
    finder.go(1);
    expect(selected()).toEqual([1, 3]);
    finder.go(-1);
    expect(selected()).toEqual([8, 10]);
    editor.select(4);
    finder.look();
    expect(finder.current).toBe(1);
  });

  test('are looked for again after a change, and as the options are', () => {
    const { editor, finder } = looking('a', ['aＡA']);
    expect(finder.matches).toHaveLength(3);
    finder.matchCase = true;
    finder.look();
    expect(finder.matches).toHaveLength(1);
    finder.foldWidth = false;
    finder.matchCase = false;
    finder.look();
    expect(finder.matches).toHaveLength(2);
    editor.type('a', 1);
    expect(finder.matches).toHaveLength(3);
  });

  test('are none where nothing is looked for, or the bar is closed; the keyboard goes back to the text', () => {
    const { editor, finder } = looking('合同', ['合同']);
    finder.close();
    expect([finder.open, finder.matches, finder.current, editor.focused]).toEqual([false, [], -1, 1]);
    editor.type('合同', 1);
    expect(finder.matches).toEqual([]);
    finder.go(1);
    expect(finder.current).toBe(-1);
  });
});

describe('replacing', () => {
  test('one goes on to the next, and never into the text that it wrote', () => {
    const { editor, finder, selected } = looking('a', ['a与a', 'a']);
    finder.replacement = 'aa';
    finder.replace();
    expect(editor.text).toBe('aa与a\na');
    expect(selected()).toEqual([4, 5]);
    finder.replace();
    finder.replace();
    expect(editor.text).toBe('aa与aa\naa');
  });

  test('one by a gap goes on right after the chip', () => {
    const { editor, finder, selected } = looking('天', ['今天天气'], [maskConversion()]);
    finder.replacement = '[MASK]';
    finder.replace();
    expect(editor.text).toBe('今_天气');
    expect(selected()).toEqual([3, 4]);
  });

  test('all is one step back, whatever their length and order', () => {
    const { editor, finder } = looking('合同', ['合同与合同', '合同']);
    editor.type('新', 1);
    finder.replacement = '协议书';
    expect(finder.replaceAll()).toBe(3);
    expect(editor.text).toBe('新协议书与协议书\n协议书');
    editor.undo();
    expect(editor.text).toBe('新合同与合同\n合同');
  });

  test('right after typing does not take the typing back with it', () => {
    const { editor, finder } = looking('合同', ['合同']);
    editor.type('新', 1);
    finder.replacement = '协议';
    finder.replaceAll();
    editor.undo();
    expect(editor.text).toBe('新合同');
  });

  test('by nothing takes the places away', () => {
    const { editor, finder } = looking('合同', ['甲合同乙', '合同']);
    expect(finder.replaceAll()).toBe(2);
    expect(editor.text).toBe('甲乙\n');
    expect(finder.replaceAll()).toBe(0);
  });

  test('keeps the look of the place', () => {
    const { editor, finder } = looking('合同', ['甲合同乙']);
    editor.dispatch(editor.state.tr.addMark(2, 4, schema.mark('bold')));
    finder.replacement = '协议';
    finder.replaceAll();
    expect(editor.state.doc.nodeAt(2)?.marks.map(({ type }) => type.name)).toEqual(['bold']);
    expect(editor.state.doc.nodeAt(1)?.marks).toEqual([]);
  });

  test('nothing in a document that may not be edited is not told as done', () => {
    const locked = new Plugin({ filterTransaction: (transaction) => !transaction.docChanged });
    const { editor, finder } = looking('合同', ['合同'], [locked]);
    finder.replacement = '协议';
    expect(finder.replaceAll()).toBe(0);
    expect(editor.text).toBe('合同');
  });
});

test('what is selected is what is looked for, unless it is long or more than a paragraph', () => {
  const editor = new HeadlessEditor(documentOf('今天天气', '很'.repeat(101)));
  const { doc } = editor.state;
  const query = (from: number, to: number) => {
    editor.select(from, to);
    return queryOf(doc, editor.state.selection);
  };
  expect(query(2, 4)).toBe('天天');
  expect(query(2, 2)).toBeNull();
  expect(query(2, 8)).toBeNull();
  expect(query(7, 107)).toBe('很'.repeat(100));
  expect(query(7, 108)).toBeNull();
  const finder = new Finder();
  finder.attach(editor.editor);
  finder.query = '合同';
  finder.show();
  expect([finder.open, finder.query]).toEqual([true, '合同']);
  editor.select(1, 3);
  finder.show();
  expect([finder.query, finder.matches]).toEqual(['今天', [{ from: 1, to: 3 }]]);
});

test('an index goes round a list', () => {
  expect([3, -1, 1].map((index) => around(index, 3))).toEqual([0, 2, 1]);
  expect(around(0, 0)).toBe(-1);
});
