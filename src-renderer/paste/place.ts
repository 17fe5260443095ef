import { type Node, Slice } from '@tiptap/pm/model';
import { type EditorState, Selection, type Transaction } from '@tiptap/pm/state';
import { isFormatted } from '../format/selected.ts';

/** Inserts pasted content. Pure: returns a transaction. */

/** The only node of a slice, if it is whole: a picture, a table. */
function singleNode({ openStart, openEnd, content }: Slice): Node | null {
  return openStart === 0 && openEnd === 0 && content.childCount === 1 ? content.firstChild : null;
}

const looks = ['style', 'format', 'numbering'] as const;

/** Whether a block keeps its own source element instead of taking another's. */
const looksLike = (one: Node, other: Node): boolean =>
  one.type === other.type &&
  looks.every((name) => JSON.stringify(one.attrs[name]) === JSON.stringify(other.attrs[name]));

/**
 * Paragraphs that are pasted into an empty one, or several at the beginning of one, keep their own look: there is no
 * text that the first of them would join. Others join the text at the caret, as in Word.
 */
function placeWhole(tr: Transaction, { content, openStart, openEnd }: Slice): boolean {
  const { $from } = tr.selection;
  const [first, last] = [content.firstChild, content.lastChild];
  if (!first || !last || openStart !== 1 || !isFormatted(first) || !isFormatted($from.parent)) return false;
  if ($from.depth === 0 || $from.parentOffset > 0) return false;
  if (looksLike(first, $from.parent)) return false;
  const container = $from.node(-1);
  const isEmpty = $from.parent.content.size === 0;
  if (!container.canReplace($from.index(-1), $from.index(-1) + 1, content)) return false;
  if (isEmpty) {
    const start = $from.before();
    tr.replace(start, $from.after(), new Slice(content, 0, 0));
    tr.setSelection(Selection.near(tr.doc.resolve(start + content.size), -1));
    return true;
  }
  if (content.childCount < 2 || !last.isTextblock || openEnd !== 1) return false;
  const end = $from.pos;
  tr.replace($from.before(), end, new Slice(content, 0, 1));
  tr.setSelection(Selection.near(tr.doc.resolve(tr.mapping.map(end, 1)), 1));
  return true;
}

/** Replaces the selection by pasted content. */
export function placePasted(state: EditorState, slice: Slice): Transaction {
  const { tr } = state;
  const single = singleNode(slice);
  if (single) return tr.replaceSelectionWith(single, false);
  const cleared = state.tr.deleteSelection();
  if (placeWhole(cleared, slice)) return cleared;
  return tr.replaceSelection(slice);
}
