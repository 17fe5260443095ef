import type { Mark, Node } from '@tiptap/pm/model';
import { EditorState, TextSelection, type Transaction } from '@tiptap/pm/state';
import type { DecorationSet } from '@tiptap/pm/view';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { documentSchema } from '../../src-main/documents/schema/extensions.ts';
import { withGaps, withoutGaps } from '../../src-main/documents/schema/gap-nodes.ts';
import { fromFile, readOnlyExtension } from '../../src-renderer/draft/read-only.ts';
import { blanksExtension } from '../../src-renderer/editor/blanks.ts';
import { maskConversion } from '../../src-renderer/text/mask-conversion.ts';
import { askAtBlank, blankAt, placeFrom } from '../../src-renderer/text/places.ts';

const schema = documentSchema();
const text = (value: string, ...marks: Mark[]) => schema.text(value, marks);
const p = (...content: Node[]) => schema.node('paragraph', null, content);
const doc = (...blocks: Node[]) => schema.node('doc', null, blocks);
const pluginsOf = (extension: ReturnType<typeof blanksExtension>) =>
  (extension.config.addProseMirrorPlugins as () => import('@tiptap/pm/state').Plugin[])();
const at = (one: Node, from: number, to = from) =>
  EditorState.create({ doc: one, selection: TextSelection.create(one, from, to) });

describe('going from place to place', () => {
  const runs = [
    { from: 3, to: 4 },
    { from: 9, to: 11 },
  ];

  test('goes round in both directions, and leaves the place at the caret', () => {
    expect([0, 3, 8, 9, 20].map((caret) => placeFrom(runs, caret, 1)?.from)).toEqual([3, 9, 9, 3, 3]);
    expect([0, 3, 4, 9, 20].map((caret) => placeFrom(runs, caret, -1)?.from)).toEqual([9, 9, 3, 3, 9]);
    expect(placeFrom([], 1, 1)).toBeNull();
  });
});

describe('a blank', () => {
  const form = doc(p(text('姓名：____，签字：____')));

  test('is found where the caret is in it or beside it, or where it is selected', () => {
    expect(blankAt(at(form, 4).selection)).toEqual({ from: 4, to: 8 });
    expect(blankAt(at(form, 8).selection)).toEqual({ from: 4, to: 8 });
    expect(blankAt(at(form, 4, 8).selection)).toEqual({ from: 4, to: 8 });
    expect(blankAt(at(form, 3).selection)).toBeNull();
    expect(blankAt(at(form, 3, 8).selection)).toBeNull();
    // A place to sign.
    expect(blankAt(at(form, 13).selection)).toBeNull();
  });

  test('that is asked about becomes a gap, which the file goes on spelling as the blank', () => {
    const state = at(form, 6);
    const transaction = askAtBlank(state);
    const after = transaction && state.apply(transaction);
    expect(after?.doc.child(0).child(1).attrs).toEqual({ spelling: '____', runs: null });
    expect(after?.selection.head).toBe(5);
    expect(after && withoutGaps(after.doc).eq(form)).toBe(true);
  });

  test('is none in the middle of a word', () => {
    expect(askAtBlank(at(form, 2))).toBeNull();
  });
});

/** The text of the marked places. */
function marked(state: EditorState): string[] {
  const [plugin] = state.plugins;
  const set = plugin?.getState(state) as DecorationSet;
  return set.find().map(({ from, to }) => state.doc.textBetween(from, to));
}
const withMarks = (one: Node) => EditorState.create({ doc: one, plugins: pluginsOf(blanksExtension()) });

describe('marked blanks', () => {
  test('follow what is typed, deleted and formatted', () => {
    let state = withMarks(doc(p(text('姓名：')), p(text('部门（　　）'))));
    expect(marked(state)).toEqual(['　　']);
    state = state.apply(state.tr.insertText('____', 4));
    expect(marked(state)).toEqual(['____', '　　']);
    state = state.apply(state.tr.delete(4, 7));
    expect(marked(state)).toEqual(['　　']);
    state = state.apply(state.tr.insertText('    ', 4));
    state = state.apply(state.tr.addMark(4, 8, schema.mark('underline')));
    expect(marked(state)).toEqual(['    ', '　　']);
    state = state.apply(state.tr.removeMark(4, 8, schema.mark('underline')));
    expect(marked(state)).toEqual(['　　']);
  });

  test('are after any edits those that a new look would find', () => {
    const edit = fc.tuple(
      fc.constantFrom('____', '甲', '（', '　　', '）', '签字：', ''),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.integer({ min: 0, max: 4 }),
    );
    fc.assert(
      fc.property(fc.array(edit, { maxLength: 25 }), (script) => {
        let state = withMarks(doc(p(text('姓名：____')), p(text('部门（　　）')), p()));
        for (const [value, where, length] of script) {
          const from = Math.floor(where * state.doc.content.size);
          const to = Math.min(state.doc.content.size, from + length);
          const transaction = state.tr;
          if (value === '') transaction.delete(from, to);
          else if (state.doc.resolve(from).parent.isTextblock) transaction.insertText(value, from, to);
          state = state.apply(transaction);
        }
        expect(marked(state)).toEqual(marked(withMarks(state.doc)));
      }),
    );
  });
});

describe('gaps that come as text', () => {
  const state = (one: Node) => EditorState.create({ doc: one, plugins: [maskConversion()] });
  const spellings = (one: Node) => {
    const found: string[] = [];
    one.descendants((node) => void (node.type.name === 'gap' && found.push(String(node.attrs.spelling))));
    return found;
  };

  test('become chips under their spelling, with the look that they had', () => {
    const bold = schema.mark('bold');
    const before = state(doc(p(text('请')), p()));
    const slice = p(text('［mask］', bold), text('和< MASK >，[MASKED]')).content;
    const after = before.apply(before.tr.insert(4, slice));
    expect(spellings(after.doc)).toEqual(['［mask］', '< MASK >']);
    expect(after.doc.child(1).child(0).marks).toEqual([bold]);
    expect(after.doc.child(1).textContent).toBe('和，[MASKED]');
  });

  test('are left alone in code', () => {
    const before = state(doc(schema.node('codeBlock', null, [text('a')]), p(text('b', schema.mark('code')))));
    const after = before.apply(before.tr.insertText('[MASK]', 5).insertText('[MASK]', 1));
    expect(spellings(after.doc)).toEqual([]);
  });

  test('are found when an edit brings them back', () => {
    const found = state(withGaps(doc(p(text('一[MASK]')))));
    const text1 = found.apply(found.tr.replaceWith(2, 3, text('[MAxSK]')));
    expect(spellings(text1.doc)).toEqual([]);
    expect(spellings(text1.apply(text1.tr.delete(5, 6)).doc)).toEqual(['[MASK]']);
  });
});

test('a document that may not be edited takes nothing but what its file or another window brings', () => {
  let locked = true;
  const [plugin] = pluginsOf(readOnlyExtension(() => locked));
  if (!plugin) throw new Error('invariant broken: a plugin');
  const state = EditorState.create({ doc: doc(p(text('甲'))), plugins: [plugin] });
  const after = (transaction: Transaction) => state.applyTransaction(transaction).state.doc.textContent;
  expect(after(state.tr.insertText('乙', 1))).toBe('甲');
  expect(after(state.tr.insertText('乙', 1).setMeta(fromFile, true))).toBe('乙甲');
  expect(state.apply(state.tr.setSelection(TextSelection.create(state.doc, 2))).selection.head).toBe(2);
  locked = false;
  expect(after(state.tr.insertText('乙', 1))).toBe('乙甲');
});
