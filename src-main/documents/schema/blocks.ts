import { type Attributes, mergeAttributes, Node } from '@tiptap/core';
import { Blockquote } from '@tiptap/extension-blockquote';
import { CodeBlock } from '@tiptap/extension-code-block';
import { Document } from '@tiptap/extension-document';
import { Heading } from '@tiptap/extension-heading';
import { HorizontalRule } from '@tiptap/extension-horizontal-rule';
import { BulletList, ListItem, OrderedList } from '@tiptap/extension-list';
import { Paragraph } from '@tiptap/extension-paragraph';
import { Table, TableCell, TableHeader, TableRow } from '@tiptap/extension-table';
import type { ParagraphFormat } from '../../contract/document-formats.ts';
import { jsonAttribute, sourceAttribute, textAttribute } from './attributes.ts';
import { cellCss, paragraphCss, rowCss, tableCss } from './css.ts';

/** Block nodes. `src` names the source element of a block. */

/** The attributes of the node that is extended, and `src`. */
function withSource(this: { parent: (() => object) | undefined }): Attributes {
  return { ...this.parent?.(), ...sourceAttribute() };
}

/** A format in `data-format`, drawn by its CSS. */
const formatAttribute = <Format>(cssOf: (format: Format) => string): Attributes => ({
  format: {
    ...jsonAttribute('format'),
    renderHTML({ format }: Record<string, unknown>) {
      if (!format) return {};
      const css = cssOf(format as Format);
      return { 'data-format': JSON.stringify(format), ...(css !== '' && { style: css }) };
    },
  },
});

/** The attributes of a node that is extended, with `src` and a format. */
const formatted = <Format>(cssOf: (format: Format) => string) =>
  function attributes(this: { parent: (() => object) | undefined }): Attributes {
    return { ...this.parent?.(), ...sourceAttribute(), ...formatAttribute(cssOf) };
  };

/**
 * `source`: SHA-256 of the file that the document was read from; `sourceFormat`: the file's format; `page`: page
 * format of its last section.
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
  ...formatAttribute((format: ParagraphFormat) => paragraphCss(format)),
});

export const BumoParagraph = Paragraph.extend({ addAttributes: paragraphAttributes });

export const BumoHeading = Heading.extend({
  addAttributes() {
    return { ...this.parent?.(), ...paragraphAttributes() };
  },
}).configure({ levels: [1, 2, 3, 4, 5, 6] });

export const BumoTable = Table.extend({ addAttributes: formatted(tableCss) }).configure({
  resizable: false,
  cellMinWidth: 1,
});

export const BumoTableRow = TableRow.extend({ addAttributes: formatted(rowCss) });
export const BumoTableCell = TableCell.extend({ addAttributes: formatted(cellCss) });
export const BumoTableHeader = TableHeader.extend({ addAttributes: formatted(cellCss) });

export const BumoBulletList = BulletList.extend({ addAttributes: withSource });
export const BumoOrderedList = OrderedList.extend({ addAttributes: withSource });
export const BumoListItem = ListItem.extend({ addAttributes: withSource });
export const BumoBlockquote = Blockquote.extend({ addAttributes: withSource });
export const BumoCodeBlock = CodeBlock.extend({ addAttributes: withSource });

export const BumoRule = HorizontalRule.extend({ addAttributes: sourceAttribute });

/** A page break that the writer inserted as a block. */
export const PageBreak = Node.create({
  name: 'pageBreak',
  group: 'block',
  atom: true,
  selectable: true,
  addAttributes: sourceAttribute,
  parseHTML: () => [{ tag: 'div[data-page-break]' }],
  renderHTML: ({ HTMLAttributes }) => ['div', mergeAttributes(HTMLAttributes, { 'data-page-break': '' })],
});
