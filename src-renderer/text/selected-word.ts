import type { Node } from '@tiptap/pm/model';
import { type Selection, TextSelection } from '@tiptap/pm/state';
import type { GapRun } from './gap-context.ts';

/** Longest selection that counts as a word, in characters. */
const longestWord = 6;

/** The selected word; null where the selection is not one Chinese word inside a paragraph. */
export function selectedWord(doc: Node, selection: Selection): { run: GapRun; word: string } | null {
  if (!(selection instanceof TextSelection) || selection.empty) return null;
  const { from, to, $from, $to } = selection;
  if (!$from.sameParent($to) || $from.parent.type.spec.code || to - from > 2 * longestWord) return null;
  const word = doc.textBetween(from, to, '\n', '\ufffc');
  const isWord = /^\p{Script=Han}+$/u.test(word) && [...word].length <= longestWord;
  return isWord ? { run: { from, to }, word } : null;
}
