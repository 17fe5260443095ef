import type { ImportKind, TableLayout } from '../../contract/learning.ts';
import {
  columnsOf,
  type Entry,
  entryOf,
  hasNeeded,
  neededColumns,
  type Places,
  placesByOrder,
  placesIn,
} from './columns.ts';
import type { NamedTable, TableRow } from './table.ts';

/**
 * Detects the layout of a table: a title above, headings in the second row or in two rows, several sheets, notes
 * below. Pure. The writer can correct the result.
 */

/** The layout that the writer gave; absent fields are detected. */
export type LayoutWish = { readonly [Key in keyof TableLayout]?: TableLayout[Key] | undefined };

export interface Understood {
  readonly table: NamedTable;
  readonly sheet: number;
  /** Row number of the heading; null if there is none. */
  readonly header: number | null;
  readonly places: Places;
  /** Rows below the heading; all rows if there is none. */
  readonly body: readonly TableRow[];
  /** Row numbers in the body that look like a title or a note. */
  readonly asides: ReadonlySet<number>;
}

/** Rows that are searched for a heading. */
const mostAbove = 10;
/** Characters from which on a single cell below a table of several columns counts as a note. */
const longNote = 30;

const filled = (row: TableRow): number =>
  row.cells ? row.cells.filter((cell) => cell.trim() !== '').length : Number.POSITIVE_INFINITY;

const found = (places: Places): number => Object.values(places).filter((at) => at !== null).length;

const same = (a: TableRow, b: TableRow): boolean =>
  a.cells !== undefined && b.cells !== undefined && a.cells.join('\n').trim() === b.cells.join('\n').trim();

/** Whether a row above a heading may be a title, a date, or the upper half of the heading. */
const mayStandAbove = (row: TableRow, heading: TableRow, { merged }: NamedTable): boolean =>
  merged.has(row.row) || filled(row) < filled(heading);

/** Index of the heading row: the row that names the most columns; of merged rows with equally many, the last. */
function headingAt(kind: ImportKind, table: NamedTable): number | null {
  let best: { at: number; columns: number } | null = null;
  for (const [at, row] of table.rows.slice(0, mostAbove).entries()) {
    if (!row.cells) return null;
    const places = placesIn(kind, row.cells);
    if (!hasNeeded(kind, places)) continue;
    if (!table.rows.slice(0, at).every((above) => mayStandAbove(above, row, table))) continue;
    const columns = found(places);
    const isLowerHalf = best?.at === at - 1 && columns === best.columns && table.merged.has(row.row);
    if (best === null || columns > best.columns || isLowerHalf) best = { at, columns };
  }
  return best?.at ?? null;
}

/** Index of the sheet whose heading names the most columns; without headings, the one with the most rows. */
function sheetAt(kind: ImportKind, tables: readonly NamedTable[]): number {
  const worth = tables.map((table) => {
    const at = headingAt(kind, table);
    const cells = at === null ? undefined : table.rows[at]?.cells;
    return { columns: cells ? found(placesIn(kind, cells)) : 0, rows: table.rows.length };
  });
  return worth.reduce((best, one, i) => {
    const known = worth[best];
    const isBetter =
      known && (one.columns - known.columns || (one.columns > 0 ? 0 : one.rows - known.rows)) > 0;
    return isBetter ? i : best;
  }, 0);
}

/** Columns under a heading. Needed columns that it does not name get the remaining columns, in their order. */
function placesUnder(kind: ImportKind, cells: readonly string[]): Places {
  const places: Record<string, number | null> = { ...placesIn(kind, cells) };
  const free = [...cells.keys()].filter((at) => !Object.values(places).includes(at));
  for (const column of neededColumns[kind]) places[column] ??= free.shift() ?? null;
  return places;
}

const noteMark =
  /^[（(【[*※]?\s*(?:注|备注|附注|说明|来源|资料来源|填表人?|制表人?|审核人?|合计|总计|notes?|source|total)\s*\d*\s*[：:、.）)】\]]/iu;

const firstOf = ({ cells = [] }: TableRow): string => cells.find((cell) => cell.trim() !== '')?.trim() ?? '';

/** Median number of filled cells of the rows up to the last one with more than one. */
function usualWidth(rows: readonly TableRow[]): number {
  const last = rows.findLastIndex((row) => filled(row) > 1);
  const widths = rows
    .slice(0, last + 1)
    .map(filled)
    .toSorted((a, b) => a - b);
  return widths[widths.length >> 1] ?? 0;
}

/** Whether a row with a single cell, below a table of several columns, is a note. */
function isNote(row: TableRow, above: TableRow | undefined, { merged }: NamedTable): boolean {
  const text = firstOf(row);
  const isApart = above !== undefined && row.row - above.row > 1;
  return noteMark.test(text) || isApart || merged.has(row.row) || text.length > longNote;
}

/** Titles above a table without a heading, repeated headings, and notes below the table. */
function asidesOf(body: readonly TableRow[], table: NamedTable, heading: TableRow | null): Set<number> {
  const asides = new Set<number>();
  const width = usualWidth(body);
  if (heading) for (const row of body) if (same(row, heading)) asides.add(row.row);
  if (!heading && width >= 2)
    for (const row of body) {
      if (filled(row) !== 1 || !table.merged.has(row.row)) break;
      asides.add(row.row);
    }
  // Below the first note there are only notes, so the search runs upwards from the end.
  let end = body.length;
  for (let at = body.length - 1; at > 0; at--) {
    const row = body[at];
    if (!row || filled(row) > 1 || width < 2) break;
    if (isNote(row, body[at - 1], table)) end = at;
  }
  for (const { row } of body.slice(end)) asides.add(row);
  return asides;
}

/** @param tables at least one */
export function understand(
  kind: ImportKind,
  tables: readonly NamedTable[],
  wish: LayoutWish = {},
): Understood {
  const sheet = Math.min(wish.sheet ?? sheetAt(kind, tables), tables.length - 1);
  const table = tables[sheet] ?? { name: '', rows: [], broken: [], merged: new Set<number>() };
  const at =
    wish.header === undefined
      ? headingAt(kind, table)
      : table.rows.findIndex(({ row }) => row === wish.header);
  const heading = (at !== null && table.rows[at]) || null;
  const found = heading?.cells ? placesUnder(kind, heading.cells) : placesByOrder(kind);
  const places = Object.fromEntries(
    columnsOf(kind).map((column) => [
      column,
      wish.columns?.[column] ?? (wish.columns ? null : found[column]),
    ]),
  ) as Places;
  const body = heading ? table.rows.slice((at ?? 0) + 1) : table.rows;
  return { table, sheet, header: heading?.row ?? null, places, body, asides: asidesOf(body, table, heading) };
}

/** The body rows as entries by column. */
export function entriesOf<K extends ImportKind>(
  kind: K,
  { table, header, places, body }: Pick<Understood, 'table' | 'header' | 'places' | 'body'>,
): Entry<K>[] {
  const heading = table.rows.find(({ row }) => row === header)?.cells ?? null;
  return body.map((row) => entryOf(kind, row, places, heading));
}
