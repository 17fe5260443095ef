import type { ImportKind, UnderstoodTable } from '../../contract/learning.ts';
import { type Column, columnsOf, letterOf } from './columns.ts';
import { entriesOf, type Understood } from './layout.ts';
import type { NamedTable } from './table.ts';

/** How a table was understood, for the writer to check and correct. */

const mostRows = 5_000;
const mostTop = 12;
/** UTF-16 units of a cell that are shown. */
const longestCell = 200;

const cut = (text: string): string => (text.length > longestCell ? `${text.slice(0, longestCell)}…` : text);
const shown = (value: unknown): string =>
  cut(Array.isArray(value) ? value.join('、') : typeof value === 'string' ? value : String(value ?? ''));

/** @param leftOut row numbers that the writer excluded; null if the writer was not asked */
export function viewOf(
  kind: ImportKind,
  tables: readonly NamedTable[],
  understood: Understood,
  leftOut: ReadonlySet<number> | null,
): UnderstoodTable {
  const { table, sheet, header, places, asides } = understood;
  const columns = columnsOf(kind);
  const heading = table.rows.find(({ row }) => row === header)?.cells ?? [];
  const width = table.rows.reduce((most, { cells = [] }) => Math.max(most, cells.length), 0);
  const entries = entriesOf(kind, understood);
  return {
    layout: { sheet, header, columns: { ...places }, leftOut: [...(leftOut ?? asides)] },
    sheets: tables.map(({ name }) => name),
    top: table.rows
      .slice(0, mostTop)
      .flatMap(({ row, cells }) => (cells ? [{ row, cells: cells.map(cut) }] : [])),
    headings: Array.from({ length: width }, (_, at) => cut(heading[at]?.trim() || letterOf(at))),
    columns: [...columns],
    rows: entries.slice(0, mostRows).map((entry) => ({
      row: entry.row,
      cells: columns.map((column) => shown(entry.get(column as Column<ImportKind>))),
    })),
    rowsTotal: entries.length,
  };
}
