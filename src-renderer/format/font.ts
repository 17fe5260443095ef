import type { Mark } from '@tiptap/pm/model';
import type { Command, EditorState, Transaction } from '@tiptap/pm/state';
import type { RunFormat, Sheet } from '../../src-main/contract/document-formats.ts';
import { changeFont, cleared, type FontChange, lookOf } from './font-marks.ts';
import {
  baseOf,
  coversWhole,
  formatOf,
  keepCharSize,
  selectedBlocks,
  selectedInlines,
  setMarks,
} from './selected.ts';
import { stylesBlocks } from './style.ts';

/** Commands for the font of the selected text. Pure: they return transactions. */

/** The marks of the next typed character. */
export const marksAtCaret = ({ storedMarks, selection }: EditorState): readonly Mark[] =>
  storedMarks ?? selection.$from.marks();

/** An empty paragraph keeps its look in its base, as Word's paragraph mark does. */
function changeEmpty(tr: Transaction, change: FontChange): void {
  for (const { node, pos } of selectedBlocks(tr.doc, tr.selection)) {
    const format = node.attrs.format as { base?: RunFormat } | null;
    if (node.content.size > 0 || !format?.base) continue;
    const told = Object.entries(change).filter(([, value]) => value !== null && value !== undefined);
    const base = Object.entries({ ...format.base, ...Object.fromEntries(told) }).filter(
      ([, value]) => value !== 'none',
    );
    tr.setNodeAttribute(pos, 'format', { ...format, base: Object.fromEntries(base) });
  }
}

type Change = FontChange | ((look: RunFormat) => FontChange);

/** Changes the font of the selected text, or of the text typed next. */
export const setFont =
  (change: Change): Command =>
  (state, dispatch) => {
    const { schema, selection, tr } = state;
    const blocks = selectedBlocks(state.doc, selection);
    if (blocks.length === 0) return false;
    if (!dispatch) return true;
    const after = (marks: readonly Mark[], base: RunFormat) =>
      changeFont(schema, marks, base, typeof change === 'function' ? change(lookOf(marks, base)) : change);
    for (const { node, from, to, base } of selectedInlines(state.doc, selection))
      setMarks(tr, from, to, node.marks, after(node.marks, base));
    keepCharSize(tr, blocks);
    const [first] = blocks;
    const base = first ? baseOf(first.node) : {};
    const emptyChange = typeof change === 'function' ? change(lookOf(marksAtCaret(state), base)) : change;
    changeEmpty(tr, emptyChange);
    // A step removes stored marks.
    if (selection.empty) {
      const now = tr.doc.nodeAt(first?.pos ?? 0);
      const marks = after(marksAtCaret(state), base);
      tr.setStoredMarks(now && now.content.size === 0 ? changeFont(schema, marks, baseOf(now), {}) : marks);
    }
    dispatch(tr.scrollIntoView());
    return true;
  };

/** Makes the selected text super- or subscript; removes that where all of it is so already. */
export const toggleVertical =
  (vertical: 'super' | 'sub'): Command =>
  (state, dispatch) => {
    const inlines = selectedInlines(state.doc, state.selection);
    const looks =
      inlines.length > 0
        ? inlines.map(({ node, base }) => lookOf(node.marks, base))
        : [lookOf(marksAtCaret(state), baseOf(state.selection.$from.parent))];
    const all = looks.every((look) => look.vertical === vertical);
    return setFont({ vertical: all ? 'none' : vertical })(state, dispatch);
  };

/** Changes the size by a point, as Word's Ctrl+] and Ctrl+[ do. `usual` is the size of text without one. */
export const changeSize = (by: number, usual: number): Command =>
  setFont(({ size = usual }) => ({ size: Math.min(1638, Math.max(1, Math.round((size + by) * 2) / 2)) }));

/** Removes the text's own formatting. Whole selected paragraphs also get the file's default style, as in Word. */
export const clearFormatting =
  (sheet: Sheet | null): Command =>
  (state, dispatch) => {
    const { schema, selection, tr } = state;
    const blocks = selectedBlocks(state.doc, selection);
    if (blocks.length === 0) return false;
    if (!dispatch) return true;
    for (const { node, from, to, base } of selectedInlines(state.doc, selection))
      setMarks(tr, from, to, node.marks, cleared(schema, node.marks, base));
    if (coversWhole(state, blocks)) {
      const normal = sheet?.styles.find(({ id }) => id === sheet.normal);
      if (normal) stylesBlocks(tr, blocks, normal);
      else
        for (const { node, pos } of blocks) {
          const { base } = formatOf(node);
          tr.setNodeAttribute(pos, 'format', base ? { base } : null);
        }
    }
    keepCharSize(tr, blocks);
    if (selection.empty) tr.setStoredMarks([]);
    dispatch(tr.scrollIntoView());
    return true;
  };
