import type { Node, ResolvedPos } from '@tiptap/pm/model';
import {
  type Command,
  type EditorState,
  NodeSelection,
  type Selection,
  TextSelection,
  type Transaction,
} from '@tiptap/pm/state';
import { canSplit } from '@tiptap/pm/transform';
import type { ParagraphStyle, Sheet } from '../../src-main/contract/document-formats.ts';
import { marksOfBase } from './font-marks.ts';
import { changeLevel, leaveNumbering, placeOf } from './numbering.ts';
import { baseOf, isFormatted } from './selected.ts';
import { attributesOf, levelOf, styleOf } from './style.ts';

/** Enter and Backspace in a document with styles. Pure: they return transactions. */

/** Lists and quotes of Markdown keep their own keys. */
const standsFree = ($from: ResolvedPos): boolean => {
  const outer = $from.node(-1);
  return isFormatted($from.parent) && (outer.type.name === 'doc' || 'colspan' in outer.attrs);
};

/** The style of the next paragraph; undefined where it is the same. */
function nextStyle(sheet: Sheet, block: Node): ParagraphStyle | undefined {
  const style = styleOf(sheet, block.attrs.style);
  return style && style.next !== style.id ? styleOf(sheet, style.next) : undefined;
}

function splitTo(tr: Transaction, state: EditorState, style: ParagraphStyle): boolean {
  const level = levelOf(style);
  const type = state.schema.nodes[level === null ? 'paragraph' : 'heading'];
  if (!type || !canSplit(tr.doc, tr.selection.from, 1, [{ type }])) return false;
  // The paragraph has no source element, only its style.
  tr.split(tr.selection.from, 1, [{ type, attrs: { ...attributesOf(style, level), src: null } }]);
  return true;
}

/** Enter moves an empty numbered paragraph up a level, and out of the list from the highest one. */
function outOfList(sheet: Sheet, state: EditorState, dispatch: Parameters<Command>[1]): boolean {
  const { parent } = state.selection.$from;
  const at = placeOf(parent);
  if (!at || parent.content.size > 0) return false;
  return at.level > 0 && changeLevel(sheet, -1)(state, dispatch)
    ? true
    : leaveNumbering(sheet)(state, dispatch);
}

/** A selected gap or picture is replaced, as selected text is. */
const isReplaced = (selection: Selection): boolean =>
  selection instanceof TextSelection || (selection instanceof NodeSelection && selection.node.isInline);

/**
 * Enter: at the end of a paragraph the new one takes the next style; elsewhere both halves keep the paragraph's.
 * False where the document has no styles.
 */
export const enter =
  (sheet: Sheet | null): Command =>
  (state, dispatch) => {
    const { selection, tr } = state;
    if (!sheet || !isReplaced(selection) || !standsFree(selection.$from)) return false;
    if (selection.empty && outOfList(sheet, state, dispatch)) return true;
    const marks = state.storedMarks ?? selection.$to.marks();
    tr.deleteSelection();
    const { $from } = tr.selection;
    const { parent } = $from;
    if (!parent.isTextblock) return false;
    const atEnd = $from.parentOffset === parent.content.size;
    const style = atEnd ? nextStyle(sheet, parent) : undefined;
    if (style) {
      if (!splitTo(tr, state, style)) return false;
      tr.setStoredMarks(marksOfBase(state.schema, style.format.base ?? {}));
    } else {
      if (!canSplit(tr.doc, $from.pos)) return false;
      tr.split($from.pos, 1, atEnd ? [{ type: parent.type, attrs: parent.attrs }] : undefined);
      if (atEnd) tr.setStoredMarks(marks.filter(({ type }) => type.spec.inclusive !== false));
    }
    dispatch?.(tr.scrollIntoView());
    return true;
  };

/** Backspace at the start of a numbered paragraph removes the number before it joins paragraphs. */
export const backspace =
  (sheet: Sheet | null): Command =>
  (state, dispatch) => {
    const { $from, empty } = state.selection;
    if (!sheet || !empty || $from.parentOffset > 0 || !$from.parent.isTextblock) return false;
    return placeOf($from.parent) === null ? false : leaveNumbering(sheet)(state, dispatch);
  };

/** Marks for text typed into an empty paragraph; null for none. */
export function marksForEmpty({ selection, storedMarks, schema }: EditorState) {
  const { parent } = selection.$from;
  if (!selection.empty || storedMarks || !isFormatted(parent) || parent.content.size > 0) return null;
  const marks = marksOfBase(schema, baseOf(parent));
  return marks.length > 0 ? marks : null;
}
