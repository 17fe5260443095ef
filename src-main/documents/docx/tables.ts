import type { CellFormat, RowFormat, TableFormat } from '../../contract/document-formats.ts';
import { child, elementsOf, type XmlElement } from '../package/xml.ts';
import { bordersOf } from './borders.ts';
import { createCells, type ResolvedCell } from './table-cells.ts';
import {
  columnCount,
  layered,
  readTableProperties,
  rowFormat,
  type TableLook,
  type TableProperties,
} from './table-properties.ts';
import { noTableStyle, type TableStyle } from './table-style.ts';
import type { Theme } from './theme.ts';

/**
 * Resolves tables with everything that decides their look (17.4). Nested tables are content and are resolved on their
 * own.
 */

export interface ResolvedRow {
  readonly element: XmlElement;
  readonly format: RowFormat;
  /** Grid columns that the row leaves free before its first and after its last cell. */
  readonly before: number;
  readonly after: number;
  /** A tracked insertion or deletion of the whole row. */
  readonly change: 'inserted' | 'deleted' | null;
  readonly cells: readonly ResolvedCell[];
}

export interface ResolvedTable {
  readonly format: TableFormat;
  readonly rows: readonly ResolvedRow[];
}

/** Elements that wrap rows and cells without changing them. */
const wrappers: ReadonlySet<string> = new Set([
  'w:sdt',
  'w:sdtContent',
  'w:customXml',
  'w:smartTag',
  'w:ins',
  'w:del',
  'w:moveFrom',
  'w:moveTo',
]);

/** Children with a name, wrappers left out. */
function within(element: XmlElement, name: string): XmlElement[] {
  const found: XmlElement[] = [];
  const walk = (parent: XmlElement) => {
    for (const one of elementsOf(parent)) {
      if (one.name === name) found.push(one);
      else if (wrappers.has(one.name)) walk(one);
    }
  };
  walk(element);
  return found;
}

/** The settings that concern tables. */
export interface TableSettings {
  /** Word 2013 and later: the table's edge is at the margin, not the text in its first cell. */
  readonly edgeAtMargin: boolean;
  /** Lines in cells snap to the page's text grid. */
  readonly onGrid: boolean;
}

export interface TableScene {
  readonly theme: Theme;
  readonly settings: TableSettings;
  /** A table style; the default style for a table without one. */
  readonly style: (id: string | null) => TableStyle | undefined;
}

/** The look of a table without `w:tblLook`: both kinds of bands and no other part (17.4.55). */
const usualLook: TableLook = {
  firstRow: false,
  lastRow: false,
  firstColumn: false,
  lastColumn: false,
  rowBands: true,
  columnBands: true,
};

/** Word's default cell margins, in points. */
const usualMargins = { top: 0, bottom: 0, left: 5.4, right: 5.4 };

const changeOf = (list: XmlElement | undefined): ResolvedRow['change'] =>
  child(list, 'w:ins') ? 'inserted' : child(list, 'w:del') ? 'deleted' : null;

/** How many rows at the top are marked as the table's head; at least 1. */
function headRowsOf(rows: readonly XmlElement[]): number {
  const body = rows.findIndex((row) => !rowFormat(child(row, 'w:trPr')).header);
  return Math.max(1, body < 0 ? rows.length : body);
}

/** Most columns whose widths are read; rows may be longer. */
const mostWidths = 1000;

/**
 * Column widths in points: those of the grid, as Word last laid the table out, unless the cells of a row differ
 * widely. Some programs write a meaningless grid.
 */
function columnsOf(table: XmlElement, rows: readonly ResolvedRow[]): readonly number[] {
  const grid = elementsOf(child(table, 'w:tblGrid') ?? table)
    .filter((one) => one.name === 'w:gridCol')
    .slice(0, mostWidths)
    .map((one) => Math.max(0, Math.round((Number(one.attributes['w:w']) || 0) * 5) / 100));
  const full = rows.find(
    ({ cells }) =>
      cells.length > 0 &&
      cells.length <= mostWidths &&
      cells.every((cell) => cell.span === 1 && cell.format.width?.unit === 'pt'),
  );
  if (!full || full.before > 0) return grid;
  const widths = full.cells.map((cell) => cell.format.width?.value ?? 0);
  const [said, shown] = [widths, grid].map((list) => list.reduce((sum, width) => sum + width, 0));
  if (said === undefined || shown === undefined || widths.length < grid.length) return grid;
  return Math.abs(said - shown) > said * 0.2 ? widths : grid;
}

function formatOf(
  properties: TableProperties,
  columns: readonly number[],
  { edgeAtMargin, onGrid }: TableSettings,
): TableFormat {
  const { width, align = 'left', indent = 0, borders, fixed } = properties;
  const margins = { ...usualMargins, ...properties.margins };
  const edge = Math.round((edgeAtMargin ? indent : indent - margins.left) * 1000) / 1000;
  const shown = borders && bordersOf(borders);
  return {
    ...(width && { width }),
    ...(align !== 'left' && { align }),
    ...(align === 'left' && edge !== 0 && { indent: edge }),
    ...(shown && { borders: shown }),
    margins,
    ...(fixed && { fixed: true }),
    ...(columns.some((one) => one > 0) && { columns }),
    ...(!onGrid && { offGrid: true }),
  };
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

/** Counts the rows of merged cells; their lower border is that of the last row. */
function joinMerged(rows: readonly ResolvedRow[]): void {
  const open = new Map<number, { cell: Mutable<ResolvedCell>; row: number }>();
  for (const [row, { cells }] of rows.entries()) {
    for (const cell of cells) {
      if (cell.merge === 'restart') open.set(cell.column, { cell, row });
      const above = open.get(cell.column);
      if (cell.merge !== 'continue' || above?.row !== row - 1 || above.cell.span !== cell.span) continue;
      above.row = row;
      above.cell.rowSpan++;
      const { bottom: _, ...borders } = above.cell.format.borders ?? {};
      const bottom = cell.format.borders?.bottom;
      const all = bottom ? { ...borders, bottom } : borders;
      const { borders: __, ...format } = above.cell.format;
      above.cell.format = (
        Object.keys(all).length > 0 ? { ...format, borders: all } : format
      ) satisfies CellFormat;
    }
  }
}

/** @param table a `w:tbl` */
export function resolveTable(table: XmlElement, { theme, settings, style }: TableScene): ResolvedTable {
  const list = child(table, 'w:tblPr');
  const named = style(child(list, 'w:tblStyle')?.attributes['w:val'] ?? null) ?? noTableStyle;
  const direct = readTableProperties(list, theme);
  const properties = layered(named.table, direct);
  const elements = within(table, 'w:tr');
  const headRows = headRowsOf(elements);
  const cellOf = createCells({
    theme,
    style: named,
    look: properties.look ?? usualLook,
    table: { ...properties, margins: { ...usualMargins, ...properties.margins } },
  });
  const rows = elements.map((element, row): ResolvedRow => {
    const properties = child(element, 'w:trPr');
    const exceptions = readTableProperties(child(element, 'w:tblPrEx'), theme);
    const before = columnCount(child(properties, 'w:gridBefore')?.attributes['w:val'], 0);
    let column = before;
    const found = within(element, 'w:tc');
    const cells = found.map((one, cell) => {
      const at = { row, rows: elements.length, headRows, cell, cells: found.length };
      const resolved = cellOf(one, at, column, exceptions);
      column += resolved.span;
      return resolved;
    });
    return {
      element,
      format: rowFormat(properties),
      before,
      after: columnCount(child(properties, 'w:gridAfter')?.attributes['w:val'], 0),
      change: changeOf(properties),
      cells,
    };
  });
  joinMerged(rows);
  return { format: formatOf(properties, columnsOf(table, rows), settings), rows };
}
