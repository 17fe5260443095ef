import { child, elementsOf, type XmlElement } from '../package/xml.ts';
import { type ParagraphProperties, readParagraphProperties, stacked } from './paragraph-format.ts';
import { type RunProperties, readRun } from './run-format.ts';
import { chainResolver, type StyleIndex } from './style-index.ts';
import {
  type CellProperties,
  layered,
  readCellProperties,
  readTableProperties,
  type TableLook,
  type TableProperties,
} from './table-properties.ts';
import type { Theme } from './theme.ts';

/** Table styles and their conditional formats (17.7.6). */

/** The formatting of a table, or of a part of it. */
export interface TablePart {
  readonly run: RunProperties;
  readonly paragraph: ParagraphProperties;
  readonly table: TableProperties;
  readonly cell: CellProperties;
}

export interface TableStyle extends TablePart {
  /** By condition: `firstRow`, `band1Horz`, … */
  readonly parts: ReadonlyMap<string, TablePart>;
}

const nothing: TablePart = { run: {}, paragraph: {}, table: {}, cell: {} };

/** The style of tables without a style. */
export const noTableStyle: TableStyle = { ...nothing, parts: new Map() };

const readPart = (element: XmlElement, theme: Theme): TablePart => ({
  run: readRun(child(element, 'w:rPr'), theme),
  paragraph: readParagraphProperties(child(element, 'w:pPr'), theme),
  table: readTableProperties(child(element, 'w:tblPr'), theme),
  cell: readCellProperties(child(element, 'w:tcPr'), theme),
});

const partOn = (under: TablePart, over: TablePart): TablePart => ({
  run: { ...under.run, ...over.run },
  paragraph: stacked(under.paragraph, over.paragraph),
  table: layered(under.table, over.table),
  cell: layered(under.cell, over.cell),
});

/** @returns the style of an id with what it inherits; undefined for an id that no table style has */
export function createTableStyles(index: StyleIndex, theme: Theme): (id: string) => TableStyle | undefined {
  return chainResolver<TableStyle>(index, 'table', ({ element }, base = noTableStyle) => {
    const own = elementsOf(element).filter((one) => one.name === 'w:tblStylePr');
    const parts = own.length > 0 ? new Map(base.parts) : base.parts;
    for (const one of own) {
      const condition = one.attributes['w:type'] ?? '';
      const under = parts.get(condition) ?? nothing;
      if (parts instanceof Map) parts.set(condition, partOn(under, readPart(one, theme)));
    }
    return { ...partOn(base, readPart(element, theme)), parts };
  });
}

/** Which edges of a region a cell lies at. */
export interface Edges {
  readonly top: boolean;
  readonly bottom: boolean;
  readonly left: boolean;
  readonly right: boolean;
}

/** The position of a cell; rows and cells are counted from 0. */
export interface CellPosition {
  readonly row: number;
  readonly rows: number;
  /** Rows that are repeated as the table's head, at least 1. */
  readonly headRows: number;
  readonly cell: number;
  readonly cells: number;
}

/** A region of a table that a cell lies in. */
export interface Region {
  readonly condition: string;
  readonly edges: Edges;
}

/** @returns the parity of the band, and whether the place is its first or last; null outside of bands */
function bandOf(place: number, size: number, end: number) {
  if (place < 0 || place >= end || size < 1) return null;
  const within = place % size;
  return {
    even: Math.floor(place / size) % 2,
    begins: within === 0,
    ends: within === size - 1 || place === end - 1,
  };
}

/** The bands that a cell is in. Rows and columns with a format of their own are in no band. */
function bandsOf(
  at: CellPosition,
  look: TableLook,
  { rowBand = 1, columnBand = 1 }: TableProperties,
): PartialRegion[] {
  const rowStart = look.firstRow ? at.headRows : 0;
  const cellStart = look.firstColumn ? 1 : 0;
  const row = bandOf(at.row - rowStart, rowBand, at.rows - rowStart - (look.lastRow ? 1 : 0));
  const column = bandOf(at.cell - cellStart, columnBand, at.cells - cellStart - (look.lastColumn ? 1 : 0));
  return [
    ...(look.rowBands && row
      ? [{ condition: row.even ? 'band2Horz' : 'band1Horz', edges: { top: row.begins, bottom: row.ends } }]
      : []),
    ...(look.columnBands && column
      ? [
          {
            condition: column.even ? 'band2Vert' : 'band1Vert',
            edges: { left: column.begins, right: column.ends },
          },
        ]
      : []),
  ];
}

/** A region with the edges that are not those of the table. */
interface PartialRegion {
  readonly condition: string;
  readonly edges: Partial<Edges>;
}

/**
 * The regions of a cell in Word's order ([MS-OI29500] 2.1.252), which differs from the standard's; later regions
 * override earlier ones.
 *
 * @param style for the sizes of its bands
 */
export function regionsOf(at: CellPosition, look: TableLook, style: TableStyle): Region[] {
  const whole: Edges = {
    top: at.row === 0,
    bottom: at.row === at.rows - 1,
    left: at.cell === 0,
    right: at.cell === at.cells - 1,
  };
  const firstRow = look.firstRow && at.row < at.headRows;
  const lastRow = look.lastRow && whole.bottom && !firstRow;
  const firstColumn = look.firstColumn && whole.left;
  const lastColumn = look.lastColumn && whole.right && !firstColumn;
  const column = { left: true, right: true };
  const corner = { top: true, bottom: true, left: true, right: true };
  const when = (is: boolean, condition: string, edges: Partial<Edges>): PartialRegion[] =>
    is ? [{ condition, edges }] : [];
  return [
    ...when(true, 'wholeTable', {}),
    ...bandsOf(at, look, style.table),
    ...when(firstColumn, 'firstCol', column),
    ...when(lastColumn, 'lastCol', column),
    ...when(firstRow, 'firstRow', { bottom: at.row === at.headRows - 1 }),
    ...when(lastRow, 'lastRow', { top: true, bottom: true }),
    ...when(firstRow && whole.top && firstColumn, 'nwCell', corner),
    ...when(firstRow && whole.top && lastColumn, 'neCell', corner),
    ...when(lastRow && firstColumn, 'swCell', corner),
    ...when(lastRow && lastColumn, 'seCell', corner),
  ].map(({ condition, edges }) => ({ condition, edges: { ...whole, ...edges } }));
}
