import { DOMParser, type Document, type Element } from '@xmldom/xmldom';
import { unzipSync } from 'fflate';
import { CodedError } from '../base/error.ts';
import { children } from './docx/package.ts';

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

const wanted =
  /^xl\/(?:workbook\.xml|_rels\/workbook\.xml\.rels|sharedStrings\.xml|worksheets\/[^/]+\.xml)$/i;

function unpack(data: Uint8Array): Record<string, Uint8Array> {
  let total = 0;
  try {
    return unzipSync(data, {
      filter: ({ name, originalSize }) => {
        total += originalSize;
        if (total > mostUnpacked) throw new Error('too large');
        return wanted.test(name);
      },
    });
  } catch (error) {
    return unreadable(error);
  }
}

function parse(bytes: Uint8Array | undefined): Document | null {
  if (!bytes) return null;
  try {
    const parser = new DOMParser({ onError: (level, message) => level !== 'warning' && unreadable(message) });
    return parser.parseFromString(new TextDecoder().decode(bytes), 'text/xml');
  } catch (error) {
    return unreadable(error);
  }
}

const all = (node: Document | Element | null, name: string): Element[] =>
  node ? Array.from(node.getElementsByTagNameNS('*', name)) : [];

/** The text of a string item: its runs, without the readings (`rPh`) above them. */
const textOf = (item: Element): string =>
  children(item)
    .map((one) => {
      if (one.localName === 't') return one.textContent ?? '';
      return one.localName === 'r' ? textOf(one) : '';
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

function cellText(cell: Element, shared: readonly string[]): string {
  const type = cell.getAttribute('t');
  const part = (name: string) => children(cell).find(({ localName }) => localName === name);
  if (type === 'inlineStr') {
    const inline = part('is');
    return inline ? textOf(inline) : '';
  }
  const value = part('v')?.textContent ?? '';
  if (type === 's') return shared[Number(value)] ?? '';
  if (type === 'b') return value === '1' ? 'TRUE' : 'FALSE';
  return type === 'e' ? '' : value;
}

function rowsOf(sheet: Document | null, shared: readonly string[]): SheetRow[] {
  let last = 0;
  return all(sheet, 'row').flatMap((element) => {
    last = Number(element.getAttribute('r')) || last + 1;
    const cells: string[] = [];
    for (const [i, cell] of children(element).entries()) {
      const column = columnOf(cell.getAttribute('r') ?? '');
      const at = column >= 0 ? column : i;
      if (at >= mostColumns) continue;
      while (cells.length < at) cells.push('');
      cells[at] = cellText(cell, shared);
    }
    return cells.some((cell) => cell.trim() !== '') ? [{ row: last, cells }] : [];
  });
}

/** Parts of the visible sheets, in the order of their tabs. */
function sheetParts(parts: Readonly<Record<string, Uint8Array>>): string[] {
  const targets = new Map(
    all(parse(parts['xl/_rels/workbook.xml.rels']), 'Relationship').map((one) => {
      const target = one.getAttribute('Target') ?? '';
      return [one.getAttribute('Id') ?? '', target.startsWith('/') ? target.slice(1) : `xl/${target}`];
    }),
  );
  const relation = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  const strict = 'http://purl.oclc.org/ooxml/officeDocument/relationships';
  return all(parse(parts['xl/workbook.xml']), 'sheet')
    .filter((sheet) => !/^(?:hidden|veryHidden)$/.test(sheet.getAttribute('state') ?? ''))
    .map((sheet) => sheet.getAttributeNS(relation, 'id') ?? sheet.getAttributeNS(strict, 'id') ?? '')
    .flatMap((id) => targets.get(id) ?? []);
}

/** @throws CodedError `document-unreadable` for bytes that are no .xlsx */
export function readXlsx(data: Uint8Array): SheetRow[] {
  const parts = unpack(data);
  if (!parts['xl/workbook.xml']) return unreadable();
  const shared = all(parse(parts['xl/sharedStrings.xml']), 'si').map(textOf);
  for (const part of sheetParts(parts)) {
    const rows = rowsOf(parse(parts[part]), shared);
    if (rows.length > 0) return rows;
  }
  return [];
}
