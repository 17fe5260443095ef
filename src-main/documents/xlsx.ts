import { CodedError } from '../base/error.ts';
import { parseRelationships } from './package/opc-parts.ts';
import { descendants, elementsOf, parseXml, textContent, type XmlElement } from './package/xml.ts';
import { decodeXml } from './package/xml-text.ts';
import { openZip, type Zip } from './package/zip.ts';

/** The first sheet of an .xlsx that holds anything, as text (ECMA-376 part 1, SpreadsheetML). Formulas give their last value. */

export interface SheetRow {
  /** As the spreadsheet counts, from 1. */
  readonly row: number;
  /** Column A first; what is missing is empty. */
  readonly cells: readonly string[];
}

/** So much unpacked is no table that someone writes: a zip bomb. */
const mostUnpacked = 200_000_000;
/** Columns beyond this are not read: stray formats reach to the last of 16,384. */
const mostColumns = 64;

function unreadable(cause?: unknown): never {
  const text = {
    zh: '这个文件不是完整的 Excel 表格（.xlsx），没有导入。旧的 .xls 请先另存为 .xlsx，或另存为 CSV。',
    en: 'This file is no complete Excel table (.xlsx), so nothing was imported. Save an old .xls as .xlsx or CSV first.',
  };
  throw new CodedError('document-unreadable', text, cause === undefined ? {} : { cause });
}

/** So much unpacked is no table that someone writes: a zip bomb. */
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

/** The text of a string item: its runs, without the readings (`rPh`) above them. */
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

function rowsOf(sheet: XmlElement | null, shared: readonly string[]): SheetRow[] {
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

/** Parts of the visible sheets, in the order of their tabs. */
function sheetParts(zip: Zip): string[] {
  const rels = zip.find('xl/_rels/workbook.xml.rels');
  if (rels === null) return [];
  const targets = parseRelationships(decodeXml(zip.read(rels)).text, 'xl/workbook.xml', zip.find);
  return all(read(zip, 'xl/workbook.xml'), 'sheet')
    .filter(({ attributes }) => !/^(?:hidden|veryHidden)$/.test(attributes.state ?? ''))
    .flatMap(({ attributes }) => targets.get(attributes['r:id'] ?? '')?.target ?? []);
}

function firstSheet(zip: Zip): SheetRow[] {
  if (zip.find('xl/workbook.xml') === null) return unreadable();
  const shared = all(read(zip, 'xl/sharedStrings.xml'), 'si').map(textOf);
  for (const name of sheetParts(zip)) {
    const rows = rowsOf(read(zip, name), shared);
    if (rows.length > 0) return rows;
  }
  return [];
}

/** @throws CodedError `document-unreadable` for bytes that are no .xlsx */
export function readXlsx(data: Uint8Array): SheetRow[] {
  try {
    return firstSheet(openZip(data, limits));
  } catch (error) {
    return unreadable(error);
  }
}
