import type { LineMap } from './lines.ts';
import type { Range, Token } from './tokens.ts';

/** What a Markdown text is made of. Every character is in one block or between two; blocks are whole lines. */

export type BlockType =
  | 'paragraph'
  | 'heading'
  | 'codeBlock'
  | 'horizontalRule'
  | 'atomBlock'
  | 'blockquote'
  | 'bulletList'
  | 'orderedList'
  | 'listItem'
  | 'table'
  | 'tableRow'
  | 'tableHeader'
  | 'tableCell';

/** A block of the text. It begins behind the prefixes of the containers around, and ends at the end of a line. */
export interface Block extends Range {
  readonly type: BlockType;
  readonly parent: Block | null;
  /** How many quotes and list items are around. */
  readonly depth: number;
  end: number;
  /** Attributes of the editor's node. */
  attrs: Readonly<Record<string, unknown>>;
  children: Block[];
  /** What is between its syntax: the inline content of a text block, the content of a container's first line. */
  content: Range;
  /** Inline content of a text block and of a cell. */
  inline: readonly Token[];
  /** The text of code. */
  code: string;
  fence: Fence | null;
  /** The row below a table's head. */
  delimiter: DelimiterRow | null;
}

export interface Fence {
  /** The first line up to the language. */
  readonly open: Range;
  readonly language: Range;
  /** Null where the file or the container ends first. */
  readonly close: Range | null;
  readonly sequence: string;
}

export interface DelimiterRow extends Range {
  /** `:-:`, `---`, … */
  readonly columns: readonly Range[];
}

export type CellAlign = 'left' | 'center' | 'right' | null;

/** Where a link leads. */
export interface Definition {
  readonly href: string;
  readonly title: string | null;
}

/** What the rest of a document defines. */
export interface Context {
  /** By normalized label. */
  readonly definitions: ReadonlyMap<string, Definition>;
  /** Normalized labels. */
  readonly footnotes: ReadonlySet<string>;
}

export interface Source extends Context {
  readonly text: string;
  readonly lines: LineMap;
  readonly blocks: readonly Block[];
}

const classes: Partial<Record<string, string>> = {
  bulletList: 'list',
  orderedList: 'list',
  tableHeader: 'cell',
  tableCell: 'cell',
  paragraph: 'text',
  heading: 'text',
  codeBlock: 'text',
  atomBlock: 'text',
};

/** What a block may become without being another: a paragraph a heading, a bullet list a numbered one. */
export const classOf = (type: string): string => classes[type] ?? type;

/** `src` of a block: `KEY:OFFSET`, the offset in base 36. */
export const reference = (key: string, offset: number): string => `${key}:${offset.toString(36)}`;

/** All blocks by class and `src`. */
export function blocksByReference(source: Source, key: string): Map<string, Block> {
  const found = new Map<string, Block>();
  const add = (block: Block): void => {
    found.set(`${classOf(block.type)} ${reference(key, block.start)}`, block);
    block.children.forEach(add);
  };
  source.blocks.forEach(add);
  return found;
}

/** Blocks of inline text in the order of the source; a cell counts as one. */
export function textBlocks(blocks: readonly Block[]): Block[] {
  return blocks.flatMap((block) =>
    block.type === 'paragraph' || block.type === 'heading' ? [block] : textBlocks(block.children),
  );
}
