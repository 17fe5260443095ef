import type { AnyExtension, Mark as MarkExtension, Node as NodeExtension } from '@tiptap/core';
import { type DOMOutputSpec, DOMSerializer, type Node } from '@tiptap/pm/model';
import type { EditorView, NodeView } from '@tiptap/pm/view';
import type { ParagraphFormat, TableFormat } from '../../src-main/contract/document-formats.ts';
import {
  BumoHeading,
  BumoParagraph,
  BumoTable,
  BumoTableCell,
  BumoTableHeader,
  BumoTableRow,
} from '../../src-main/documents/schema/blocks.ts';
import { paragraphCss, runCss } from '../../src-main/documents/schema/css.ts';
import { Atom, AtomBlock } from '../../src-main/documents/schema/inlines.ts';
import { BumoStrike, BumoUnderline, Font, Inserted } from '../../src-main/documents/schema/marks.ts';
import { type AtomViewOptions, atomView } from './atom-view.ts';
import { fittedFormat } from './line-size.ts';
import { themed } from './theme-colors.ts';

/** The schema's extensions with the page's drawing: colours that follow the theme, columns, views of atoms. */

type Attributes = Record<string, unknown>;

const withTheme = (attributes: Attributes): Attributes =>
  typeof attributes.style === 'string' ? { ...attributes, style: themed(attributes.style) } : attributes;

/** A rendered element with theme colours in its style. */
function themedSpec(spec: DOMOutputSpec): DOMOutputSpec {
  if (!Array.isArray(spec)) return spec;
  const [tag, attributes, ...rest] = spec as [string, ...unknown[]];
  const isAttributes = typeof attributes === 'object' && attributes !== null && !Array.isArray(attributes);
  return isAttributes ? [tag, withTheme(attributes as Attributes), ...rest] : spec;
}

const themedNode = (extension: NodeExtension): NodeExtension =>
  extension.extend({
    renderHTML(props) {
      return themedSpec(this.parent?.(props) ?? ['div', props.HTMLAttributes, 0]);
    },
  });

/** A paragraph view: `paint` may change its element's attributes; its content is ProseMirror's. */
function paragraphView({ node, view }: { node: Node; view: EditorView }): NodeView {
  const spec = node.type.spec.toDOM?.(node) ?? ['p', 0];
  const { dom, contentDOM } = DOMSerializer.renderSpec(view.dom.ownerDocument, spec);
  const format = (node.attrs.format as ParagraphFormat | null) ?? {};
  const { base, contextual, pageBreakBefore } = format;
  let fitted = format;
  const resize = (block: Node) => {
    const next = fittedFormat(block, format);
    if (next.base?.size === fitted.base?.size || !(dom instanceof HTMLElement)) return;
    fitted = next;
    // Set one by one: `paint` has its own properties on the element.
    const { style } = dom.cloneNode() as HTMLElement;
    style.cssText = themed(paragraphCss(next));
    for (const name of [...style]) dom.style.setProperty(name, style.getPropertyValue(name));
    // A label has the size of the paragraph's mark.
    dom.style.setProperty('--mark-size', `${base?.size}pt`);
  };
  if (dom instanceof HTMLElement) {
    // Attributes that style sheets and `paint` select by, so that nothing searches long attributes.
    dom.toggleAttribute('data-styled', base !== undefined);
    dom.toggleAttribute('data-contextual', contextual === true);
    dom.toggleAttribute('data-begins-page', pageBreakBefore === true);
    resize(node);
  }
  return {
    dom,
    contentDOM: contentDOM ?? (dom as HTMLElement),
    update(next) {
      if (!next.sameMarkup(node)) return false;
      resize(next);
      return true;
    },
    ignoreMutation: ({ type, target }) => type === 'attributes' && target === dom,
  };
}

const paragraphLook = (extension: NodeExtension): NodeExtension =>
  themedNode(extension).extend({ addNodeView: () => paragraphView });

/** Outside all other marks, so that an underline has the colour and position of its text. */
const LookFont = Font.extend({
  priority: 1000,
  renderHTML(props) {
    return themedSpec(this.parent?.(props) ?? ['span', props.HTMLAttributes, 0]);
  },
});

/** Lines of other kinds than the browser's own: double, wavy, dotted. */
const lined = (extension: MarkExtension, field: 'underline' | 'strike'): MarkExtension =>
  extension.extend({
    renderHTML({ mark, HTMLAttributes }) {
      const kind = String(mark.attrs.kind);
      const style = kind === 'single' ? {} : { style: runCss({ [field]: kind }) };
      return [field === 'underline' ? 'u' : 's', { ...HTMLAttributes, ...style }, 0];
    },
  });

/** How many columns of the grid a table's first row spans. */
const columnsOf = (table: Node): number =>
  (table.firstChild?.children ?? []).reduce((sum, cell) => sum + Number(cell.attrs.colspan ?? 1), 0);

/** Widths of a table's columns in points; a column that was added is as wide as the others are on average. */
export function columnWidths(table: Node): number[] | null {
  const { columns = [] } = (table.attrs.format as TableFormat | null) ?? {};
  if (columns.length === 0) return null;
  const average = columns.reduce((sum, width) => sum + width, 0) / columns.length;
  return Array.from({ length: columnsOf(table) }, (_none, i) => columns[i] ?? average);
}

const LookTable = BumoTable.extend({
  renderHTML(props) {
    const widths = columnWidths(props.node);
    if (!widths) return themedSpec(this.parent?.(props) ?? ['table', props.HTMLAttributes, 0]);
    const columns = widths.map((width) => ['col', { style: `width: ${width}pt` }] as const);
    return ['table', withTheme(props.HTMLAttributes), ['colgroup', {}, ...columns], ['tbody', 0]];
  },
});

export interface LookOptions extends AtomViewOptions {
  /** The author of an insertion, as its title. */
  readonly insertedBy: (author: string) => string;
}

const insertedMark = ({ insertedBy }: LookOptions) =>
  Inserted.extend({
    renderHTML(props) {
      const author = String(props.mark.attrs.author ?? '');
      const spec = this.parent?.(props);
      const [tag, attributes, ...rest] = (spec ?? ['ins', {}, 0]) as unknown as [
        string,
        Attributes,
        ...unknown[],
      ];
      return [tag, { ...attributes, title: insertedBy(author) }, ...rest];
    },
  });

/** Extensions that replace those of the schema with the same names. */
export const lookExtensions = (options: LookOptions): AnyExtension[] => [
  paragraphLook(BumoParagraph),
  paragraphLook(BumoHeading),
  LookTable,
  themedNode(BumoTableRow),
  themedNode(BumoTableCell),
  themedNode(BumoTableHeader),
  LookFont,
  lined(BumoUnderline, 'underline'),
  lined(BumoStrike, 'strike'),
  insertedMark(options),
  Atom.extend({
    addNodeView:
      () =>
      ({ node }) =>
        atomView(node, options),
  }),
  AtomBlock.extend({
    addNodeView:
      () =>
      ({ node }) =>
        atomView(node, options),
  }),
];
