import { type AnyExtension, Mark, mergeAttributes, Node } from '@tiptap/core';
import { Image } from '@tiptap/extension-image';
import { TableKit } from '@tiptap/extension-table';
import { TextAlign } from '@tiptap/extension-text-align';
import { Markdown } from '@tiptap/markdown';
import StarterKit from '@tiptap/starter-kit';

/** The nodes and marks that documents are made of; src-main/documents/content.ts names the same. */

const PageBreak = Node.create({
  name: 'pageBreak',
  group: 'block',
  atom: true,
  selectable: true,
  parseHTML: () => [{ tag: 'div[data-page-break]' }],
  renderHTML: ({ HTMLAttributes }) => ['div', mergeAttributes(HTMLAttributes, { 'data-page-break': '' })],
  renderMarkdown: () => '\n',
});

const fontAttributes = ['eastAsia', 'ascii', 'size', 'color'] as const;

/** Fonts as the file names them: kept for the file, shown where this computer has them. */
const Font = Mark.create({
  name: 'font',
  addAttributes: () =>
    Object.fromEntries(fontAttributes.map((name) => [name, { default: null, rendered: false }])),
  parseHTML: () => [],
  renderHTML({ mark }) {
    const { eastAsia, ascii, size, color } = mark.attrs;
    const families = [ascii, eastAsia]
      .filter((name) => typeof name === 'string')
      .map((name) => JSON.stringify(name));
    const style = [
      families.length > 0 ? `font-family: ${families.join(', ')}, var(--font-text)` : '',
      typeof size === 'number' ? `font-size: ${size / 2}pt` : '',
      typeof color === 'string' && color !== '000000' ? `color: #${color}` : '',
    ];
    return ['span', { style: style.filter((one) => one !== '').join('; ') }, 0];
  },
});

export const documentExtensions = (): AnyExtension[] => [
  StarterKit.configure({ heading: { levels: [1, 2, 3] }, link: { openOnClick: false, autolink: false } }),
  TextAlign.configure({ types: ['heading', 'paragraph'] }),
  Image.configure({ inline: true, allowBase64: true }),
  TableKit.configure({ table: { resizable: false } }),
  PageBreak,
  Font,
  Markdown,
];
