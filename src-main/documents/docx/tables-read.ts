import type { JSONContent } from '@tiptap/core';
import type { XmlElement } from '../package/xml.ts';
import { pixels } from './measures.ts';
import { type ReadContext, refOf, type SourceBlock, type SourceRow } from './reading.ts';
import type { ResolvedCell, TableContext } from './table-cells.ts';
import type { ResolvedRow } from './tables.ts';

/** Reads tables as a full grid for the editor: merged cells occur once, missing cells are filled in. */

/** A filler for a place of the grid without a cell. */
const filler = (span: number): JSONContent => ({
  type: 'tableCell',
  attrs: { colspan: span, rowspan: 1, format: { filler: true } },
  content: [{ type: 'paragraph' }],
});

/** The occupied places of a grid; a cell may reach down into later rows. */
class Grid {
  readonly #free: number[] = [];
  width = 0;

  isFree(row: number, column: number): boolean {
    return (this.#free[column] ?? 0) <= row;
  }

  take(row: number, column: number, span: number, rows: number): void {
    for (let c = column; c < column + span; c++) this.#free[c] = row + rows;
    this.width = Math.max(this.width, column + span);
  }
}

/** A cell's place in the editor's grid. */
interface Placed {
  readonly cell: ResolvedCell;
  readonly column: number;
  readonly span: number;
  readonly rowSpan: number;
}

/** Places the cells of a row from left to right. Overlapping cells are moved right or cut. */
function placeRow(row: ResolvedRow, r: number, rows: number, grid: Grid): Placed[] {
  const placed: Placed[] = [];
  let next = 0;
  for (const cell of row.cells) {
    if (cell.merge === 'continue' && !grid.isFree(r, cell.column)) continue;
    let column = Math.max(next, cell.column);
    while (!grid.isFree(r, column)) column++;
    let span = 1;
    while (span < cell.span && grid.isFree(r, column + span)) span++;
    const rowSpan = cell.merge === 'continue' ? 1 : Math.max(1, Math.min(cell.rowSpan, rows - r));
    grid.take(r, column, span, rowSpan);
    placed.push({ cell, column, span, rowSpan });
    next = column + span;
  }
  return placed;
}

function cellJson(
  { cell, column, span, rowSpan }: Placed,
  blocks: readonly SourceBlock[],
  key: string,
  columns: readonly number[],
): JSONContent {
  const widths = Array.from({ length: span }, (_, i) => columns[column + i]);
  const known = widths.every((width) => width !== undefined && width > 0);
  return {
    type: 'tableCell',
    attrs: {
      colspan: span,
      rowspan: rowSpan,
      colwidth: known ? widths.map((width) => pixels(width ?? 0)) : null,
      src: refOf(key, cell.element),
      format: cell.format,
    },
    content: blocks.length > 0 ? blocks.map(({ json }) => json) : [{ type: 'paragraph' }],
  };
}

/**
 * @param element a `w:tbl`
 * @param readCell the blocks of a cell
 * @returns null for a table without a cell
 */
export function readTable(
  element: XmlElement,
  context: ReadContext,
  readCell: (cell: XmlElement, inCell: TableContext) => SourceBlock[],
): SourceBlock | null {
  const table = context.sheet.table(element);
  const grid = new Grid();
  const placed = table.rows.map((row, r) => placeRow(row, r, table.rows.length, grid));
  if (grid.width === 0) return null;
  const columns = table.format.columns ?? [];
  const covered = new Grid();
  const rows: SourceRow[] = [];
  const content = table.rows.map((row, r): JSONContent => {
    const blocksOf = new Map(row.cells.map((cell) => [cell, readCell(cell.element, cell.context)]));
    rows.push({
      ref: refOf(context.key, row.element),
      element: row.element,
      cells: row.cells.map((cell) => ({
        ref: refOf(context.key, cell.element),
        element: cell.element,
        column: cell.column,
        span: cell.span,
        merge: cell.merge,
        blocks: blocksOf.get(cell) ?? [],
      })),
    });
    const cells: JSONContent[] = [];
    const fill = (until: number) => {
      for (let c = 0; c < until; c++) {
        if (!covered.isFree(r, c)) continue;
        covered.take(r, c, 1, 1);
        cells.push(filler(1));
      }
    };
    for (const one of placed[r] ?? []) {
      fill(one.column);
      covered.take(r, one.column, one.span, one.rowSpan);
      cells.push(cellJson(one, blocksOf.get(one.cell) ?? [], context.key, columns));
    }
    fill(grid.width);
    return {
      type: 'tableRow',
      attrs: { src: refOf(context.key, row.element), format: row.format },
      content: cells,
    };
  });
  const block: SourceBlock = {
    kind: 'table',
    ref: refOf(context.key, element),
    element,
    json: { type: 'table', attrs: { src: refOf(context.key, element), format: table.format }, content },
    rows,
  };
  context.tables.set(element, block);
  return block;
}
