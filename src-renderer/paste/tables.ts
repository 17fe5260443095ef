import type { Declarations } from './css-rules.ts';
import { childrenOf, isElement, nameOf, type SourceElement, type SourceNode } from './source.ts';
import { cellFormat, hasBorders, plainBorders, tableFormat, widthOf } from './table-look.ts';
import { dataAttribute } from './writer.ts';

/** Tables of other programs: hidden parts are dropped, looks of cells become data. */

export interface TableTools {
  readonly saysOf: (element: SourceElement) => Declarations;
  readonly isHidden: (element: SourceElement, said: Declarations) => boolean;
  /** Blocks inside a cell. */
  readonly cell: (cell: SourceElement, row: SourceElement) => string;
}

interface Cell {
  readonly element: SourceElement;
  readonly said: Declarations;
  readonly columns: number;
  readonly rows: number;
}

interface Row {
  readonly element: SourceElement;
  readonly cells: readonly Cell[];
}

const mostColumns = 63;
const mostRows = 2000;

const span = (cell: SourceElement, name: string, most: number): number =>
  Math.max(1, Math.min(most, Math.floor(Number(cell.getAttribute(name) ?? 1)) || 1));

const sections: ReadonlySet<string> = new Set(['tbody', 'thead', 'tfoot']);

/** Elements of a table by name, sections included, nested tables not. */
function elementsIn(parent: SourceNode, names: ReadonlySet<string>): SourceElement[] {
  return childrenOf(parent)
    .filter(isElement)
    .flatMap((child) => {
      const name = nameOf(child);
      if (names.has(name)) return [child];
      return sections.has(name) || name === 'colgroup' ? elementsIn(child, names) : [];
    });
}

function rowsOf(table: SourceElement, { saysOf, isHidden }: TableTools): Row[] {
  return elementsIn(table, new Set(['tr'])).flatMap((element) => {
    if (isHidden(element, saysOf(element))) return [];
    const cells = childrenOf(element)
      .filter(isElement)
      .filter((one) => nameOf(one) === 'td' || nameOf(one) === 'th')
      .map((cell) => ({ cell, said: saysOf(cell) }))
      .filter(({ cell, said }) => !isHidden(cell, said))
      .map(({ cell, said }) => ({
        element: cell,
        said,
        columns: span(cell, 'colspan', mostColumns),
        rows: span(cell, 'rowspan', mostRows),
      }));
    return cells.length === 0 ? [] : [{ element, cells }];
  });
}

/** Widths of the columns in points; none where one is unknown. */
function columnWidths(table: SourceElement, { saysOf, isHidden }: TableTools): number[] {
  const widths = elementsIn(table, new Set(['col'])).flatMap((column) => {
    const said = saysOf(column);
    if (isHidden(column, said)) return [];
    const width = widthOf(said.get('width'), column.getAttribute('width'));
    return Array.from({ length: span(column, 'span', mostColumns) }, () =>
      width?.unit === 'pt' ? width.value : 0,
    );
  });
  return widths.every((width) => width > 0) ? widths : [];
}

function cellHtml(cell: Cell, row: SourceElement, tools: TableTools, lined: 'all' | 'some' | 'none'): string {
  const { element, said, columns, rows } = cell;
  const own = cellFormat(said, {
    width: element.getAttribute('width'),
    bgcolor: element.getAttribute('bgcolor') ?? row.getAttribute('bgcolor'),
    valign: element.getAttribute('valign') ?? row.getAttribute('valign'),
  });
  const { borders, ...rest } = own ?? {};
  // A table without lines gets the lines of a new table.
  const lines = lined === 'none' ? null : (borders ?? (lined === 'all' ? plainBorders : {}));
  const format = lines === null ? rest : { ...rest, borders: lines };
  const tag = nameOf(element) === 'th' ? 'th' : 'td';
  const spans =
    (columns > 1 ? ` colspan="${columns}"` : '') + (rows > 1 ? ` rowspan="${Math.min(rows, mostRows)}"` : '');
  const data = Object.keys(format).length === 0 ? '' : dataAttribute('format', format);
  return `<${tag}${spans}${data}>${tools.cell(element, row) || '<p></p>'}</${tag}>`;
}

/** @returns the empty string for a table without cells */
export function tableHtml(table: SourceElement, said: Declarations, tools: TableTools): string {
  const rows = rowsOf(table, tools);
  if (rows.length === 0) return '';
  const ruled = Number(table.getAttribute('border') ?? 0) > 0;
  const some = rows.some(({ cells }) => cells.some((one) => hasBorders(cellFormat(one.said, noAttributes))));
  const lined = ruled ? 'all' : some ? 'some' : 'none';
  const columns = columnWidths(table, tools);
  const count = (rows[0]?.cells ?? []).reduce((sum, cell) => sum + cell.columns, 0);
  const format = tableFormat(said, table.getAttribute('align'), columns.length === count ? columns : []);
  const body = rows.map(
    ({ element, cells }, i) =>
      `<tr>${cells.map((cell) => cellHtml({ ...cell, rows: Math.min(cell.rows, rows.length - i) }, element, tools, lined)).join('')}</tr>`,
  );
  const captions = elementsIn(table, new Set(['caption'])).map((one) => tools.cell(one, one));
  return `${captions.join('')}<table${dataAttribute('format', format)}><tbody>${body.join('')}</tbody></table>`;
}

const noAttributes = { width: null, bgcolor: null, valign: null };
