import type { Mark, Node } from '@tiptap/pm/model';
import type { EditorState, Selection, Transaction } from '@tiptap/pm/state';
import type { ParagraphFormat, RunFormat } from '../../src-main/contract/document-formats.ts';

/** The blocks and runs of a selection. Pure. */

/** A text block; `pos` is the position before it. */
export interface Block {
  readonly node: Node;
  readonly pos: number;
}

/** A run of text, or an atom, with the look of its paragraph. */
export interface Inline {
  readonly node: Node;
  readonly from: number;
  readonly to: number;
  readonly base: RunFormat;
}

/** Whether a block has a format, as paragraphs and headings do. */
export const isFormatted = (node: Node): boolean => node.isTextblock && 'format' in node.attrs;

export const formatOf = (node: Node): ParagraphFormat =>
  (node.attrs.format as ParagraphFormat | null | undefined) ?? {};

export const baseOf = (node: Node): RunFormat => formatOf(node).base ?? {};

/**
 * Paragraphs and headings that a selection covers in whole or in part. A block that it only touches with its end, as
 * a selection with the paragraph mark does, is not covered.
 */
export function selectedBlocks(doc: Node, selection: Selection): Block[] {
  const found: Block[] = [];
  for (const { $from, $to } of selection.ranges) {
    const [from, to] = [$from.pos, $to.pos];
    doc.nodesBetween(from, to, (node, pos) => {
      if (!node.isTextblock) return true;
      const touched = to > from && to <= pos + 1;
      if (isFormatted(node) && !touched) found.push({ node, pos });
      return false;
    });
  }
  return found;
}

/** Text and atoms inside a selection, cut at its edges. */
export function selectedInlines(doc: Node, selection: Selection): Inline[] {
  const found: Inline[] = [];
  for (const { $from, $to } of selection.ranges) {
    const [from, to] = [$from.pos, $to.pos];
    doc.nodesBetween(from, to, (node, pos, parent) => {
      if (!node.isInline) return true;
      const start = Math.max(from, pos);
      const end = Math.min(to, pos + node.nodeSize);
      if (parent && isFormatted(parent) && start < end)
        found.push({ node, from: start, to: end, base: baseOf(parent) });
      return false;
    });
  }
  return found;
}

/** Whether whole blocks are selected, or the selection is empty. */
export function coversWhole({ selection }: EditorState, blocks: readonly Block[]): boolean {
  if (selection.empty) return true;
  return blocks.every(
    ({ node, pos }) => selection.from <= pos + 1 && selection.to >= pos + 1 + node.content.size,
  );
}

/** Changes the marks of text; equal marks add no step. */
export function setMarks(
  tr: Transaction,
  from: number,
  to: number,
  old: readonly Mark[],
  next: readonly Mark[],
) {
  for (const mark of old) if (!mark.isInSet(next)) tr.removeMark(from, to, mark);
  for (const mark of next) if (!mark.isInSet(old)) tr.addMark(from, to, mark);
}

/** Updates the character size of indents in characters after a change of the text's size. */
export function keepCharSize(tr: Transaction, blocks: readonly Block[]): void {
  for (const { pos } of blocks) {
    const node = tr.doc.nodeAt(pos);
    const format = node?.attrs.format as ParagraphFormat | null | undefined;
    if (!node || !format?.base) continue;
    const own = node.firstChild?.marks.find(({ type }) => type.name === 'font')?.attrs.size;
    const { charSize, ...rest } = format;
    const size = typeof own === 'number' ? own : undefined;
    if (size !== charSize)
      tr.setNodeAttribute(pos, 'format', size === undefined ? rest : { ...rest, charSize: size });
  }
}
