import { isHistoryTransaction } from '@tiptap/pm/history';
import { Fragment, type Node, Slice } from '@tiptap/pm/model';
import type { EditorState, Transaction } from '@tiptap/pm/state';
import type {
  Indent,
  ParagraphFormat,
  ParagraphStyle,
  RunFormat,
  Sheet,
} from '../../src-main/contract/document-formats.ts';
import { changedRanges, type Range } from '../look/changed.ts';
import { rebase } from './font-marks.ts';
import { type Block, baseOf, formatOf, isFormatted } from './selected.ts';
import { headingStyle, levelOf, styleOf, stylesBlocks } from './style.ts';

/**
 * Gives foreign paragraphs the look of the file's paragraphs, except for formatting of their own: pasted ones, and
 * those of commands without styles. Pure.
 */

/** Paragraphs of a file have a style, or a base. */
const isForeign = (node: Node): boolean =>
  isFormatted(node) && node.attrs.style === null && formatOf(node).base === undefined;

/** A default value is no formatting of its own. */
const isDefault = (value: unknown): boolean =>
  value === 'left' || (typeof value === 'object' && value !== null && (value as Indent).value === 0);

/** A paragraph's own format merged over that of its style or neighbour. */
export function formatOver(
  own: ParagraphFormat | null,
  under: ParagraphFormat | null,
): ParagraphFormat | null {
  if (own === null) return under;
  const said = Object.entries(own).filter(
    ([field, value]) => under?.[field as keyof ParagraphFormat] !== undefined || !isDefault(value),
  );
  return { ...under, ...Object.fromEntries(said) };
}

/** Text without a look of its own takes that of its paragraph. */
const withBase = (content: Fragment, base: RunFormat): Fragment =>
  Fragment.from(content.content.map((node) => node.mark(rebase(node.type.schema, node.marks, {}, base))));

/** The style that a paragraph takes here. */
function styleFor(sheet: Sheet, node: Node): ParagraphStyle | undefined {
  const heading = node.type.name === 'heading' ? headingStyle(sheet, Number(node.attrs.level)) : undefined;
  return heading ?? styleOf(sheet, sheet.normal);
}

/**
 * Pasted paragraphs without a look take that of the paragraph that they are pasted into. Headings, and text pasted
 * into a heading, are left to `adoptForeign`. An empty line between numbered paragraphs gets no number.
 */
export function adoptPasted(slice: Slice, into: Node, sheet: Sheet | null): Slice {
  const style = styleOf(sheet, into.attrs.style);
  if (!sheet || !isFormatted(into) || (style && levelOf(style) !== null)) return slice;
  const { style: id, format, numbering } = into.attrs;
  const adopted = (node: Node): Node => {
    if (
      node.type.name === 'paragraph' &&
      isForeign(node) &&
      (node.attrs.format === null || numbering === null)
    ) {
      const attrs = { ...node.attrs, style: id, format: formatOver(node.attrs.format, format), numbering };
      return node.type.create(attrs, withBase(node.content, baseOf(into)), node.marks);
    }
    return node.isTextblock || node.isLeaf ? node : node.copy(Fragment.from(node.children.map(adopted)));
  };
  const blocks = slice.content.content.map((node, i, all) => {
    const block = adopted(node);
    // The first and the last paragraph join numbered text.
    const isBetween = i > 0 && i < all.length - 1;
    const isBlank = node.type.name === 'paragraph' && isForeign(node) && node.content.size === 0;
    return isBetween && isBlank ? block.type.create({ ...block.attrs, numbering: null }) : block;
  });
  return new Slice(Fragment.from(blocks), slice.openStart, slice.openEnd);
}

/** Gives the paragraphs without a look in these ranges the look of the file; null where there are none. */
export function adoptIn(
  ranges: readonly Range[],
  state: EditorState,
  sheet: Sheet | null,
): Transaction | null {
  if (!sheet) return null;
  const found = new Map<number, Block>();
  for (const { from, to } of ranges)
    state.doc.nodesBetween(from, Math.min(to, state.doc.content.size), (node, pos) => {
      if (isForeign(node)) found.set(pos, { node, pos });
      return !node.isTextblock;
    });
  const { tr } = state;
  for (const block of found.values()) {
    const style = styleFor(sheet, block.node);
    if (!style) continue;
    const format = formatOver(block.node.attrs.format, style.format) ?? style.format;
    stylesBlocks(tr, [block], { ...style, format });
  }
  return tr.docChanged ? tr : null;
}

/**
 * As `adoptIn`, for the ranges that transactions changed. Nothing is changed during a composition, which redrawing
 * its paragraph would end, nor after undo and redo.
 */
export function adoptForeign(
  transactions: readonly Transaction[],
  state: EditorState,
  sheet: Sheet | null,
): Transaction | null {
  const isBound = (one: Transaction) => one.getMeta('composition') !== undefined || isHistoryTransaction(one);
  if (transactions.some(isBound)) return null;
  const ranges = transactions.flatMap((one, i) => {
    const rest = transactions.slice(i + 1);
    return changedRanges(one).map(({ from, to }) => ({
      from: rest.reduce((pos, { mapping }) => mapping.map(pos, -1), from),
      to: rest.reduce((pos, { mapping }) => mapping.map(pos, 1), to),
    }));
  });
  return adoptIn(ranges, state, sheet);
}
