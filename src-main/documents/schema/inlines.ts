import { mergeAttributes, Node, type NodeConfig } from '@tiptap/core';
import { HardBreak } from '@tiptap/extension-hard-break';
import type { Node as ProseMirrorNode } from '@tiptap/pm/model';
import { jsonAttribute, sourceAttribute, textAttribute } from './attributes.ts';
import { gapName, maskText } from './gaps.ts';

/** Inline nodes that are no text. */

/**
 * A gap. `spelling` is how the file writes it (`［MASK］`, `<mask>`, …); `runs` are the source runs of its characters,
 * separated by spaces, where it spans several.
 */
export const Gap = Node.create({
  name: gapName,
  group: 'inline',
  inline: true,
  atom: true,
  selectable: true,
  draggable: false,
  addAttributes: () => ({
    spelling: { ...textAttribute('spelling'), default: maskText },
    runs: textAttribute('runs'),
  }),
  parseHTML: () => [{ tag: 'span[data-gap]' }],
  renderHTML: ({ HTMLAttributes }) => [
    'span',
    mergeAttributes(HTMLAttributes, { 'data-gap': '', class: 'gap' }),
    maskText,
  ],
  renderText: ({ node }) => String(node.attrs.spelling ?? maskText),
});

export const BumoHardBreak = HardBreak.extend({ addAttributes: sourceAttribute });

/** Attributes of atoms. */
export const atomAttributes = () => ({
  ...sourceAttribute(),
  /** What it is: `field`, `footnote`, `formula`, … */
  kind: { ...textAttribute('kind'), default: 'other' },
  /** What a reader of the page sees of it. */
  text: { ...textAttribute('text'), default: '' },
  /** Name of the package's part that holds its picture. */
  part: textAttribute('part'),
  /** Size of the picture in CSS pixels. */
  width: jsonAttribute('width'),
  height: jsonAttribute('height'),
  /** Paragraphs inside that may be edited (a text box), as the editor's JSON. */
  inner: jsonAttribute('inner'),
  /** A formula as it is drawn (`MathNode`). */
  math: jsonAttribute('math'),
});

const textOf = ({ attrs }: ProseMirrorNode): string => String(attrs.text ?? '');

/** What both kinds of atoms share: drawn as their text in an element with a data attribute. */
const atomSpec = (tag: 'span' | 'div', data: string, className: string) =>
  ({
    atom: true,
    selectable: true,
    draggable: true,
    addAttributes: atomAttributes,
    parseHTML: () => [{ tag: `${tag}[${data}]` }],
    renderHTML: ({ node, HTMLAttributes }) => [
      tag,
      mergeAttributes(HTMLAttributes, { [data]: '', class: className }),
      textOf(node),
    ],
    renderText: ({ node }) => textOf(node),
  }) satisfies Partial<NodeConfig>;

/**
 * An inline element without a type in the editor. It is shown, moved, copied and deleted as a whole and written back
 * unchanged.
 */
export const Atom = Node.create({
  name: 'atom',
  group: 'inline',
  inline: true,
  marks: '_',
  ...atomSpec('span', 'data-atom', 'atom'),
});

/** An atom as a block: an embedded object, HTML in Markdown, an unknown element. */
export const AtomBlock = Node.create({
  name: 'atomBlock',
  group: 'block',
  ...atomSpec('div', 'data-atom-block', 'atom-block'),
});
