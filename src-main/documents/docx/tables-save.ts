import type { Node } from '@tiptap/pm/model';
import { TableMap } from '@tiptap/pm/tables';
import { child, elementsOf, withContent, type XmlElement } from '../package/xml.ts';
import { withoutIds } from './markup.ts';
import { patchProperties } from './properties.ts';
import type { SourceBlock, SourceCell, SourceRow } from './reading.ts';
import type { SaveContext } from './save-context.ts';

/**
 * Writes tables. While rows and cells are the same, only cell contents are patched; otherwise rows are assembled from
 * the remaining ones, and new rows and cells take their neighbours' properties.
 */

/** Writes the content of a cell; see `BlockWriter.container`. */
interface CellWriter {
  container(
    blocks: readonly SourceBlock[],
    from: number,
    to: number,
    holder: Node,
    model?: XmlElement,
  ): string;
}

const srcOf = ({ attrs }: Node): string => (typeof attrs.src === 'string' ? attrs.src : '');
/** Whether a cell only fills the grid; with content it becomes a real cell. */
const isFiller = ({ attrs, content }: Node): boolean =>
  (attrs.format as { filler?: true } | null)?.filler === true && content.size <= 2;

/** The shape of a table's grid: its cells, and the rows and columns that they cover. */
function shapeOf(table: Node): string {
  return JSON.stringify(
    table.children.map((row) => [
      srcOf(row),
      row.children.map((cell) => [srcOf(cell), cell.attrs.colspan, cell.attrs.rowspan, isFiller(cell)]),
    ]),
  );
}

const inner = (element: XmlElement): number => child(element, 'w:tcPr')?.end ?? element.openEnd;

/** The child of the table that is the row or wraps it. */
const inTable = (row: XmlElement, table: XmlElement): XmlElement =>
  row.parent === null || row.parent === table ? row : inTable(row.parent, table);

/** @param block the source table in its old place; undefined for a new or moved table */
export function saveTable(
  writer: CellWriter,
  context: SaveContext,
  table: Node,
  block: SourceBlock | undefined,
): string {
  const source = block ?? context.table(srcOf(table));
  if (!source?.rows) return newTable(writer, context, table);
  const before = context.schema.nodeFromJSON(source.json);
  if (before.eq(table)) return context.markup.slice(source.element);
  return shapeOf(before) === shapeOf(table)
    ? sameGrid(writer, context, table, before, source)
    : new GridWriter(writer, context, table, source).write();
}

/** Only contents of cells changed. */
function sameGrid(
  writer: CellWriter,
  { markup }: SaveContext,
  table: Node,
  before: Node,
  { element, rows = [] }: SourceBlock,
): string {
  const cells = new Map(rows.flatMap((row) => row.cells.map((cell) => [cell.ref, cell] as const)));
  let out = '';
  let at = element.start;
  for (const [r, row] of table.children.entries()) {
    for (const [c, cell] of row.children.entries()) {
      const known = cells.get(srcOf(cell));
      if (!known || before.child(r).child(c).eq(cell)) continue;
      const from = inner(known.element);
      out +=
        markup.source.slice(at, from) + writer.container(known.blocks, from, known.element.closeStart, cell);
      at = known.element.closeStart;
    }
  }
  return out + markup.source.slice(at, element.end);
}

class GridWriter {
  readonly #writer: CellWriter;
  readonly #context: SaveContext;
  readonly #table: Node;
  readonly #map: TableMap;
  readonly #source: SourceBlock;
  readonly #rows: ReadonlyMap<string, SourceRow>;
  readonly #cells: ReadonlyMap<string, SourceCell>;

  constructor(writer: CellWriter, context: SaveContext, table: Node, source: SourceBlock) {
    this.#writer = writer;
    this.#context = context;
    this.#table = table;
    this.#map = TableMap.get(table);
    this.#source = source;
    const rows = source.rows ?? [];
    this.#rows = new Map(rows.map((row) => [row.ref, row]));
    this.#cells = new Map(rows.flatMap((row) => row.cells.map((cell) => [cell.ref, cell] as const)));
  }

  write(): string {
    const { markup } = this.#context;
    const { element, rows = [] } = this.#source;
    const [first] = rows;
    const last = rows.at(-1);
    const from = first ? inTable(first.element, element).start : element.closeStart;
    const to = last ? inTable(last.element, element).end : element.closeStart;
    const head = markup.source.slice(element.start, from);
    const used = new Set<SourceRow>();
    const written = this.#table.children.map((row, r) => this.#row(row, r, used)).join('');
    return this.#withGrid(head) + written + markup.source.slice(to, element.end);
  }

  /** The start of the table with one `w:gridCol` for each present column. */
  #withGrid(head: string): string {
    const { markup } = this.#context;
    const { element } = this.#source;
    const grid = child(element, 'w:tblGrid');
    const old = grid ? elementsOf(grid).filter(({ name }) => name === 'w:gridCol') : [];
    const { width } = this.#map;
    if (!grid || old.length === width) return head;
    const columns = Array.from({ length: width }, (_, c) => this.#originOf(c) ?? Math.min(c, old.length - 1));
    const cols = columns.map((c) => (old[c] ? markup.slice(old[c]) : markup.tag('gridCol', { w: 1000 })));
    const offset = element.start;
    const open =
      grid.openEnd === grid.end ? markup.start('tblGrid') : markup.source.slice(grid.start, grid.openEnd);
    return `${head.slice(0, grid.start - offset)}${open}${cols.join('')}${markup.end('tblGrid')}${head.slice(grid.end - offset)}`;
  }

  /** The old index of a column, by any cell that covers it alone; null for a new column. */
  #originOf(column: number): number | null {
    for (let r = 0; r < this.#map.height; r++) {
      const node = this.#cellAt(r, column);
      const known = node && this.#cells.get(srcOf(node));
      if (known && node.attrs.colspan === 1 && known.span === 1) return known.column;
    }
    return null;
  }

  #cellAt(row: number, column: number): Node | null {
    const pos = this.#map.map[row * this.#map.width + column];
    return pos === undefined ? null : this.#table.nodeAt(pos);
  }

  #row(row: Node, r: number, used: Set<SourceRow>): string {
    const { markup } = this.#context;
    const own = this.#rows.get(srcOf(row));
    const model = own ?? this.#neighbourRow(r);
    // A copied row gets no id.
    const raw = model ? markup.source.slice(model.element.start, model.element.openEnd) : markup.start('tr');
    const start = own && !used.has(own) ? raw : withoutIds(raw);
    if (own) used.add(own);
    const exceptions = model && child(model.element, 'w:tblPrEx');
    const { before, after } = this.#fillers(r);
    const properties =
      (exceptions ? markup.slice(exceptions) : '') +
      patchProperties(
        markup,
        'trPr',
        model && child(model.element, 'w:trPr'),
        this.#rowChanges(model, before, after),
      );
    const end = model ? markup.source.slice(model.element.closeStart, model.element.end) : markup.end('tr');
    return `${start}${properties}${this.#rowCells(r, model, before, this.#map.width - after)}${end}`;
  }

  #neighbourRow(r: number): SourceRow | undefined {
    const rows = this.#table.children.map((row) => this.#rows.get(srcOf(row)));
    return (
      rows.slice(0, r).findLast((row) => row !== undefined) ?? rows.slice(r).find((row) => row !== undefined)
    );
  }

  /** How many fillers are before the first cell of a row and after its last. */
  #fillers(r: number): { before: number; after: number } {
    const { width } = this.#map;
    const free = (c: number) => {
      const cell = this.#cellAt(r, c);
      return cell !== null && isFiller(cell);
    };
    let before = 0;
    while (before < width - 1 && free(before)) before++;
    let after = 0;
    while (after < width - 1 - before && free(width - 1 - after)) after++;
    return { before, after };
  }

  #rowChanges(model: SourceRow | undefined, before: number, after: number): Map<string, string | null> {
    const { markup } = this.#context;
    const current = model && child(model.element, 'w:trPr');
    const changes = new Map<string, string | null>();
    for (const [name, width, count] of [
      ['gridBefore', 'wBefore', before],
      ['gridAfter', 'wAfter', after],
    ] as const) {
      if (Number(child(current, `w:${name}`)?.attributes['w:val'] ?? 0) === count) continue;
      changes.set(name, count > 0 ? markup.tag(name, { val: count }) : null);
      if (child(current, `w:${width}`)) changes.set(width, null);
    }
    return changes;
  }

  #rowCells(r: number, model: SourceRow | undefined, from: number, to: number): string {
    const { markup } = this.#context;
    let out = '';
    const { width, map } = this.#map;
    for (let c = from; c < to; ) {
      const pos = map[r * width + c];
      const cell = pos === undefined ? null : this.#table.nodeAt(pos);
      if (pos === undefined || !cell) {
        c++;
        continue;
      }
      const rect = this.#map.findCell(pos);
      if (!isFiller(cell))
        out += rect.top === r ? this.#cell(cell, r, c, model) : this.#continued(cell, c, model);
      c = Math.max(rect.right, c + 1);
    }
    // A row must have a cell.
    return out || markup.tag('tc', {}, markup.tag('p'));
  }

  /** The cell whose properties a new cell takes: to the left, above, to the right, else any cell of the row. */
  #modelCell(r: number, c: number, model: SourceRow | undefined): SourceCell | undefined {
    const near = [this.#cellAt(r, c - 1), r > 0 ? this.#cellAt(r - 1, c) : null, this.#cellAt(r, c + 1)];
    for (const node of c > 0 ? near : near.slice(1)) {
      const found = node && this.#cells.get(srcOf(node));
      if (found) return found;
    }
    return model?.cells.find(({ column }) => column === c) ?? model?.cells[0];
  }

  #cell(cell: Node, r: number, c: number, row: SourceRow | undefined): string {
    const { markup } = this.#context;
    const own = this.#cells.get(srcOf(cell));
    const model = own ?? this.#modelCell(r, c, row);
    const properties = this.#cellProperties(model, cell, cell.attrs.rowspan > 1 ? 'restart' : null);
    if (own) {
      const from = inner(own.element);
      const content = this.#writer.container(own.blocks, from, own.element.closeStart, cell);
      return withContent(markup.source, own.element, properties + content);
    }
    const paragraph = model?.blocks.find(({ kind }) => kind === 'paragraph')?.element;
    return markup.tag('tc', {}, properties + this.#writer.container([], 0, 0, cell, paragraph));
  }

  /** A continuation of a vertically merged cell. */
  #continued(cell: Node, c: number, row: SourceRow | undefined): string {
    const { markup } = this.#context;
    const known = row?.cells.find(({ column, merge }) => column === c && merge === 'continue');
    if (known && known.span === cell.attrs.colspan) return markup.slice(known.element);
    const model = this.#cells.get(srcOf(cell));
    return markup.tag('tc', {}, this.#cellProperties(model, cell, 'continue') + markup.tag('p'));
  }

  #cellProperties(model: SourceCell | undefined, cell: Node, merge: 'restart' | 'continue' | null): string {
    const { markup } = this.#context;
    const changes = new Map<string, string | null>();
    const span = Number(cell.attrs.colspan);
    if (span !== (model?.span ?? 1) || (model && !child(model.element, 'w:tcPr')))
      changes.set('gridSpan', span > 1 ? markup.tag('gridSpan', { val: span }) : null);
    if (merge !== (model?.merge ?? null))
      changes.set(
        'vMerge',
        merge === null ? null : markup.tag('vMerge', merge === 'restart' ? { val: 'restart' } : {}),
      );
    return patchProperties(markup, 'tcPr', model && child(model.element, 'w:tcPr'), changes);
  }
}

const edges = ['top', 'left', 'bottom', 'right', 'insideH', 'insideV'];

/** A new table: lines around every cell, as wide as the text. */
function newTable(writer: CellWriter, context: SaveContext, table: Node): string {
  const { markup } = context;
  const map = TableMap.get(table);
  const lines = edges.map((name) => markup.line(name, 4)).join('');
  const properties = markup.tag(
    'tblPr',
    {},
    markup.tag('tblW', { w: 5000, type: 'pct' }) + markup.tag('tblBorders', {}, lines),
  );
  const column = markup.tag('gridCol', { w: Math.round(9000 / map.width) });
  const grid = markup.tag('tblGrid', {}, column.repeat(map.width));
  const rows = table.children.map((row, r) => {
    const header = row.childCount > 0 && row.children.every(({ type }) => type.name === 'tableHeader');
    const head = header ? markup.tag('trPr', {}, markup.tag('tblHeader')) : '';
    return markup.tag('tr', {}, head + newRow(writer, context, table, map, r));
  });
  // A paragraph must stand between two tables, and at the end of a cell.
  return markup.tag('tbl', {}, properties + grid + rows.join(''));
}

function newRow(writer: CellWriter, { markup }: SaveContext, table: Node, map: TableMap, r: number): string {
  let out = '';
  for (let c = 0; c < map.width; ) {
    const pos = map.map[r * map.width + c] ?? 0;
    const cell = table.nodeAt(pos);
    const rect = map.findCell(pos);
    if (cell) {
      const span = rect.right - rect.left;
      const first = rect.top === r;
      const merged = rect.bottom - rect.top > 1;
      const properties =
        (span > 1 ? markup.tag('gridSpan', { val: span }) : '') +
        (merged ? markup.tag('vMerge', first ? { val: 'restart' } : {}) : '');
      const content = first ? writer.container([], 0, 0, cell) : markup.tag('p');
      out += markup.tag('tc', {}, (properties ? markup.tag('tcPr', {}, properties) : '') + content);
    }
    c = Math.max(rect.right, c + 1);
  }
  return out;
}
