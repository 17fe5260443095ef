import type { ImportPreview, TableLayout } from '../../src-main/contract/index.ts';

/** Changes of an imported table's layout. Pure. */

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

/** The column of a list's value; null for none. */
export const chosenColumn = (value: string): number | null => (Number(value) < 0 ? null : Number(value));

/**
 * Assigns a column; a former assignment of the same column is removed. The left-out rows are determined again, since
 * they depend on the columns.
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

/** The result of importing a preview with the present ticks. */
export interface TickedPreview extends Pick<ImportPreview, 'lines' | 'refused'> {
  /** Number of rows to store. */
  readonly rows: number;
}

/**
 * The shell is not asked again: a row that it left out counts once it is ticked, and its sentences are found at the
 * next preview.
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
    // Remarks on a row end when its tick changes.
    refused: refused.filter(({ row }) => out.has(row) === were.has(row)),
  };
}
