import { unescapeFormula } from '../../base/formula.ts';
import type { ImportKind } from '../../contract/learning.ts';
import type { TableRow } from './table.ts';

/** Identifies columns by their headings, in Chinese or English. */

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

/** The cells of a row by column. */
export interface Entry<K extends ImportKind> {
  readonly row: number;
  /** The cell; undefined if the row has no such column. */
  get(column: Column<K>): unknown;
  /** The column's name for messages: its heading, or the spreadsheet's letter. */
  label(column: string): string;
}

const fold = (heading: string): string =>
  heading
    .normalize('NFKC')
    .trim()
    .toLowerCase()
    .replace(/[（(].*$/, '')
    .trim();

/** Index of each column, from 0; null if the table does not have it. */
export type Places = Readonly<Record<string, number | null>>;

/** The columns of a kind, in the order that a table without a heading has. */
export const columnsOf = (kind: ImportKind): readonly string[] => Object.keys(names[kind]);

export const neededColumns: Readonly<Record<ImportKind, readonly string[]>> = {
  correction: ['text', 'answer'],
  glossary: ['term'],
  style: ['plain', 'formal'],
};

export const hasNeeded = (kind: ImportKind, places: Places): boolean =>
  neededColumns[kind].every((column) => (places[column] ?? null) !== null);

/** The columns whose headings a row holds. */
export function placesIn(kind: ImportKind, cells: readonly string[]): Places {
  const places: Record<string, number | null> = {};
  const taken = new Set<number>();
  for (const [column, aliases] of Object.entries<readonly string[]>(names[kind])) {
    const at = cells.findIndex((cell, i) => !taken.has(i) && aliases.includes(fold(cell)));
    places[column] = at < 0 ? null : at;
    taken.add(at);
  }
  return places;
}

export const placesByOrder = (kind: ImportKind): Places =>
  Object.fromEntries(columnsOf(kind).map((column, at) => [column, at]));

/** The letter that spreadsheets give a column: A, B, … Z, AA. */
export const letterOf = (at: number): string =>
  (at >= 26 ? letterOf(Math.floor(at / 26) - 1) : '') + String.fromCharCode(65 + (at % 26));

/** @param heading cells of the heading row; null if there is none */
export function entryOf<K extends ImportKind>(
  kind: K,
  row: TableRow,
  places: Places,
  heading: readonly string[] | null,
): Entry<K> {
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
      const at = places[column] ?? null;
      // Spreadsheets, and Bumo's own export, put an apostrophe before text that looks like a formula.
      const cell = at === null ? undefined : cells[at];
      return cell === undefined ? undefined : unescapeFormula(cell);
    },
    label: (column) => {
      const at = places[column] ?? null;
      return at === null ? column : heading?.[at]?.trim() || letterOf(at);
    },
  };
}
