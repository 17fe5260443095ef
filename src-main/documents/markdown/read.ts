import type { JSONContent } from '@tiptap/core';
import { reference } from '../reference.ts';
import { documentSchema } from '../schema/extensions.ts';
import { readSource } from './blocks.ts';
import { readInline } from './inline.ts';
import { type Look, markSet } from './marks.ts';
import type { Piece, Span } from './pieces.ts';
import type { Block, Source } from './source.ts';

/**
 * A Markdown text as the editor's document. Every block carries `src`, its key and place in the text.
 * @param key first 8 hexadecimal digits of the file's SHA-256
 */
export function readMarkdown(text: string, key: string): { doc: JSONContent } {
  return { doc: documentOf(readSource(text), key) };
}

export function documentOf(source: Source, key: string): JSONContent {
  const content = source.blocks.map((block) => nodeOf(source, key, block));
  return { type: 'doc', content: content.length > 0 ? content : [{ type: 'paragraph' }] };
}

function nodeOf(source: Source, key: string, block: Block): JSONContent {
  const { type } = block;
  const attrs = { src: reference(key, block.start), ...block.attrs };
  const node = (content: readonly JSONContent[]): JSONContent =>
    content.length > 0 ? { type, attrs, content: [...content] } : { type, attrs };
  const children = () => block.children.map((child) => nodeOf(source, key, child));
  if (type === 'paragraph' || type === 'heading') return node(inlineOf(source, key, block));
  if (type === 'codeBlock') return node(block.code === '' ? [] : [{ type: 'text', text: block.code }]);
  if (type === 'blockquote') return node(block.children.length > 0 ? children() : [{ type: 'paragraph' }]);
  // The schema requires a paragraph first.
  if (type === 'listItem')
    return node(
      block.children[0]?.type === 'paragraph' ? children() : [{ type: 'paragraph' }, ...children()],
    );
  if (type === 'tableRow') return node([...children(), ...missingCells(block)]);
  if (type === 'tableHeader' || type === 'tableCell') return node([cellParagraph(source, key, block)]);
  return node(children());
}

/** The missing cells of a row that is shorter than its table. */
function missingCells(row: Block): JSONContent[] {
  const columns = row.parent?.delimiter?.columns.length ?? 0;
  const type = row.children[0]?.type ?? 'tableCell';
  return Array.from({ length: Math.max(0, columns - row.children.length) }, () => ({
    type,
    content: [{ type: 'paragraph' }],
  }));
}

function cellParagraph(source: Source, key: string, cell: Block): JSONContent {
  const content = inlineOf(source, key, cell);
  const attrs = { src: reference(key, cell.content.start) };
  return content.length > 0 ? { type: 'paragraph', attrs, content } : { type: 'paragraph', attrs };
}

/** The pieces of a text block or a cell. */
export const piecesOf = (source: Source, block: Block): Piece[] =>
  readInline(source, { tokens: block.inline, inCell: block.type.startsWith('table') });

function inlineOf(source: Source, key: string, block: Block): JSONContent[] {
  const nodes: JSONContent[] = [];
  const marksOf = marksBySpan();
  for (const { kind, text, attrs, span, start } of piecesOf(source, block)) {
    const marks = marksOf(span);
    if (kind === 'text' || kind === 'wrap') {
      const last = nodes.at(-1);
      if (last?.type === 'text' && (last.marks ?? none) === marks) last.text += text;
      else if (text !== '') nodes.push({ type: 'text', text, ...(marks !== none && { marks }) });
      continue;
    }
    const src = kind === 'image' ? {} : { src: reference(key, start) };
    const type = kind === 'break' ? 'hardBreak' : kind;
    nodes.push({ type, attrs: { ...src, ...attrs }, ...(marks !== none && { marks }) });
  }
  return nodes;
}

type MarkJson = NonNullable<JSONContent['marks']>;
const none: MarkJson = [];

/** Marks under a span; the same array for the same marks. */
function marksBySpan(): (span: Span | null) => MarkJson {
  const known = new Map<string, MarkJson>([['[]', none]]);
  const bySpan = new Map<Span | null, MarkJson>();
  return (span) => {
    const found = bySpan.get(span);
    if (found) return found;
    const marks = viewedLooks(span).map((mark) => mark.toJSON() as MarkJson[number]);
    const key = JSON.stringify(marks);
    const same = known.get(key) ?? marks;
    known.set(key, same);
    bySpan.set(span, same);
    return same;
  };
}

/** The looks around a piece that the schema allows together. */
export function viewedLooks(span: Span | null) {
  const looks: Look[] = [];
  for (let around = span; around; around = around.parent) looks.unshift(around.look);
  return markSet(documentSchema(), looks);
}
