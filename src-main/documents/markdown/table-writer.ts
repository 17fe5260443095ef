import { writeInline } from './inline-writer.ts';
import { Lines } from './lines.ts';
import { atomsOf, columnAligns } from './shown.ts';
import type { Block } from './source.ts';
import { sourceUnits } from './source-units.ts';
import type { Target } from './targets.ts';
import { shownInline, shownUnits, trimmedUnits, unitsOf } from './units.ts';
import { readsAs } from './verify.ts';
import { caresFrom, cut, textDonors, type WriteContext } from './write-context.ts';

/** Writes tables: unchanged rows are copied, of changed rows only the changed cells are written. */
export function writeTable(write: WriteContext, target: Target): Lines {
  const table = target.source?.type === 'table' && write.care < 2 ? target.source : null;
  const rows = target.grid.map((cells, i) => writeRow(write, target.children[i], cells, table));
  const lines = new Lines();
  for (const [i, row] of rows.entries()) {
    if (i > 0) lines.addLines(lineBefore(write, table, target.children[i]?.source ?? null));
    lines.addLines(row);
    if (i === 0) lines.addLines(delimiterRow(write, target, table));
  }
  return lines;
}

/** The end of the line before a row. */
function lineBefore(write: WriteContext, table: Block | null, row: Block | null): Lines {
  const rows = table?.children ?? [];
  const at = row ? rows.indexOf(row) : -1;
  const end = at === 1 ? table?.delimiter?.end : rows[at - 1]?.end;
  return row && at > 0 && end !== undefined ? cut(write, row, end, row.start) : new Lines().break();
}

type Cells = readonly (Target | null)[];

function writeRow(write: WriteContext, target: Target | undefined, cells: Cells, table: Block | null): Lines {
  const row = target?.source?.parent === table && table ? (target?.source ?? null) : null;
  const own = row?.children ?? [];
  // A row is patched only where its cells are the same ones in the same order.
  const patched =
    row &&
    cells.length === (table?.delimiter?.columns.length ?? 0) &&
    cells.every((cell, i) => (cell?.source ?? null) === (own[i] ?? null));
  if (row && patched && write.care === 0) return patchRow(write, row, cells);
  const text = cells
    .map((cell) => ` ${cell ? cellText(write, cell) : ''} `.replace(/^ {2}$/, '  '))
    .join('|');
  return new Lines().add(`|${text}|`);
}

function patchRow(write: WriteContext, row: Block, cells: Cells): Lines {
  const lines = new Lines();
  let at = row.start;
  for (const cell of cells) {
    if (!cell?.source || isSameCell(write, cell)) continue;
    const { start, end } = cell.source.content;
    const text = cellText(write, cell);
    lines.addLines(cut(write, row, at, start));
    at = end;
    if (start < end) lines.add(text);
    else if (text !== '') {
      // The space of an empty cell precedes the text.
      lines.add(` ${text}`);
      if (write.source && !/[ \t]/.test(write.source.text.charAt(end))) lines.add(' ');
    }
  }
  lines.addLines(cut(write, row, at, row.end));
  const missing = cells.slice(row.children.length);
  if (missing.every((cell) => !cell || unitsOf(cell.node).length === 0)) return lines;
  const added = missing.map((cell) => ` ${cell ? cellText(write, cell) : ''} |`).join('');
  lines.head = lines.head.trimEnd();
  return lines.add((lines.head.endsWith('|') && !lines.head.endsWith('\\|') ? '' : ' |') + added);
}

const isSameCell = (write: WriteContext, { source, node }: Target): boolean =>
  source !== null && write.shown.get(source) === shownInline(node);

/** The text of a cell, with the least care that reads as it should. */
function cellText(write: WriteContext, cell: Target): string {
  const units = trimmedUnits(unitsOf(cell.node));
  const expected = { text: `T\n${shownUnits(units)}`, atoms: atomsOf(cell.node) };
  let first: string | null = null;
  for (const care of caresFrom(write.care)) {
    const { text } = writeInline({
      units,
      source: write.source,
      donors: write.source && care < 2 ? sourceUnits(write.source, textDonors(cell)) : [],
      block: care < 2 && cell.source?.type.startsWith('table') ? cell.source : null,
      care,
      single: true,
      inCell: true,
      inHeading: false,
      habits: write.habits,
      definitions: write.context.definitions,
    });
    first ??= text;
    if (readsAs(`| ${text} |\n| --- |`, write.context, expected)) return text;
  }
  return first ?? '';
}

const signs: Readonly<Record<string, string>> = { left: ':---', center: ':---:', right: '---:' };

/** The delimiter row: the source's where columns and alignment are unchanged. */
function delimiterRow(write: WriteContext, { grid }: Target, table: Block | null): Lines {
  const aligns = columnAligns(grid.map((row) => row.map((cell) => cell?.node ?? null)));
  const delimiter = table?.delimiter;
  const head = table?.children[0];
  if (!table || !delimiter || !head)
    return new Lines().break().add(`| ${aligns.map((align) => signs[align] ?? '---').join(' | ')} |`);
  const start = cut(write, table, head.end, delimiter.start);
  const old = head.children.map(({ attrs }) => String(attrs.align ?? ''));
  const missing = delimiter.columns.slice(old.length).map(() => '');
  if (aligns.join() === [...old, ...missing].join())
    return start.addLines(cut(write, table, delimiter.start, delimiter.end));
  const [first] = grid;
  const columns = aligns.map((align, i) => {
    const own = first?.[i]?.source;
    const at = own ? head.children.indexOf(own) : -1;
    const column = delimiter.columns[at];
    const kept = column && old[at] === align ? cut(write, table, column.start, column.end).text : null;
    return kept ?? signs[align] ?? '---';
  });
  return start.add(`| ${columns.join(' | ')} |`);
}
