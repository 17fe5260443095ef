import { type Attributes, mergeAttributes, Node } from '@tiptap/core';
import { Blockquote } from '@tiptap/extension-blockquote';
import { CodeBlock } from '@tiptap/extension-code-block';
import { Document } from '@tiptap/extension-document';
import { Heading } from '@tiptap/extension-heading';
import { HorizontalRule } from '@tiptap/extension-horizontal-rule';
import { BulletList, ListItem, OrderedList } from '@tiptap/extension-list';
import { Paragraph } from '@tiptap/extension-paragraph';
import { Table, TableCell, TableHeader, TableRow } from '@tiptap/extension-table';
import type { CellFormat, ParagraphFormat, RowFormat, TableFormat } from '../../contract/document-formats.ts';
import { jsonAttribute, sourceAttribute, textAttribute } from './attributes.ts';
import { cellCss, paragraphCss, rowCss, tableCss } from './css.ts';

/** The blocks of a document. `src` names the element of the source that a block stands for. */

/** The attributes of the node that is extended, and `src`. */
function withSource(this: { parent: (() => object) | undefined }): Attributes {
  return { ...this.parent?.(), ...sourceAttribute() };
}

const styled = (css: string) => (css === '' ? {} : { style: css });

/**
 * `source`: SHA-256 of the file that the document came from; `sourceFormat`: the format that it was read as; `page`: the
 * page of its last section.
 */
export const BumoDocument = Document.extend({
  addAttributes: () => ({
    source: { default: null, rendered: false },
    sourceFormat: { default: null, rendered: false },
    page: { default: null, rendered: false },
  }),
});

const paragraphAttributes = () => ({
  ...sourceAttribute(),
  style: textAttribute('style'),
  numbering: jsonAttribute('numbering'),
  format: {
    ...jsonAttribute('format'),
    renderHTML: ({ format }: Record<string, unknown>) =>
      format
        ? { 'data-format': JSON.stringify(format), ...styled(paragraphCss(format as ParagraphFormat)) }
        : {},
  },
});

export const BumoParagraph = Paragraph.extend({ addAttributes: paragraphAttributes });

export const BumoHeading = Heading.extend({
  addAttributes() {
    return { ...this.parent?.(), ...paragraphAttributes() };
  },
}).configure({ levels: [1, 2, 3, 4, 5, 6] });

export const BumoTable = Table.extend({
  addAttributes() {
    return {
      ...this.parent?.(),
      ...sourceAttribute(),
      format: {
        ...jsonAttribute('format'),
        renderHTML: ({ format }: Record<string, unknown>) =>
          format ? { 'data-format': JSON.stringify(format), ...styled(tableCss(format as TableFormat)) } : {},
      },
    };
  },
}).configure({ resizable: false, cellMinWidth: 1 });

export const BumoTableRow = TableRow.extend({
  addAttributes() {
    return {
      ...this.parent?.(),
      ...sourceAttribute(),
      format: {
        ...jsonAttribute('format'),
        renderHTML: ({ format }: Record<string, unknown>) =>
          format ? { 'data-format': JSON.stringify(format), ...styled(rowCss(format as RowFormat)) } : {},
      },
    };
  },
});

const cellFormat = () => ({
  ...sourceAttribute(),
  format: {
    ...jsonAttribute('format'),
    renderHTML: ({ format }: Record<string, unknown>) =>
      format ? { 'data-format': JSON.stringify(format), ...styled(cellCss(format as CellFormat)) } : {},
  },
});

export const BumoTableCell = TableCell.extend({
  addAttributes() {
    return { ...this.parent?.(), ...cellFormat() };
  },
});

export const BumoTableHeader = TableHeader.extend({
  addAttributes() {
    return { ...this.parent?.(), ...cellFormat() };
  },
});

export const BumoBulletList = BulletList.extend({ addAttributes: withSource });
export const BumoOrderedList = OrderedList.extend({ addAttributes: withSource });
export const BumoListItem = ListItem.extend({ addAttributes: withSource });
export const BumoBlockquote = Blockquote.extend({ addAttributes: withSource });
export const BumoCodeBlock = CodeBlock.extend({ addAttributes: withSource });

export const BumoRule = HorizontalRule.extend({ addAttributes: sourceAttribute });

/** A page break that the writer put in as a block of its own. */
export const PageBreak = Node.create({
  name: 'pageBreak',
  group: 'block',
  atom: true,
  selectable: true,
  addAttributes: sourceAttribute,
  parseHTML: () => [{ tag: 'div[data-page-break]' }],
  renderHTML: ({ HTMLAttributes }) => ['div', mergeAttributes(HTMLAttributes, { 'data-page-break': '' })],
});
