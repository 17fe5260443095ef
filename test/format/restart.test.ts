import type { Node } from '@tiptap/pm/model';
import { type EditorState, EditorState as State, TextSelection } from '@tiptap/pm/state';
import { describe, expect, test } from 'vitest';
import type { NumberingPlace } from '../../src-main/contract/document-formats.ts';
import { placeOf } from '../../src-renderer/format/numbering.ts';
import { continueNumbering, restartNumbering } from '../../src-renderer/format/restart.ts';
import { labelsIn, labelsPlugin } from '../../src-renderer/look/labels.ts';
import { applied, documentOf, paragraph, sheet, stateOf } from './sheet.ts';

const item = (text: string, level = 0, id = '3') => paragraph(text, { numbering: { id, level } });

/** A state with the labels that the editor draws. */
function numbered(doc: Node, index = 0): EditorState {
  const pos = doc.children.slice(0, index).reduce((sum, one) => sum + one.nodeSize, 1);
  return State.create({
    doc,
    selection: TextSelection.create(doc, pos),
    plugins: [labelsPlugin(() => sheet)],
  });
}
const shown = (state: EditorState) => labelsIn(state).map((label) => label?.text ?? null);
const placesOf = ({ doc }: EditorState): (NumberingPlace | null)[] => doc.children.map(placeOf);

/** The same state with its caret in another paragraph. */
const inParagraph = (state: EditorState, index: number) => numbered(state.doc, index);

const list = documentOf(item('甲'), item('乙'), paragraph('间'), item('丙'), item('丁', 1), item('戊'));

describe('numbering anew', () => {
  test('counts from the number for the paragraph and the rest of its list, at once', () => {
    const before = numbered(list, 3);
    expect(shown(before)).toEqual(['一、', '二、', '三、', '（一）', '四、']);
    expect(shown(applied(before, restartNumbering(sheet, 1)))).toEqual([
      '一、',
      '二、',
      '一、',
      '（一）',
      '二、',
    ]);
    expect(shown(applied(before, restartNumbering(sheet, 5)))).toEqual([
      '一、',
      '二、',
      '五、',
      '（一）',
      '六、',
    ]);
  });

  test('a second time makes a list of its own again', () => {
    const once = applied(numbered(list, 1), restartNumbering(sheet, 3));
    const twice = applied(inParagraph(once, 5), restartNumbering(sheet, 1));
    expect(shown(twice)).toEqual(['一、', '三、', '四、', '（一）', '一、']);
    const lists = placesOf(twice).map((place) => place?.anew?.list ?? null);
    expect(lists).toEqual([null, 1, null, 1, 1, 2]);
  });

  test('deeper levels begin anew at theirs', () => {
    const doc = documentOf(item('甲'), item('子', 1), item('丑', 1), item('寅', 1));
    expect(shown(applied(numbered(doc, 2), restartNumbering(sheet, 1)))).toEqual([
      '一、',
      '（一）',
      '（一）',
      '（二）',
    ]);
  });

  test('text without a number, and bullets, have nothing to count', () => {
    const doc = documentOf(paragraph('字'), item('点', 0, '5'));
    expect(restartNumbering(sheet, 1)(stateOf(doc, 1))).toBe(false);
    expect(restartNumbering(sheet, 1)(numbered(doc, 1))).toBe(false);
    expect(restartNumbering(sheet, -1)(numbered(list, 0))).toBe(false);
    expect(restartNumbering(sheet, 1.5)(numbered(list, 0))).toBe(false);
  });
});

describe('going on with the list above', () => {
  test('takes numbering anew back', () => {
    const anew = applied(numbered(list, 3), restartNumbering(sheet, 1));
    const back = applied(anew, continueNumbering(sheet));
    expect(back.doc.eq(list)).toBe(true);
    expect(shown(back)).toEqual(['一、', '二、', '三、', '（一）', '四、']);
  });

  test('joins a list that is numbered in the same way and no other', () => {
    const numberings = { ...sheet.numberings };
    const [like] = [numberings['3']];
    if (!like) throw new Error('no numbering');
    numberings['9'] = { ...like, abstract: '9' };
    const more = { ...sheet, numberings };
    const doc = documentOf(item('甲'), item('点', 0, '5'), item('乙', 0, '9'), item('丙', 0, '9'));
    const joined = applied(numbered(doc, 2), continueNumbering(more));
    expect(placesOf(joined).map((place) => place?.id)).toEqual(['3', '5', '3', '3']);
    // In the middle of its list it goes on already.
    expect(continueNumbering(more)(numbered(doc, 3))).toBe(false);
    expect(continueNumbering(more)(numbered(doc, 0))).toBe(false);
  });
});
