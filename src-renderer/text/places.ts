import type { Editor } from '@tiptap/core';
import { closeHistory } from '@tiptap/pm/history';
import type { Node } from '@tiptap/pm/model';
import { type EditorState, type Selection, TextSelection, type Transaction } from '@tiptap/pm/state';
import { blanksOf, gapOf, gapRunsOf } from '../../src-main/documents/schema/gap-nodes.ts';
import type { TextRange } from '../../src-main/documents/schema/gaps.ts';
import type { GapRun } from './gap-context.ts';

/** The gaps and blanks of a document. Positions are ProseMirror's. */

function collect(doc: Node, find: (block: Node) => readonly TextRange[]): GapRun[] {
  const runs: GapRun[] = [];
  doc.descendants((node, pos) => {
    if (!node.isTextblock) return true;
    for (const { from, to } of find(node)) runs.push({ from: pos + 1 + from, to: pos + 1 + to });
    return false;
  });
  return runs;
}

/** The next place, with wrap-around; null for none. A place that begins at the caret counts as passed. */
export function placeFrom(runs: readonly GapRun[], caret: number, by: 1 | -1): GapRun | null {
  const ahead = by === 1 ? runs.find(({ from }) => from > caret) : runs.findLast(({ from }) => from < caret);
  return ahead ?? (by === 1 ? runs[0] : runs.at(-1)) ?? null;
}

/** Goes to the next gap, or to the next blank where there is no gap. */
export function goToPlace({ state, view }: Editor, by: 1 | -1): void {
  const { doc, selection, tr } = state;
  const gap = placeFrom(collect(doc, gapRunsOf), selection.from, by);
  const place = gap ?? placeFrom(collect(doc, blanksOf), selection.from, by);
  if (!place) return;
  // A gap opens its suggestions; a blank is selected, so that typing replaces it.
  const chosen = TextSelection.create(doc, place.from, gap ? place.from : place.to);
  view.dispatch(tr.setSelection(chosen).scrollIntoView());
  view.focus();
}

/** The blank that a selection is in or touches. */
export function blankAt({ $from, $to, from, to }: Selection): GapRun | null {
  if (!$from.sameParent($to) || !$from.parent.isTextblock) return null;
  const start = $from.start();
  const found = blanksOf($from.parent).find((one) => start + one.from <= from && to <= start + one.to);
  return found ? { from: start + found.from, to: start + found.to } : null;
}

/**
 * Turns the blank at the caret into a gap, for suggestions. The file keeps the blank until it is filled. Null where
 * there is no blank.
 */
export function askAtBlank(state: EditorState): Transaction | null {
  const blank = blankAt(state.selection);
  if (!blank) return null;
  const { parent } = state.selection.$from;
  const start = state.selection.$from.start();
  const gap = gapOf(parent, { from: blank.from - start, to: blank.to - start });
  const transaction = closeHistory(state.tr).replaceWith(blank.from, blank.to, gap);
  return transaction.setSelection(TextSelection.create(transaction.doc, blank.from + 1));
}
