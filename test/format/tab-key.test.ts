import type { Node } from '@tiptap/pm/model';
import { type Command, EditorState, NodeSelection, TextSelection } from '@tiptap/pm/state';
import { expect, test } from 'vitest';
import { documentSchema } from '../../src-main/documents/schema/extensions.ts';
import { escapes, shiftTab, tab } from '../../src-renderer/format/tab-key.ts';

const schema = documentSchema();
const paragraph = (text: string) => schema.node('paragraph', null, text ? [schema.text(text)] : []);
const start = schema.node('doc', null, [paragraph('请各部门参加会议'), paragraph('特此通知')]);
const textOf = (doc: Node) => doc.textBetween(0, doc.content.size, '\n', '□');

function press(state: EditorState, ...commands: Command[]): EditorState {
  let now = state;
  for (const command of commands) {
    const taken = command(now, (tr) => {
      now = now.apply(tr);
    });
    // The key never leaves the text.
    expect(taken).toBe(true);
  }
  return now;
}

const at = (from: number, to = from) =>
  EditorState.create({ doc: start, selection: TextSelection.create(start, from, to) });
const firsts = ({ doc }: EditorState) =>
  Array.from({ length: doc.childCount }, (_, i) => doc.child(i).attrs.format?.first?.value ?? 0);

test('at the start of a paragraph it indents the first line, then writes tabs; Shift takes the indent away', () => {
  const indented = press(at(1), tab(true));
  expect([textOf(indented.doc), firsts(indented)]).toEqual(['请各部门参加会议\n特此通知', [2, 0]]);
  expect(textOf(press(indented, tab(true)).doc)).toBe('\t请各部门参加会议\n特此通知');
  expect(firsts(press(indented, shiftTab(true)))).toEqual([0, 0]);
});

test('inside a paragraph it writes a tab, in the place of what is selected there', () => {
  expect(textOf(press(at(4), tab(true)).doc)).toBe('请各部\t门参加会议\n特此通知');
  expect(textOf(press(at(2, 5), tab(true)).doc)).toBe('请\t参加会议\n特此通知');
  const state = at(4);
  expect(press(state, shiftTab(true)).doc.eq(state.doc)).toBe(true);
});

test('paragraphs that are selected together are all indented', () => {
  expect(firsts(press(at(3, 14), tab(true)))).toEqual([2, 2]);
});

test('a file without formats of paragraphs gets spaces of full width, and loses nothing that is selected', () => {
  expect(textOf(press(at(1), tab(false)).doc)).toBe('　　请各部门参加会议\n特此通知');
  expect(textOf(press(at(4), tab(false)).doc)).toBe('请各部\t门参加会议\n特此通知');
  const state = at(3, 14);
  expect(press(state, tab(false)).doc.eq(state.doc)).toBe(true);
});

test('a selected gap is not written over', () => {
  const doc = schema.node('doc', null, [
    schema.node('paragraph', null, [schema.text('天'), schema.node('gap'), schema.text('气')]),
  ]);
  const state = EditorState.create({ doc, selection: NodeSelection.create(doc, 2) });
  expect(textOf(press(state, tab(true)).doc)).toBe('天□\t气');
});

test('Escape that closed nothing lets the next Tab leave, and no other key between', () => {
  expect(escapes(false, 'Escape', true)).toBe(true);
  // Something else took it: a list was closed.
  expect(escapes(false, 'Escape', false)).toBe(false);
  expect(escapes(true, 'Shift', true)).toBe(true);
  expect(escapes(true, 'a', true)).toBe(false);
});
