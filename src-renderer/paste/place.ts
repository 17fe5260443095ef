import { type Node, Slice } from '@tiptap/pm/model';
import { type EditorState, Selection, type Transaction } from '@tiptap/pm/state';
import { isFormatted } from '../format/selected.ts';

/** Where pasted content goes. Pure: a transaction out of a state. */

/** The only node of a slice that is whole: a picture, a table. */
function singleNode({ openStart, openEnd, content }: Slice): Node | null {
  return openStart === 0 && openEnd === 0 && content.childCount === 1 ? content.firstChild : null;
}

const looks = ['style', 'format', 'numbering'] as const;

/** Whether a block would gain nothing from another: its element in the file stays the one that it is. */
const looksLike = (one: Node, other: Node): boolean =>
  one.type === other.type &&
  looks.every((name) => JSON.stringify(one.attrs[name]) === JSON.stringify(other.attrs[name]));

/**
 * Paragraphs put into an empty one, and several put at the beginning of one, keep their own look: nothing is there that
 * the first of them would join. As in Word, others join the text at the caret.
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

/** Puts pasted content in the place of the selection. */
export function placePasted(state: EditorState, slice: Slice): Transaction {
  const { tr } = state;
  const single = singleNode(slice);
  if (single) return tr.replaceSelectionWith(single, false);
  const cleared = state.tr.deleteSelection();
  if (placeWhole(cleared, slice)) return cleared;
  return tr.replaceSelection(slice);
}
