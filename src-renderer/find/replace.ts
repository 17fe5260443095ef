import { closeHistory } from '@tiptap/pm/history';
import type { EditorState, Transaction } from '@tiptap/pm/state';
import type { Match } from './search.ts';

/** Replaces each match by a text with the match's marks, in one undo step. */
export function replaceBy(state: EditorState, matches: readonly Match[], text: string): Transaction {
  const transaction = closeHistory(state.tr);
  // From the end, so that earlier positions stay valid.
  for (const { from, to } of matches.toReversed()) {
    const marks = state.doc.nodeAt(from)?.marks ?? [];
    if (text === '') transaction.delete(from, to);
    else transaction.replaceWith(from, to, state.schema.text(text, marks));
  }
  return transaction;
}
