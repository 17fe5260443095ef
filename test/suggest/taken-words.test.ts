import { EditorState, TextSelection, type Transaction } from '@tiptap/pm/state';
import { describe, expect, test } from 'vitest';
import {
  noWords,
  type TakenEffect,
  type TakenEvent,
  type TakenWords,
  update,
} from '../../src-renderer/suggest/taken-words.ts';
import { documentOf } from '../support/headless-editor.ts';

/** A document of two paragraphs; `天` and `地` are the words at 3 and 5. */
function world() {
  let editor = EditorState.create({ doc: documentOf('今年天与地', '别处') });
  let state: TakenWords = noWords;
  const effects: TakenEffect[] = [];
  const send = (event: TakenEvent) => {
    const step = update(state, event);
    state = step.state;
    effects.push(...step.effects);
  };
  return {
    get state() {
      return state;
    },
    get doc() {
      return editor.doc;
    },
    /** The effects since this was called last. */
    told: () => effects.splice(0),
    take: (from: number, word: string, suggestionId: string | null) =>
      send({ type: 'taken', word: { from, to: from + word.length, word }, suggestionId }),
    /** One dispatch of several transactions. */
    edit(...changes: ((transaction: Transaction) => Transaction)[]) {
      const made = changes.map((change) => {
        const transaction = change(editor.tr);
        editor = editor.apply(transaction);
        return transaction;
      });
      const mappings = made.map(({ mapping }) => mapping);
      send({ type: 'followed', mappings, doc: editor.doc, selection: editor.selection, said });
    },
    send,
  };
}
let said = false;
const signal = (kind: 'kept' | 'changed', suggestionId: string, word: string) => ({
  type: 'signal',
  kind,
  suggestionId,
  word,
});
const at = (pos: number) => (tr: Transaction) => tr.setSelection(TextSelection.create(tr.doc, pos));

describe('a word that was taken', () => {
  test('was kept when the next one comes, and that is told once', () => {
    const one = world();
    one.take(3, '天', 's1');
    expect(one.told()).toEqual([]);
    one.take(5, '地', 's2');
    expect(one.told()).toEqual([signal('kept', 's1', '天')]);
    one.take(5, '地', null);
    expect(one.told()).toEqual([signal('kept', 's2', '地')]);
    // The writer's own word was no suggestion.
    one.take(3, '天', 's3');
    expect(one.told()).toEqual([]);
  });

  test('was changed when it is gone, and cannot be kept any more', () => {
    const one = world();
    one.take(3, '天', 's1');
    one.edit((tr) => tr.delete(3, 4));
    expect(one.told()).toEqual([
      { type: 'declined', place: { from: 3, to: 3 } },
      signal('changed', 's1', '天'),
      { type: 'word-gone' },
    ]);
    expect(one.state).toEqual(noWords);
    one.take(4, '地', 's2');
    expect(one.told()).toEqual([]);
  });

  test('that another one replaces in the same dispatch leaves the place of the other', () => {
    const one = world();
    one.take(3, '天', 's1');
    one.edit(
      (tr) => tr.delete(3, 4),
      (tr) => tr.insertText('夏', 3),
    );
    expect(one.told()[0]).toEqual({ type: 'declined', place: { from: 3, to: 4 } });
  });

  test('about which the writer said something says nothing by its end', () => {
    const one = world();
    one.take(3, '天', 's1');
    said = true;
    one.edit((tr) => tr.insertText('夏', 3, 4));
    said = false;
    expect(one.told()).toEqual([{ type: 'declined', place: { from: 3, to: 4 } }, { type: 'word-gone' }]);
  });

  test('is followed through edits around it, one dispatch of several included', () => {
    const one = world();
    one.take(3, '天', 's1');
    one.edit(
      (tr) => tr.insertText('长长的', 1),
      (tr) => tr.delete(1, 3),
    );
    expect(one.state.placed).toEqual({ from: 4, to: 5, word: '天' });
    one.edit((tr) => tr.insertText('春', 4));
    expect(one.state.placed).toEqual({ from: 5, to: 6, word: '天' });
    one.edit((tr) => tr.insertText('气', 6));
    expect(one.state.placed).toEqual({ from: 5, to: 6, word: '天' });
    expect(one.told()).toEqual([]);
  });

  test('is left by the writer who goes to another paragraph, and is still in the text', () => {
    const one = world();
    one.take(3, '天', 's1');
    one.edit(at(6));
    expect(one.told()).toEqual([]);
    one.edit(at(9));
    expect(one.told()).toEqual([{ type: 'elsewhere' }]);
    expect(one.state.placed).not.toBeNull();
  });
});

test('an earlier word that is taken back is declined, too; the last one is as it was', () => {
  const one = world();
  one.take(3, '天', 's1');
  one.take(5, '地', 's2');
  one.told();
  one.edit((tr) => tr.delete(3, 4));
  expect(one.told()).toEqual([{ type: 'declined', place: { from: 3, to: 3 } }]);
  expect(one.state.placed).toEqual({ from: 4, to: 5, word: '地' });
  expect(one.state.standing).toEqual([{ from: 4, to: 5, word: '地' }]);
});

test('words are followed up to a hundred', () => {
  const one = world();
  for (let i = 0; i < 120; i++) one.take(3, '天', `s${i}`);
  expect(one.state.standing).toHaveLength(100);
});

test('another document has none of the words', () => {
  const one = world();
  one.take(3, '天', 's1');
  one.send({ type: 'forget' });
  one.edit((tr) => tr.delete(1, 6));
  one.take(1, '别', 's2');
  expect(one.told()).toEqual([]);
});
