import { decodeString } from 'micromark-util-decode-string';
import { alignOf, blockKinds, codeLines, contentEnd, spaceTypes, trimmed } from './block-tokens.ts';
import { find } from './find.ts';
import { LineMap } from './lines.ts';
import type { Block, BlockType, CellAlign, Context, Definition, Source } from './source.ts';
import { survey } from './survey.ts';
import { type Range, type Token, tokenize } from './tokens.ts';

/** Reads a Markdown text into blocks. */

/** Deeper containers are shown as their source. */
const deepest = 24;

/** Three dashes or pluses, a line that is not blank, and the same again. */
const frontMatter =
  /^\ufeff?(?:---[ \t]*(?:\r\n|\n|\r)(?![ \t]*[\r\n])(?:[^\r\n]*(?:\r\n|\n|\r))*?---|\+\+\+[ \t]*(?:\r\n|\n|\r)(?:[^\r\n]*(?:\r\n|\n|\r))*?\+\+\+)[ \t]*(?=[\r\n]|$)/;

/**
 * Reads a text. Never throws: a block without a type of its own is an `atomBlock`.
 * @param context of a text that is part of a document and so has no front matter
 */
export function readSource(text: string, context?: Context): Source {
  const front = context ? '' : (frontMatter.exec(text)?.[0] ?? '');
  const rest = front.replace(/[^\r\n]/g, ' ') + text.slice(front.length);
  const known = context && { definitions: context.definitions.keys(), footnotes: context.footnotes };
  const tokens = tokenize(rest, known);
  const reader = new BlockReader(text, tokens, context?.definitions);
  if (front !== '') reader.addFrontMatter(front);
  return reader.read(tokens);
}

class BlockReader {
  readonly #text: string;
  readonly #lines: LineMap;
  readonly #definitions: ReadonlyMap<string, Definition>;
  readonly #footnotes: ReadonlySet<string>;
  readonly #front: Block[] = [];

  constructor(
    text: string,
    tokens: readonly Token[],
    definitions: ReadonlyMap<string, Definition> = new Map(),
  ) {
    this.#text = text;
    this.#lines = new LineMap(text);
    const found = survey(text, tokens, this.#lines);
    this.#definitions = new Map([...found.definitions, ...definitions]);
    this.#footnotes = found.footnotes;
  }

  addFrontMatter(front: string): void {
    const start = front.startsWith('\ufeff') ? 1 : 0;
    const block = this.#block('atomBlock', null, 0, start, front.length);
    block.attrs = { kind: 'frontMatter', text: this.#lines.cut(start, front.length, 0).text };
    this.#front.push(block);
  }

  read(tokens: readonly Token[]): Source {
    return {
      text: this.#text,
      lines: this.#lines,
      blocks: [...this.#front, ...this.#blocks(tokens, null, 0)],
      definitions: this.#definitions,
      footnotes: this.#footnotes,
    };
  }

  #slice(range: Range | undefined): string {
    return range ? this.#text.slice(range.start, range.end) : '';
  }

  #block(type: BlockType, parent: Block | null, depth: number, from: number, to: number): Block {
    const start = this.#lines.contentStart(from, depth);
    const content = { start: from, end: from };
    const none = { attrs: {}, children: [], inline: [], code: '', fence: null, delimiter: null };
    return { type, parent, depth, start, end: this.#lines.lineEnd(Math.max(from, to)), content, ...none };
  }

  #blocks(tokens: readonly Token[], parent: Block | null, depth: number): Block[] {
    const blocks: Block[] = [];
    for (const token of tokens) {
      if (spaceTypes.has(token.type)) continue;
      if (token.type === 'content')
        for (const block of this.#blocks(token.children, parent, depth)) this.#add(blocks, block);
      else this.#add(blocks, this.#read(token, parent, depth));
    }
    for (const block of blocks)
      if (block.attrs.kind === 'definition') block.attrs = this.#shownAtom(block, 'definition');
    return blocks;
  }

  /** Adds a block; adjacent definitions are one block. */
  #add(blocks: Block[], block: Block): void {
    const last = blocks.at(-1);
    const together = last?.attrs.kind === 'definition' && block.attrs.kind === 'definition';
    if (last && together && this.#lines.cut(last.end, block.start, block.depth).rest.length === 1)
      last.end = block.end;
    else blocks.push(block);
  }

  #read(token: Token, parent: Block | null, depth: number): Block {
    const reader = readers[token.type];
    if (reader && (depth < deepest || !containers.has(token.type)))
      return reader.call(this, token, parent, depth);
    return this.#atom(token, parent, depth, blockKinds[token.type] ?? 'other');
  }

  #atom(token: Token, parent: Block | null, depth: number, kind: string): Block {
    const block = this.#block('atomBlock', parent, depth, token.start, contentEnd(token));
    block.attrs = this.#shownAtom(block, kind);
    return block;
  }

  #shownAtom({ start, end, depth }: Block, kind: string): Block['attrs'] {
    const text = this.#lines.cut(start, end, depth).text.trimStart();
    return { kind: kind === 'html' && text.startsWith('<!--') ? 'comment' : kind, text };
  }

  paragraph(token: Token, parent: Block | null, depth: number): Block {
    const end = contentEnd(token);
    const block = this.#block('paragraph', parent, depth, token.start, end);
    return { ...block, inline: token.children, content: { start: token.start, end } };
  }

  heading(token: Token, parent: Block | null, depth: number): Block {
    // The token of a setext heading includes the definitions above it.
    const from = find(token, 'setextHeadingText')?.start ?? token.start;
    const block = this.#block('heading', parent, depth, from, contentEnd(token));
    const sequence = find(token, 'atxHeadingSequence') ?? find(token, 'setextHeadingLineSequence');
    const text = find(token, 'atxHeadingText') ?? find(token, 'setextHeadingText');
    const marks = this.#slice(sequence);
    const level = marks.startsWith('#') ? marks.length : marks.startsWith('=') ? 1 : 2;
    const end = sequence?.end ?? token.start;
    const content = text ? { start: text.start, end: contentEnd(text) } : { start: end, end };
    return { ...block, attrs: { level }, inline: text?.children ?? [], content };
  }

  rule(token: Token, parent: Block | null, depth: number): Block {
    return this.#block('horizontalRule', parent, depth, token.start, token.end);
  }

  fenced(token: Token, parent: Block | null, depth: number): Block {
    const block = this.#block('codeBlock', parent, depth, token.start, contentEnd(token));
    const [first, last] = token.children.filter(({ type }) => type === 'codeFencedFence');
    const sequence = first && find(first, 'codeFencedFenceSequence');
    const info = first && find(first, 'codeFencedFenceInfo');
    const at = sequence?.end ?? token.start;
    block.fence = {
      open: { start: block.start, end: info?.start ?? at },
      language: { start: info?.start ?? at, end: info?.end ?? at },
      close: last ?? null,
      sequence: this.#slice(sequence),
    };
    block.attrs = { language: info ? decodeString(this.#slice(info)) : null };
    const lines = codeLines(token.children);
    block.code = (last ? lines.slice(1, -1) : trimmed(lines.slice(1))).join('\n');
    return block;
  }

  indented(token: Token, parent: Block | null, depth: number): Block {
    const block = this.#block('codeBlock', parent, depth, token.start, contentEnd(token));
    block.attrs = { language: null };
    block.code = trimmed(codeLines(token.children)).join('\n');
    return block;
  }

  quote(token: Token, parent: Block | null, depth: number): Block {
    const lead = token.children.find(({ type }) => type === 'blockQuotePrefix');
    const block = this.#block('blockquote', parent, depth, token.start, token.start);
    block.content = { start: lead?.end ?? token.start, end: lead?.end ?? token.start };
    block.children = this.#blocks(token.children, block, depth + 1);
    block.end = this.#lines.quoteEnd(block.children.at(-1)?.end ?? token.start, depth);
    return block;
  }

  list(token: Token, parent: Block | null, depth: number): Block {
    const ordered = token.type === 'listOrdered';
    const list = this.#block(ordered ? 'orderedList' : 'bulletList', parent, depth, token.start, token.start);
    const starts = token.children.flatMap(({ type }, i) => (type === 'listItemPrefix' ? [i] : []));
    list.children = starts.map((from, i) =>
      this.#item(token.children.slice(from, starts[i + 1]), list, depth),
    );
    list.end = list.children.at(-1)?.end ?? list.end;
    list.content = { start: list.start, end: list.start };
    const value = find(token.children[starts[0] ?? 0], 'listItemValue');
    if (ordered) list.attrs = { start: Number(this.#slice(value)) };
    return list;
  }

  #item([lead, ...tokens]: readonly Token[], list: Block, depth: number): Block {
    const from = lead?.start ?? list.start;
    const item = this.#block('listItem', list, depth, from, from);
    item.content = { start: lead?.end ?? from, end: lead?.end ?? from };
    item.children = this.#blocks(tokens, item, depth + 1);
    item.end = Math.max(item.end, item.children.at(-1)?.end ?? 0);
    return item;
  }

  table(token: Token, parent: Block | null, depth: number): Block {
    const table = this.#block('table', parent, depth, token.start, token.start);
    const row = find(token, 'tableDelimiterRow');
    const columns = row ? row.children.flatMap((cell) => find(cell, 'tableContent') ?? []) : [];
    table.delimiter = row
      ? { start: this.#lines.contentStart(row.start, depth), end: this.#lines.lineEnd(row.start), columns }
      : null;
    const aligns = columns.map((column) => alignOf(this.#slice(column)));
    for (const part of token.children)
      for (const one of part.children)
        if (one.type === 'tableRow') table.children.push(this.#row(one, table, aligns));
    table.end = Math.max(table.delimiter?.end ?? 0, table.children.at(-1)?.end ?? 0);
    return table;
  }

  #row(token: Token, table: Block, aligns: readonly CellAlign[]): Block {
    const row = this.#block('tableRow', table, table.depth, token.start, token.start);
    const cells = token.children.filter(({ type }) => type === 'tableHeader' || type === 'tableData');
    // Cells beyond the table's columns are not shown.
    row.children = cells.slice(0, aligns.length).map((cell, i) => this.#cell(cell, row, aligns[i] ?? null));
    return row;
  }

  #cell(token: Token, row: Block, align: CellAlign): Block {
    const inside = find(token, 'tableContent');
    const [divider] = token.children;
    const at = divider?.type === 'tableCellDivider' ? divider.end : token.start;
    const content = { start: inside?.start ?? at, end: inside?.end ?? at };
    const type = token.type === 'tableHeader' ? 'tableHeader' : 'tableCell';
    const { start, end } = token;
    const own = { type, start, end, content, parent: row, children: [], attrs: { align } } as const;
    return { ...row, ...own, children: [], inline: inside?.children ?? [] };
  }
}

type Reader = (this: BlockReader, token: Token, parent: Block | null, depth: number) => Block;

const { prototype } = BlockReader;
const readers: Partial<Record<string, Reader>> = {
  paragraph: prototype.paragraph,
  atxHeading: prototype.heading,
  setextHeading: prototype.heading,
  thematicBreak: prototype.rule,
  codeFenced: prototype.fenced,
  codeIndented: prototype.indented,
  blockQuote: prototype.quote,
  listOrdered: prototype.list,
  listUnordered: prototype.list,
  table: prototype.table,
};

const containers = new Set(['blockQuote', 'listOrdered', 'listUnordered']);
