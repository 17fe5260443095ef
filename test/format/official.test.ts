import { history, undo } from '@tiptap/pm/history';
import { EditorState, type Transaction } from '@tiptap/pm/state';
import { expect, test } from 'vitest';
import { documentSchema } from '../../src-main/documents/schema/extensions.ts';
import { hasChanges } from '../../src-main/documents/schema/official-layout.ts';
import { layOut } from '../../src-renderer/format/official.ts';

const schema = documentSchema();

/** An editor without a page: what is dispatched becomes its state. */
function editorOf(...lines: string[]) {
  const doc = schema.node(
    'doc',
    null,
    lines.map((line) => schema.node('paragraph', null, schema.text(line))),
  );
  const view = {
    state: EditorState.create({ doc, plugins: [history()] }),
    dispatch(transaction: Transaction) {
      view.state = view.state.apply(transaction);
    },
  };
  return { view } as unknown as Parameters<typeof layOut>[0] & { view: typeof view };
}

test('laying out is one step of its own: what was typed before and after is undone apart from it', () => {
  const editor = editorOf('关于放假的通知', '各处室：', '一、时间', '明天放假。', '办公室', '2026年1月1日');
  const { view } = editor;
  const back = () => {
    undo(view.state, view.dispatch);
    return view.state.doc;
  };
  view.dispatch(view.state.tr.insertText('再', 1));
  const typed = view.state.doc;
  expect(hasChanges(layOut(editor))).toBe(true);
  const laidOut = view.state.doc;
  expect(laidOut.eq(typed)).toBe(false);
  view.dispatch(view.state.tr.insertText('又', 1));
  expect(back().eq(laidOut)).toBe(true);
  expect(back().eq(typed)).toBe(true);
  expect(back().textContent.startsWith('关于')).toBe(true);
});

test('a document that is laid out already gets no step', () => {
  const editor = editorOf('关于放假的通知', '明天放假。');
  layOut(editor);
  const { state } = editor.view;
  expect(hasChanges(layOut(editor))).toBe(false);
  expect(editor.view.state).toBe(state);
});
