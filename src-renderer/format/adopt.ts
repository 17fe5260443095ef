import { Fragment, type Node, Slice } from '@tiptap/pm/model';
import type { EditorState, Transaction } from '@tiptap/pm/state';
import type { ParagraphStyle, Sheet } from '../../src-main/documents/schema/formats.ts';
import { changedRanges } from '../look/changed.ts';
import { type Block, isFormatted } from './selected.ts';
import { headingStyle, levelOf, styleOf, stylesBlocks } from './style.ts';

/** Paragraphs that came from elsewhere, or from a command that knows no styles, look as those of the file do. Pure. */

const isForeign = (node: Node): boolean =>
  isFormatted(node) && node.attrs.format === null && node.attrs.style === null;

/** The style that a paragraph takes here. */
function styleFor(sheet: Sheet, node: Node): ParagraphStyle | undefined {
  const heading = node.type.name === 'heading' ? headingStyle(sheet, Number(node.attrs.level)) : undefined;
  return heading ?? styleOf(sheet, sheet.normal);
}

/**
 * Pasted paragraphs without a look of their own take that of the one that they are pasted into; headings, and what is
 * pasted into one, are left to `adoptForeign`.
 */
export function adoptPasted(slice: Slice, into: Node, sheet: Sheet | null): Slice {
  const style = styleOf(sheet, into.attrs.style);
  if (!sheet || !isFormatted(into) || (style && levelOf(style) !== null)) return slice;
  const { style: id, format, numbering } = into.attrs;
  const adopted = (node: Node): Node => {
    if (node.type.name === 'paragraph' && isForeign(node))
      return node.type.create({ ...node.attrs, style: id, format, numbering }, node.content, node.marks);
    return node.isTextblock || node.isLeaf ? node : node.copy(Fragment.from(node.children.map(adopted)));
  };
  return new Slice(Fragment.from(slice.content.content.map(adopted)), slice.openStart, slice.openEnd);
}

/** Gives the paragraphs without a look that transactions brought the look of the file; null where there are none. */
export function adoptForeign(
  transactions: readonly Transaction[],
  state: EditorState,
  sheet: Sheet | null,
): Transaction | null {
  if (!sheet) return null;
  const found = new Map<number, Block>();
  for (const [i, one] of transactions.entries())
    for (const range of changedRanges(one)) {
      const rest = transactions.slice(i + 1);
      const from = rest.reduce((pos, { mapping }) => mapping.map(pos, -1), range.from);
      const to = rest.reduce((pos, { mapping }) => mapping.map(pos, 1), range.to);
      state.doc.nodesBetween(from, Math.min(to, state.doc.content.size), (node, pos) => {
        if (isForeign(node)) found.set(pos, { node, pos });
        return !node.isTextblock;
      });
    }
  if (found.size === 0) return null;
  const { tr } = state;
  for (const block of found.values()) {
    const style = styleFor(sheet, block.node);
    if (style) stylesBlocks(tr, [block], style);
  }
  return tr.docChanged ? tr : null;
}
