import type { ImportKind } from '../../contract/learning.ts';
import type { Table, TableRow } from './table.ts';

/** Which column is which: by headings in Chinese or English, else by order. */

const names = {
  correction: {
    text: ['text', 'context', 'sentence', '文本', '句子', '上下文', '原句'],
    answer: ['answer', 'word', 'correct', '答案', '词', '正确', '正确的词'],
    rejected: ['rejected', 'wrong', '不要的词', '错词', '错误'],
  },
  glossary: {
    term: ['term', 'word', 'name', '术语', '词', '词语', '词条', '名称'],
    definition: ['definition', 'meaning', 'description', '释义', '定义', '解释', '说明', '含义'],
    examples: ['examples', 'example', 'sentences', '例句', '示例', '例子', '用例'],
    domain: ['domain', 'field', 'category', '领域', '行业', '类别', '分类', '专业'],
  },
  style: {
    plain: [
      'plain',
      'informal',
      'before',
      'from',
      'source',
      '口语',
      '平实',
      '白话',
      '原句',
      '原文',
      '改前',
      '平常说法',
    ],
    formal: ['formal', 'after', 'to', 'target', '书面', '书面语', '正式', '公文', '改后', '改写', '正式说法'],
  },
} as const satisfies Record<ImportKind, Readonly<Record<string, readonly string[]>>>;

export type Column<K extends ImportKind> = Extract<keyof (typeof names)[K], string>;

/** A row by the names of its columns. */
export interface Entry<K extends ImportKind> {
  readonly row: number;
  /** Undefined where the row has no such column. */
  get(column: Column<K>): unknown;
  /** What the writer calls a column: its heading, or the spreadsheet's letter. */
  label(column: string): string;
}

const fold = (heading: string): string =>
  heading
    .normalize('NFKC')
    .trim()
    .toLowerCase()
    .replace(/[（(].*$/, '')
    .trim();

type Places = ReadonlyMap<string, { readonly at: number; readonly heading: string }>;

/** Where the columns stand, if a row is a heading: its first cells name the columns that a row must have. */
function headingOf(kind: ImportKind, cells: readonly string[]): Places | null {
  const places = new Map<string, { at: number; heading: string }>();
  for (const [column, aliases] of Object.entries<readonly string[]>(names[kind])) {
    const at = cells.findIndex(
      (cell, i) => aliases.includes(fold(cell)) && ![...places.values()].some((one) => one.at === i),
    );
    if (at >= 0) places.set(column, { at, heading: cells[at]?.trim() ?? '' });
  }
  const needed = kind === 'glossary' ? ['term'] : kind === 'style' ? ['plain', 'formal'] : ['text', 'answer'];
  return needed.every((column) => places.has(column)) ? places : null;
}

const byOrder = (kind: ImportKind): Places =>
  new Map(
    Object.keys(names[kind]).map((column, at) => [column, { at, heading: String.fromCharCode(65 + at) }]),
  );

function entryOf<K extends ImportKind>(kind: K, row: TableRow, places: Places): Entry<K> {
  if (row.fields) {
    const { fields } = row;
    const aliases: Readonly<Record<string, readonly string[]>> = names[kind];
    return {
      row: row.row,
      get: (column) => Object.entries(fields).find(([name]) => aliases[column]?.includes(fold(name)))?.[1],
      label: (column) => column,
    };
  }
  const { cells } = row;
  return {
    row: row.row,
    get: (column) => {
      const place = places.get(column);
      // Spreadsheets, and our own export, put an apostrophe before text that looks like a formula.
      return place && cells[place.at]?.replace(/^'(?=[=+\-@])/, '');
    },
    label: (column) => places.get(column)?.heading ?? column,
  };
}

/** The rows of a table by column; a heading is none of them. */
export function entriesOf<K extends ImportKind>(kind: K, { rows }: Table): Entry<K>[] {
  const [first] = rows;
  const heading = first?.cells ? headingOf(kind, first.cells) : null;
  return (heading ? rows.slice(1) : rows).map((row) => entryOf(kind, row, heading ?? byOrder(kind)));
}
