import { TextSelection } from '@tiptap/pm/state';
import { expect, test } from 'vitest';
import { deleteInEmpty } from '../../src-renderer/format/delete.ts';
import { documentOf, paragraph, stateOf } from './sheet.ts';

/** The text that Delete leaves with the caret at a position, and the caret; null where the key is not answered. */
function pressed(lines: readonly string[], at: number) {
  const doc = documentOf(...lines.map((line) => paragraph(line)));
  let state = stateOf(doc, at);
  const answered = deleteInEmpty(state, (tr) => {
    state = state.apply(tr);
  });
  const { doc: left, selection } = state;
  return answered ? { left: left.textBetween(0, left.content.size, '|'), head: selection.head } : null;
}

test('Delete in an empty paragraph at the end of the document deletes nothing, and the caret stays', () => {
  expect(pressed(['通知', ''], 5)).toEqual({ left: '通知|', head: 5 });
  expect(pressed([''], 1)).toEqual({ left: '', head: 1 });
});

test('Delete in an empty paragraph before another one takes the empty one away', () => {
  expect(pressed(['通知', '', '会议'], 5)).toEqual({ left: '通知|会议', head: 5 });
  expect(pressed(['', '通知'], 1)).toEqual({ left: '通知', head: 1 });
});

test('Delete in text and over a selection is the other keymaps’', () => {
  expect(pressed(['通知', ''], 3)).toBeNull();
  const state = stateOf(documentOf(paragraph(''), paragraph('通知')), 1);
  const selected = state.apply(state.tr.setSelection(TextSelection.create(state.doc, 1, 4)));
  expect(deleteInEmpty(selected)).toBe(false);
});
