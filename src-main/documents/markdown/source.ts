import { reference } from '../reference.ts';
import type { LineMap } from './lines.ts';
import type { Range, Token } from './tokens.ts';

/** The blocks of a Markdown text. Every character is in a block or between two; blocks are whole lines. */

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

/** A block of the text, from the end of its containers' prefixes to the end of a line. */
export interface Block extends Range {
  readonly type: BlockType;
  readonly parent: Block | null;
  /** Number of quotes and list items around it. */
  readonly depth: number;
  end: number;
  /** Attributes of the editor's node. */
  attrs: Readonly<Record<string, unknown>>;
  children: Block[];
  /** The stretch between its syntax: the inline content of a text block, the first line's content of a container. */
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
  /** The closing fence; null where the file or the container ends first. */
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

/** The definitions of a document. */
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

/**
 * The class of a block type. A block keeps its identity within its class: a paragraph may become a heading, a bullet
 * list an ordered one.
 */
export const classOf = (type: string): string => classes[type] ?? type;

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
