import type { Node } from '@tiptap/pm/model';
import type { ParagraphFormat } from '../../src-main/contract/document-formats.ts';

/** Word measures a line by its text; CSS gives every line at least the size of its paragraph. */

const sizeOf = (node: Node): number | null => {
  const size: unknown = node.marks.find(({ type }) => type.name === 'font')?.attrs.size;
  return typeof size === 'number' ? size : null;
};

/** The paragraph's format with the size of its largest text, where all of its text is smaller than the paragraph. */
export function fittedFormat(block: Node, format: ParagraphFormat): ParagraphFormat {
  const size = format.base?.size;
  if (size === undefined || block.childCount === 0) return format;
  let largest = 0;
  for (const child of block.children) largest = Math.max(largest, sizeOf(child) ?? size);
  if (largest >= size) return format;
  return { ...format, base: { ...format.base, size: largest }, charSize: format.charSize ?? size };
}
