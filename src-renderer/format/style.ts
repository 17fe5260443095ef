import type { Node, NodeType, Schema } from '@tiptap/pm/model';
import type { Command, Transaction } from '@tiptap/pm/state';
import type { ParagraphStyle, Sheet } from '../../src-main/contract/document-formats.ts';
import { rebase } from './font-marks.ts';
import { type Block, baseOf, keepCharSize, selectedBlocks, setMarks } from './selected.ts';

/** Commands for the paragraph styles of a file. Pure: they return transactions. */

const mostLevels = 6;

/** The heading level of a style; null for a paragraph style. */
export const levelOf = ({ outline }: ParagraphStyle): number | null =>
  outline !== null && outline >= 1 && outline <= mostLevels ? outline : null;

export const styleOf = (sheet: Sheet | null, id: unknown): ParagraphStyle | undefined =>
  sheet?.styles.find((style) => style.id === id);

function typeFor(
  schema: Schema,
  style: ParagraphStyle,
): { type: NodeType | undefined; level: number | null } {
  const level = levelOf(style);
  return { type: schema.nodes[level === null ? 'paragraph' : 'heading'], level };
}

/** The attributes of a paragraph with a style. */
export const attributesOf = (style: ParagraphStyle, level: number | null) => ({
  style: style.id,
  format: style.format,
  numbering: style.numbering,
  ...(level === null ? {} : { level }),
});

/** The first child of a list item must be a paragraph. */
function mayBe(doc: Node, pos: number, type: NodeType): boolean {
  const $pos = doc.resolve(pos);
  return $pos.parent.canReplaceWith($pos.index(), $pos.index() + 1, type);
}

function stylesBlock(tr: Transaction, { node, pos }: Block, style: ParagraphStyle): void {
  const { type, level } = typeFor(node.type.schema, style);
  const base = style.format.base ?? {};
  const before = baseOf(node);
  if (type && type !== node.type && mayBe(tr.doc, pos, type))
    tr.setNodeMarkup(pos, type, { ...attributesOf(style, level), src: node.attrs.src ?? null });
  else
    for (const [name, value] of Object.entries(attributesOf(style, level)))
      if (name in node.attrs && JSON.stringify(node.attrs[name]) !== JSON.stringify(value))
        tr.setNodeAttribute(pos, name, value);
  node.forEach((child, offset) => {
    const from = pos + 1 + offset;
    setMarks(
      tr,
      from,
      from + child.nodeSize,
      child.marks,
      rebase(node.type.schema, child.marks, before, base),
    );
  });
}

/** Applies a style to blocks: its format and numbering replace theirs, own formatting of runs stays. */
export function stylesBlocks(tr: Transaction, blocks: readonly Block[], style: ParagraphStyle): void {
  // Marks and attributes move nothing, so positions stay valid.
  for (const block of blocks) stylesBlock(tr, block, style);
  keepCharSize(tr, blocks);
}

export const setStyle =
  (sheet: Sheet, id: string): Command =>
  (state, dispatch) => {
    const style = styleOf(sheet, id);
    const blocks = selectedBlocks(state.doc, state.selection);
    if (!style || blocks.length === 0) return false;
    if (!dispatch) return true;
    const { tr } = state;
    stylesBlocks(tr, blocks, style);
    dispatch(tr.scrollIntoView());
    return true;
  };

/** The file's style for a heading level: by its built-in name, else the first of that outline level. */
export function headingStyle(sheet: Sheet, level: number): ParagraphStyle | undefined {
  const named = new RegExp(`^(?:heading|标题)\\s*${level}$`, 'i');
  return (
    sheet.styles.find(({ name }) => named.test(name)) ?? sheet.styles.find(({ outline }) => outline === level)
  );
}

/** Makes the selected paragraphs headings; body text where all of them are headings already. */
export const toggleHeadingStyle =
  (sheet: Sheet, level: number): Command =>
  (state, dispatch) => {
    const style = headingStyle(sheet, level);
    if (!style) return false;
    const blocks = selectedBlocks(state.doc, state.selection);
    const all = blocks.every(({ node }) => node.attrs.style === style.id);
    return setStyle(sheet, all ? sheet.normal : style.id)(state, dispatch);
  };

/** The styles to list: those that the file lists, and those in use. */
export function listedStyles(sheet: Sheet, used: ReadonlySet<string>): ParagraphStyle[] {
  return sheet.styles.filter(({ id, listed }) => listed || used.has(id) || id === sheet.normal);
}
