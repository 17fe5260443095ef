import type { ImportPreview, TableLayout } from '../../src-main/contract/index.ts';

/** Changes to the layout of a table that is imported. Pure. */

/** Columns that have a name in the interface. */
export type KindColumn =
  | 'text'
  | 'answer'
  | 'rejected'
  | 'term'
  | 'definition'
  | 'examples'
  | 'domain'
  | 'plain'
  | 'formal';

/** The column that a list's value means; null for none. */
export const chosenColumn = (value: string): number | null => (Number(value) < 0 ? null : Number(value));

/**
 * Says where a column stands; another one that stood there gives way. Which rows are left out is found out anew,
 * since they were judged by other columns.
 */
export function withColumn(
  { sheet, header, columns }: TableLayout,
  column: string,
  at: number | null,
): Partial<TableLayout> {
  const others = Object.entries(columns).map(([name, place]) => [name, place === at ? null : place] as const);
  return { sheet, header, columns: { ...Object.fromEntries(others), [column]: at } };
}

export const withRow = (layout: TableLayout, row: number, isTaken: boolean): TableLayout => {
  const others = layout.leftOut.filter((one) => one !== row);
  return { ...layout, leftOut: isTaken ? others : [...others, row] };
};

/** What would be stored of a preview with the rows as they are ticked now. */
export interface TickedPreview extends Pick<ImportPreview, 'lines' | 'refused'> {
  /** Rows that would be stored. */
  readonly rows: number;
}

/**
 * The shell is asked no second time: a row that it had left out counts once it is ticked, and its sentences are seen
 * when the table is looked at again.
 */
export function tickedPreview(
  { table, lines, kept, refused }: ImportPreview,
  { leftOut }: TableLayout,
): TickedPreview {
  const out = new Set(leftOut);
  const were = new Set(table.layout.leftOut);
  const added = table.layout.leftOut.filter((row) => !out.has(row));
  return {
    rows: kept.filter((row) => !out.has(row)).length + added.length,
    lines: lines.filter(({ row }) => !out.has(row)),
    // What was said of a row that is ticked otherwise now is no longer so.
    refused: refused.filter(({ row }) => out.has(row) === were.has(row)),
  };
}
