import type { Mark, Node } from '@tiptap/pm/model';
import type { EditorState, Selection, Transaction } from '@tiptap/pm/state';
import type { ParagraphFormat, RunFormat } from '../../src-main/contract/document-formats.ts';

/** What a selection covers. Pure. */

/** A block of text with its place: `pos` is before the block. */
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

/** Whether a block has a format: paragraphs and headings do, code does not. */
export const isFormatted = (node: Node): boolean => node.isTextblock && 'format' in node.attrs;

export const formatOf = (node: Node): ParagraphFormat =>
  (node.attrs.format as ParagraphFormat | null | undefined) ?? {};

export const baseOf = (node: Node): RunFormat => formatOf(node).base ?? {};

/**
 * Paragraphs and headings that a selection covers, whole or in part. One that it only touches with its end, as a
 * selection of a paragraph with its mark does, is not covered.
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

/** Whether blocks are covered from their first to their last character, or the caret alone stands in one. */
export function coversWhole({ selection }: EditorState, blocks: readonly Block[]): boolean {
  if (selection.empty) return true;
  return blocks.every(
    ({ node, pos }) => selection.from <= pos + 1 && selection.to >= pos + 1 + node.content.size,
  );
}

/** Gives text other marks. Same marks cost no step. */
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

/** Indents that count characters go by the size of the first one, as a change of the text's size may have changed it. */
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
