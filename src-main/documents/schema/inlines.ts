import { mergeAttributes, Node } from '@tiptap/core';
import { HardBreak } from '@tiptap/extension-hard-break';
import { jsonAttribute, sourceAttribute, textAttribute } from './attributes.ts';
import { gapName, maskText } from './gaps.ts';

/** What stands inside a line and is no text. */

/**
 * A gap: one unbreakable chip. `spelling` is how the file writes it (`［MASK］`, `<mask>`, …); `runs` are the source
 * runs of its characters, separated by spaces, where the file spreads them over several.
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

/** Attributes of what the editor has no type for. */
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

/** Something inside a line that is shown, moved, copied and deleted as a whole, and comes back exactly. */
export const Atom = Node.create({
  name: 'atom',
  group: 'inline',
  inline: true,
  atom: true,
  selectable: true,
  draggable: true,
  marks: '_',
  addAttributes: atomAttributes,
  parseHTML: () => [{ tag: 'span[data-atom]' }],
  renderHTML: ({ node, HTMLAttributes }) => [
    'span',
    mergeAttributes(HTMLAttributes, { 'data-atom': '', class: 'atom' }),
    String(node.attrs.text ?? ''),
  ],
  renderText: ({ node }) => String(node.attrs.text ?? ''),
});

/** The same as a block: an embedded object, HTML in Markdown, a part that no editor knows. */
export const AtomBlock = Node.create({
  name: 'atomBlock',
  group: 'block',
  atom: true,
  selectable: true,
  draggable: true,
  addAttributes: atomAttributes,
  parseHTML: () => [{ tag: 'div[data-atom-block]' }],
  renderHTML: ({ node, HTMLAttributes }) => [
    'div',
    mergeAttributes(HTMLAttributes, { 'data-atom-block': '', class: 'atom-block' }),
    String(node.attrs.text ?? ''),
  ],
  renderText: ({ node }) => String(node.attrs.text ?? ''),
});
