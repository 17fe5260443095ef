import type { Command } from '@tiptap/pm/state';
import type { Alignment, Indent, ParagraphFormat } from '../../src-main/contract/document-formats.ts';
import { formatOf, selectedBlocks } from './selected.ts';

/** Commands for the format of the selected paragraphs. Pure: they return transactions. */

/** New values of fields; null removes a field, which then has its default. */
export type ParagraphChange = {
  readonly [Field in Exclude<keyof ParagraphFormat, 'base'>]?: ParagraphFormat[Field] | null;
};

/** The changed format; null for an empty one. */
export function changeFormat(format: ParagraphFormat, change: ParagraphChange): ParagraphFormat | null {
  const entries = Object.entries({ ...format, ...change }).filter(
    ([, value]) => value !== null && value !== undefined,
  );
  return entries.length === 0 ? null : Object.fromEntries(entries);
}

/** Sets fields of every selected paragraph. */
export const setParagraph =
  (change: ParagraphChange | ((format: ParagraphFormat) => ParagraphChange)): Command =>
  (state, dispatch) => {
    const blocks = selectedBlocks(state.doc, state.selection);
    if (blocks.length === 0) return false;
    if (!dispatch) return true;
    const { tr } = state;
    for (const { node, pos } of blocks) {
      const format = formatOf(node);
      const next = changeFormat(format, typeof change === 'function' ? change(format) : change);
      if (JSON.stringify(next) !== JSON.stringify(node.attrs.format ?? null))
        tr.setNodeAttribute(pos, 'format', next);
    }
    dispatch(tr.scrollIntoView());
    return true;
  };

export const setAlign = (align: Alignment): Command => setParagraph({ align });

/** Spacing in lines, as `1` or `1.5`. */
export const setLines = (value: number): Command => setParagraph({ line: { rule: 'multiple', value } });

/** The usual indent of a Chinese paragraph. */
export const firstLine: Indent = { value: 2, unit: 'char' };

const isIndented = ({ first }: ParagraphFormat): boolean => (first?.value ?? 0) > 0;

/** Indents the first lines by two characters; removes the indent where every paragraph has one. */
export const toggleFirstLine: Command = (state, dispatch) => {
  const all = selectedBlocks(state.doc, state.selection).every(({ node }) => isIndented(formatOf(node)));
  return setParagraph({ first: all ? null : firstLine })(state, dispatch);
};

/** Moves the left edge by characters, never past the margin. */
export const moveLeftEdge = (characters: number): Command =>
  setParagraph(({ left, base }) => {
    // Word's button moves by the paragraph's own character width.
    const size = base?.size ?? 10.5;
    const unit = left?.unit ?? 'char';
    const value = (left?.value ?? 0) + (unit === 'char' ? characters : characters * size);
    return { left: value > 0 ? { value: Math.round(value * 10) / 10, unit } : null };
  });
