import { EditorState, TextSelection } from '@tiptap/pm/state';
import { expect, test } from 'vitest';
import { documentSchema } from '../../src-main/documents/schema/extensions.ts';
import { withGaps } from '../../src-main/documents/schema/gap-nodes.ts';
import { afterGivingUp } from '../../src-renderer/editor/given-up.ts';

const schema = documentSchema();

/** `n` is the letter that is being composed. */
const composing = (line: string) => {
  const doc = withGaps(schema.node('doc', null, [schema.node('paragraph', null, [schema.text(line)])]));
  return EditorState.create({ doc });
};

const shown = ({ doc, selection }: EditorState) => ({
  text: doc.textBetween(0, doc.content.size, '\n', '□'),
  head: selection.head,
});

/** What is left where the browser deletes a range and puts the caret somewhere, in place of the letters alone. */
function left(
  line: string,
  deleted: readonly [number, number],
  caret: number,
  letters: readonly [number, number],
) {
  const before = composing(line);
  const tr = before.tr.delete(...deleted);
  const after = before.apply(tr.setSelection(TextSelection.create(tr.doc, caret)));
  const mend = afterGivingUp(before, after, { from: letters[0], to: letters[1] });
  return mend && shown(after.apply(mend));
}

test('a gap that was deleted with the letters after it is there again, and the caret behind it', () => {
  expect(left('材[MASK]n', [2, 4], 2, [3, 4])).toEqual({ text: '材□', head: 3 });
  expect(left('材[MASK]n后', [2, 4], 2, [3, 4])).toEqual({ text: '材□后', head: 3 });
});

test('one of several equal gaps comes back', () => {
  expect(left('[MASK][MASK]n[MASK]', [2, 4], 2, [3, 4])).toEqual({ text: '□□□', head: 3 });
});

test('a caret that went over to the other side of a gap comes back', () => {
  expect(left('n[MASK]', [1, 2], 2, [1, 2])).toEqual({ text: '□', head: 1 });
  expect(left('[MASK]n', [2, 3], 1, [2, 3])).toEqual({ text: '□', head: 2 });
});

test('nothing is done where the letters alone are gone and the caret is where they were', () => {
  expect(left('材n后', [2, 3], 2, [2, 3])).toBeNull();
});
