import { history, undo } from '@tiptap/pm/history';
import type { Node } from '@tiptap/pm/model';
import { EditorState, TextSelection, type Transaction } from '@tiptap/pm/state';
import { type Step, Transform } from '@tiptap/pm/transform';
import { expect, test } from 'vitest';
import { documentSchema } from '../../src-main/documents/schema/extensions.ts';
import { entryOf } from '../../src-renderer/draft/journal.ts';
import { changesOf, follow, followIn, reapply, rebasing, stepsOf } from '../../src-renderer/draft/rebase.ts';

const schema = documentSchema();
const paragraphs = (...texts: string[]) =>
  schema.node(
    'doc',
    null,
    texts.map((text) => schema.node('paragraph', null, text ? [schema.text(text)] : [])),
  );
const textOf = (doc: Node) => doc.textBetween(0, doc.content.size, '\n');
const start = paragraphs('请各部门参加会议', '特此通知');
const made = (doc: Node, work: (transform: Transform) => Transform): Transform => work(new Transform(doc));
const insert = (at: number, text: string) => (one: Transform) => one.insert(at, schema.text(text));

test('both windows end with one text, whoever was stored first', () => {
  const own = made(start, insert(9, '，勿缺席'));
  const others = made(start, insert(1, '通知：'));
  const mine = new Transform(own.doc);
  const changes = follow(mine, changesOf(own), others.steps);
  expect(textOf(mine.doc)).toBe('通知：请各部门参加会议，勿缺席\n特此通知');
  const theirs = new Transform(others.doc);
  for (const { step } of changes ?? []) theirs.step(step);
  expect(theirs.doc.eq(mine.doc)).toBe(true);
});

test('text at one and the same place is kept in both, in the order in which it was stored', () => {
  const own = made(start, insert(9, '甲'));
  const others = made(start, insert(9, '乙'));
  const mine = new Transform(own.doc);
  expect(follow(mine, changesOf(own), others.steps)).toHaveLength(1);
  expect(textOf(mine.doc).split('\n')[0]).toMatch(/会议(甲乙|乙甲)$/);
});

test.each([
  [
    'text typed into a paragraph that was deleted elsewhere',
    insert(4, '新'),
    (one: Transform) => one.delete(0, 10),
  ],
  ['text typed elsewhere into what is deleted here', (one: Transform) => one.delete(1, 9), insert(4, '新')],
])('%s is not thrown away: the two are not made one', (_, here, there) => {
  const own = made(start, here);
  expect(follow(new Transform(own.doc), changesOf(own), made(start, there).steps)).toBeNull();
});

test('the same deletion in both is no loss', () => {
  const own = made(start, (one) => one.delete(1, 3));
  const others = made(start, (one) => one.delete(1, 3));
  const mine = new Transform(own.doc);
  expect(follow(mine, changesOf(own), others.steps)).not.toBeNull();
  expect(textOf(mine.doc)).toBe('部门参加会议\n特此通知');
});

test('what a page left behind is put on the newest document', () => {
  const left = made(start, (one) => insert(10, '补')(insert(9, '后')(one)));
  const others = made(start, insert(1, '前'));
  const now = new Transform(others.doc);
  const steps = stepsOf(schema, [{ entry: entryOf(left.steps) }]);
  expect(reapply(now, steps, others.steps)).toBe(true);
  expect(textOf(now.doc)).toBe('前请各部门参加会议后补\n特此通知');
  const gone = made(start, (one) => one.delete(0, 10));
  expect(reapply(new Transform(gone.doc), steps, gone.steps)).toBe(false);
});

/** An editor's state without its view, which follows others as the view does. */
function desk(doc: Node) {
  let state = EditorState.create({ doc, plugins: [history(), rebasing()] });
  let own: ReturnType<typeof changesOf> = [];
  const apply = (tr: Transaction) => {
    state = state.apply(tr);
  };
  return {
    type(at: number, text: string) {
      const tr = state.tr.insertText(text, at);
      tr.setSelection(TextSelection.create(tr.doc, at + text.length));
      own.push(...changesOf(tr));
      apply(tr);
    },
    stored() {
      own = [];
    },
    follow(others: readonly Step[]) {
      const followed = followIn(state, own, [{ revision: 'r', entry: entryOf(others) }]);
      if (!followed) throw new Error('the two cannot be made one');
      own = followed.changes;
      apply(followed.transaction);
    },
    undo: () => undo(state, apply),
    get text() {
      return textOf(state.doc);
    },
    get caret() {
      return state.selection.head;
    },
  };
}

test.each([true, false])('undo takes back the own text alone, stored before the others’: %s', (stored) => {
  const one = desk(start);
  one.type(9, '甲');
  if (stored) one.stored();
  const base = stored ? made(start, insert(9, '甲')).doc : start;
  one.follow(made(base, insert(1, '乙乙')).steps);
  expect(one.text).toBe('乙乙请各部门参加会议甲\n特此通知');
  // The caret stays behind the own text.
  expect(one.caret).toBe(12);
  one.undo();
  expect(one.text).toBe('乙乙请各部门参加会议\n特此通知');
});

test('entries that are not of this schema are no reason to change anything', () => {
  const state = EditorState.create({ doc: start });
  for (const entry of ['no JSON', '[{"stepType":"replace","from":900,"to":901}]'])
    expect(followIn(state, [], [{ revision: 'r', entry }])).toBeNull();
});
