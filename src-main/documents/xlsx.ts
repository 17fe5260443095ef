import { CodedError } from '../base/error.ts';
import { message } from '../texts/message.ts';
import { parseRelationships } from './package/opc-parts.ts';
import { descendants, elementsOf, parseXml, textContent, type XmlElement, XmlError } from './package/xml.ts';
import { decodeXml } from './package/xml-text.ts';
import { openZip, type Zip } from './package/zip.ts';
import { ZipError } from './package/zip-directory.ts';

/** Reads the visible sheets of an .xlsx as text (ECMA-376 part 1, SpreadsheetML). Formulas give their last value. */

export interface SheetRow {
  /** Number of the row in the spreadsheet, from 1. */
  readonly row: number;
  /** From column A; a missing cell is empty. */
  readonly cells: readonly string[];
}

export interface SheetData {
  /** Of its tab. */
  readonly name: string;
  /** Rows that are not empty. The value of a vertically merged cell is in each of its rows. */
  readonly rows: readonly SheetRow[];
  /** Rows that merged cells begin in or reach into. */
  readonly merged: readonly number[];
}

/** Most unpacked bytes; a larger file is a zip bomb. */
const mostUnpacked = 200_000_000;
/** Limits of one sheet. */
const mostRows = 50_000;
const mostCells = 1_000_000;
/** Most merged areas that are read; each costs as much as its rows. */
const mostMerges = 10_000;
/** Columns beyond this are not read: stray formats reach to the last of 16,384. */
const mostColumns = 64;

function unreadable(cause?: unknown): never {
  const options = cause === undefined ? {} : { cause };
  throw new CodedError('document-unreadable', message('sheet.unreadable'), options);
}

function tooLarge(name: string): never {
  const text = message('sheet.tooLarge', { name, rows: mostRows, cells: mostCells });
  throw new CodedError('document-too-complex', text);
}

function bomb(cause: unknown): never {
  const text = message('sheet.unpacksTooLarge', { megabytes: mostUnpacked / 1_000_000 });
  throw new CodedError('document-too-complex', text, { cause });
}

const limits = { entries: 65_535, entry: mostUnpacked, total: mostUnpacked };

/** Elements of SpreadsheetML, of the transitional and the strict class alike, by their local name. */
const localName = ({ name }: XmlElement): string => name.replace(/^(?:\{[^}]*\}|[^:]*:)/, '');

const all = (root: XmlElement | null, name: string): XmlElement[] =>
  root ? [...descendants(root)].filter((one) => localName(one) === name) : [];

const part = (element: XmlElement, name: string): XmlElement | undefined =>
  elementsOf(element).find((one) => localName(one) === name);

/** A part as XML; null where there is none. */
function read(zip: Zip, name: string): XmlElement | null {
  const found = zip.find(name);
  return found === null ? null : parseXml(decodeXml(zip.read(found)).text).root;
}

/** The text of a string item, without phonetic readings (`rPh`). */
const textOf = (item: XmlElement): string =>
  elementsOf(item)
    .map((one) => {
      if (localName(one) === 't') return textContent(one);
      return localName(one) === 'r' ? textOf(one) : '';
    })
    .join('');

/** `C` of `C12` as 2. */
function columnOf(reference: string): number {
  let column = 0;
  for (const letter of reference.toUpperCase()) {
    if (letter < 'A' || letter > 'Z') break;
    column = column * 26 + letter.charCodeAt(0) - 64;
  }
  return column - 1;
}

function cellText(cell: XmlElement, shared: readonly string[]): string {
  const type = cell.attributes.t;
  if (type === 'inlineStr') {
    const inline = part(cell, 'is');
    return inline ? textOf(inline) : '';
  }
  const held = part(cell, 'v');
  const value = held ? textContent(held) : '';
  if (type === 's') return shared[Number(value)] ?? '';
  if (type === 'b') return value === '1' ? 'TRUE' : 'FALSE';
  return type === 'e' ? '' : value;
}

function rowsOf(sheet: XmlElement | null, shared: readonly string[]): { row: number; cells: string[] }[] {
  let last = 0;
  return all(sheet, 'row').flatMap((element) => {
    last = Number(element.attributes.r) || last + 1;
    const cells: string[] = [];
    for (const [i, cell] of elementsOf(element).entries()) {
      const column = columnOf(cell.attributes.r ?? '');
      const at = column >= 0 ? column : i;
      if (at >= mostColumns) continue;
      while (cells.length < at) cells.push('');
      cells[at] = cellText(cell, shared);
    }
    return cells.some((cell) => cell.trim() !== '') ? [{ row: last, cells }] : [];
  });
}

interface Merge {
  readonly from: number;
  readonly to: number;
  readonly column: number;
}

function mergesOf(sheet: XmlElement | null): Merge[] {
  return all(sheet, 'mergeCell')
    .slice(0, mostMerges)
    .flatMap(({ attributes }) => {
      const [first, last] = (attributes.ref ?? '').split(':');
      const [from, to] = [first, last].map((one) => Number(/\d+$/.exec(one ?? '')?.[0]));
      const column = columnOf(first ?? '');
      return from && to && from <= to && column >= 0 && column < mostColumns ? [{ from, to, column }] : [];
    });
}

function hasMore(text: string, pattern: RegExp, most: number): boolean {
  let count = 0;
  while (pattern.exec(text)) if (++count > most) return true;
  return false;
}

/** The rows between two row numbers, both included. */
function between<R extends { readonly row: number }>(rows: readonly R[], from: number, to: number): R[] {
  let [low, high] = [0, rows.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((rows[middle]?.row ?? 0) < from) low = middle + 1;
    else high = middle;
  }
  const within: R[] = [];
  for (let one = rows[low]; one && one.row <= to; one = rows[++low]) within.push(one);
  return within;
}

function sheetOf(name: string, xml: string, shared: readonly string[]): SheetData {
  // Counted before parsing: the tree of a million rows would take all memory.
  if (hasMore(xml, /<(?:\w+:)?(?:v|is)[ >]/g, mostCells)) tooLarge(name);
  const sheet = parseXml(xml).root;
  const rows = rowsOf(sheet, shared);
  if (rows.length > mostRows) tooLarge(name);
  const merged = new Set<number>();
  for (const { from, to, column } of mergesOf(sheet)) {
    const within = between(rows, from, to);
    const value = within[0]?.row === from ? within[0].cells[column] : undefined;
    for (const { row, cells } of within) {
      merged.add(row);
      while (cells.length <= column) cells.push('');
      if (value !== undefined && cells[column] === '') cells[column] = value;
    }
  }
  return { name, rows, merged: [...merged] };
}

/** Names and parts of the visible sheets, in the order of their tabs. */
function sheetParts(zip: Zip): { readonly name: string; readonly part: string }[] {
  const rels = zip.find('xl/_rels/workbook.xml.rels');
  if (rels === null) return [];
  const targets = parseRelationships(decodeXml(zip.read(rels)).text, 'xl/workbook.xml', zip.find);
  return all(read(zip, 'xl/workbook.xml'), 'sheet')
    .filter(({ attributes }) => !/^(?:hidden|veryHidden)$/.test(attributes.state ?? ''))
    .flatMap(({ attributes }) => {
      const target = targets.get(attributes['r:id'] ?? '')?.target;
      return target === undefined || target === null ? [] : [{ name: attributes.name ?? '', part: target }];
    });
}

function sheets(zip: Zip): SheetData[] {
  if (zip.find('xl/workbook.xml') === null) return unreadable();
  const shared = all(read(zip, 'xl/sharedStrings.xml'), 'si').map(textOf);
  return sheetParts(zip).flatMap(({ name, part: at }) => {
    const found = zip.find(at);
    const sheet = found === null ? null : sheetOf(name, decodeXml(zip.read(found)).text, shared);
    return sheet && sheet.rows.length > 0 ? [sheet] : [];
  });
}

/**
 * The visible sheets that are not empty.
 * @throws CodedError `document-unreadable` for bytes that are no .xlsx, `document-too-complex` for a file over the
 * limits
 */
export function readXlsx(data: Uint8Array): SheetData[] {
  try {
    return sheets(openZip(data, limits));
  } catch (error) {
    if (error instanceof CodedError) throw error;
    if (error instanceof ZipError && error.kind === 'too-large') return bomb(error);
    if (error instanceof XmlError && error.isOverLimit) return bomb(error);
    return unreadable(error);
  }
}
