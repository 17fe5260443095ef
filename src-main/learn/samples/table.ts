import { parse } from 'csv-parse/sync';
import { CodedError } from '../../base/error.ts';
import type { ImportFormat, RowNote } from '../../contract/learning.ts';
import { decodeBytes, withoutPlaceholders } from '../../documents/text/codec.ts';
import { recognise } from '../../documents/text/recognise.ts';
import type { SheetData, SheetRow } from '../../documents/xlsx.ts';
import { message } from '../../texts/message.ts';

/** Reads files and pasted text as rows. Broken rows are reported and skipped. */

export type TableRow =
  | (SheetRow & { readonly fields?: undefined })
  /** An object of JSONL: values by name. */
  | { readonly row: number; readonly cells?: undefined; readonly fields: Readonly<Record<string, unknown>> };

export interface Table {
  readonly rows: readonly TableRow[];
  readonly broken: readonly RowNote[];
}

/** Most rows of an import. */
export const mostRows = 50_000;
/** Most broken rows; reading stops after them. */
const mostBroken = 100;

const unclosed = message('samples.quote-unclosed');
const noJson = message('samples.not-json');

interface Parsed {
  readonly rows: string[][];
  /** Number of lines before the row with an unclosed quotation mark; null if everything was read. */
  readonly stoppedAfter: number | null;
}

function parseOnce(text: string, delimiter: string, relaxed = false): Parsed {
  const rows: string[][] = [];
  let lines = 0;
  try {
    parse(text, {
      delimiter,
      bom: true,
      relax_quotes: relaxed,
      relax_column_count: true,
      on_record: (record: string[], context) => {
        rows.push(record);
        lines = context.lines;
        return null;
      },
    });
    return { rows, stoppedAfter: null };
  } catch {
    return { rows, stoppedAfter: lines };
  }
}

/**
 * Reads a table with separators. If a row's quotation marks are wrong, its first line is read again by itself, with
 * quotation marks allowed inside cells (a 5" screen). If that fails too, the line is reported, and reading goes on
 * after it.
 */
function readSeparated(text: string, delimiter: string): Table {
  const rows: TableRow[] = [];
  const broken: RowNote[] = [];
  let row = 0;
  const take = (read: readonly string[][]) => {
    for (const cells of read) {
      row++;
      if (cells.some((cell) => cell.trim() !== '')) rows.push({ row, cells });
    }
  };
  for (let rest = text; rest !== '' && broken.length <= mostBroken; ) {
    const { rows: read, stoppedAfter } = parseOnce(rest, delimiter);
    take(read);
    if (stoppedAfter === null) break;
    const lines = rest.split('\n');
    const alone = parseOnce(lines[stoppedAfter] ?? '', delimiter, true);
    if (alone.stoppedAfter === null) take(alone.rows);
    else broken.push({ row: ++row, column: '', text: unclosed });
    rest = lines.slice(stoppedAfter + 1).join('\n');
  }
  return { rows, broken };
}

function readLines(text: string): Table {
  const rows: TableRow[] = [];
  const broken: RowNote[] = [];
  for (const [i, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    try {
      const fields: unknown = JSON.parse(line);
      if (typeof fields !== 'object' || fields === null || Array.isArray(fields))
        throw new TypeError('no object');
      rows.push({ row: i + 1, fields: fields as Record<string, unknown> });
    } catch {
      broken.push({ row: i + 1, column: '', text: noJson });
    }
  }
  return { rows, broken };
}

const separators = [',', ';', '\t'] as const;

/** The separator that is most frequent in the first lines. */
function separatorOf(text: string): string {
  const head = text
    .split('\n', 20)
    .join('\n')
    .replace(/"[^"]*"/g, '');
  const count = (sign: string) => head.split(sign).length - 1;
  return [...separators].sort((a, b) => count(b) - count(a))[0] ?? ',';
}

const arrow = /\s*(?:→|⇒|=>|->|——>)\s*/;

/**
 * Reads pasted text: cells of a spreadsheet, JSON lines, pairs with an arrow, comma-separated values, or one item a
 * line.
 */
function readPasted(text: string): Table {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  if (text.includes('\t')) return readSeparated(text, '\t');
  if (lines.length > 0 && lines.every((line) => line.trim().startsWith('{'))) return readLines(text);
  const cut = (by: RegExp | null): Table => ({
    rows: text
      .split('\n')
      .map((line, i) => ({ row: i + 1, cells: by ? line.trim().split(by) : [line.trim()] }))
      .filter(({ cells }) => cells.some((cell) => cell !== '')),
    broken: [],
  });
  if (lines.some((line) => arrow.test(line))) return cut(arrow);
  const commas = new Set(lines.map((line) => line.replace(/"[^"]*"/g, '').split(',').length));
  return commas.size === 1 && !commas.has(1) ? readSeparated(text, ',') : cut(null);
}

function tooLarge(rows: number): never {
  throw new CodedError('bad-input', message('samples.too-many-rows', { rows, most: mostRows }));
}

function readText(text: string, format: Exclude<ImportFormat, 'xlsx'>): Table {
  const clean = text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
  switch (format) {
    case 'jsonl':
      return readLines(clean);
    case 'tsv':
      return readSeparated(clean, '\t');
    case 'csv':
      return readSeparated(clean, separatorOf(clean));
    case 'text':
      return readPasted(clean);
  }
}

export type TableContent =
  | { readonly as: 'bytes'; readonly bytes: Uint8Array }
  | { readonly as: 'text'; readonly text: string };

/** Most characters, as a share of the text, that the encoding could not decode. */
const mostUnknown = 1 / 50;

/** @throws CodedError `document-unreadable` if the bytes are not text */
function decode(bytes: Uint8Array): string {
  const { encoding, mark } = recognise(bytes);
  const text = decodeBytes(bytes.subarray(mark), encoding);
  const shown = withoutPlaceholders(text);
  let unknown = 0;
  for (let at = 0; at < text.length; at++) if (text[at] !== shown[at]) unknown++;
  if (unknown <= text.length * mostUnknown) return shown;
  throw new CodedError('document-unreadable', message('samples.not-a-table'));
}

/**
 * Reads a table of text and detects its encoding.
 * @throws CodedError `document-unreadable` if the bytes are not text, `bad-input` if there are too many rows
 */
export function readTable(content: TableContent, format: Exclude<ImportFormat, 'xlsx'>): Table {
  const table = readText(content.as === 'text' ? content.text : decode(content.bytes), format);
  return table.rows.length > mostRows ? tooLarge(table.rows.length) : table;
}

/** A sheet of a spreadsheet, or the single table of a text. */
export interface NamedTable extends Table {
  readonly name: string;
  /** Row numbers with merged cells. */
  readonly merged: ReadonlySet<number>;
}

/** Reads the sheets of an .xlsx file, in a separate process because the file is not trusted. */
export type ReadSheets = (bytes: Uint8Array) => Promise<readonly SheetData[]>;

/**
 * Reads a file or pasted text.
 * @returns at least one table
 * @throws CodedError `document-unreadable`, `document-too-complex`, `bad-input`
 */
export async function readTables(
  content: TableContent,
  format: ImportFormat,
  readSheets: ReadSheets,
): Promise<readonly NamedTable[]> {
  const none = { name: '', merged: new Set<number>() };
  if (format !== 'xlsx') return [{ ...readTable(content, format), ...none }];
  const sheets = await readSheets(content.as === 'bytes' ? content.bytes : new Uint8Array());
  if (sheets.length === 0) return [{ rows: [], broken: [], ...none }];
  return sheets.map(({ name, rows, merged }) => ({ name, rows, broken: [], merged: new Set(merged) }));
}
