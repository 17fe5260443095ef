import type {
  CellFormat,
  CellMargins,
  RowFormat,
  TableFormat,
  Width,
} from '../../contract/document-formats.ts';
import { child, elementsOf, isOn, isOnValue, type XmlElement } from '../package/xml.ts';
import { own } from '../schema/own.ts';
import { readSides, type Sides } from './borders.ts';
import { shadingColor } from './colors.ts';
import { given } from './given.ts';
import { integer, length, percentage } from './measures.ts';
import type { Theme } from './theme.ts';

/** The properties that tables, rows and cells give (17.4). A missing field is not mentioned there. */

/** The conditional formats of its style that a table uses (`w:tblLook`, 17.4.55). */
export interface TableLook {
  readonly firstRow: boolean;
  readonly lastRow: boolean;
  readonly firstColumn: boolean;
  readonly lastColumn: boolean;
  readonly rowBands: boolean;
  readonly columnBands: boolean;
}

export interface TableProperties {
  /** Null for a width by content. */
  readonly width?: Width | null;
  readonly align?: NonNullable<TableFormat['align']>;
  readonly indent?: number;
  readonly borders?: Sides;
  readonly margins?: CellMargins;
  readonly fixed?: boolean;
  readonly shading?: string | null;
  /** Rows and columns of a band; 0 for no bands. */
  readonly rowBand?: number;
  readonly columnBand?: number;
  readonly look?: TableLook;
}

export interface CellProperties {
  readonly width?: Width | null;
  readonly borders?: Sides;
  readonly margins?: CellMargins;
  readonly shading?: string | null;
  readonly vertical?: NonNullable<CellFormat['vertical']>;
  readonly direction?: string;
  readonly noWrap?: boolean;
}

/** Word's limit of columns; spans beyond are damage or an attack. */
const mostColumns = 63;

/** A number of columns, between `least` and Word's limit. */
export const columnCount = (text: string | undefined, least: number): number =>
  Math.max(least, Math.min(mostColumns, integer(text) ?? least));

/** Undefined where there is no width, null for one by content. */
function readWidth(element: XmlElement | undefined): Width | null | undefined {
  if (!element) return undefined;
  const { 'w:w': text, 'w:type': type } = element.attributes;
  if (type === 'pct' || text?.endsWith('%')) {
    // Fiftieths of a per cent (17.18.90).
    const value = percentage(text, 50);
    return value ? { value, unit: '%' } : null;
  }
  const value = type === 'auto' || type === 'nil' ? null : length(text);
  return value !== null && value > 0 ? { value, unit: 'pt' } : null;
}

const marginSides: Readonly<Record<string, keyof CellMargins>> = {
  'w:top': 'top',
  'w:bottom': 'bottom',
  'w:left': 'left',
  'w:start': 'left',
  'w:right': 'right',
  'w:end': 'right',
};

function readMargins(list: XmlElement | undefined): CellMargins | undefined {
  if (!list) return undefined;
  const margins: { -readonly [Side in keyof CellMargins]: CellMargins[Side] } = {};
  for (const { name, attributes } of elementsOf(list)) {
    const side = own(marginSides, name);
    const points = length(attributes['w:w']);
    if (side && points !== null) margins[side] = Math.max(0, points);
  }
  return margins;
}

function readLook(element: XmlElement | undefined): TableLook | undefined {
  if (!element) return undefined;
  const mask = Number.parseInt(element.attributes['w:val'] ?? '0', 16) || 0;
  const flag = (name: string, bit: number): boolean => {
    const said = element.attributes[`w:${name}`];
    return said === undefined ? (mask & bit) !== 0 : isOnValue(said);
  };
  return {
    firstRow: flag('firstRow', 0x20),
    lastRow: flag('lastRow', 0x40),
    firstColumn: flag('firstColumn', 0x80),
    lastColumn: flag('lastColumn', 0x100),
    rowBands: !flag('noHBand', 0x200),
    columnBands: !flag('noVBand', 0x400),
  };
}

const alignments: Readonly<Record<string, NonNullable<TableFormat['align']>>> = {
  left: 'left',
  start: 'left',
  center: 'center',
  right: 'right',
  end: 'right',
};

const valueIn = (list: XmlElement, name: string): string | undefined =>
  child(list, name)?.attributes['w:val'];

/** @param list a `w:tblPr` or `w:tblPrEx` */
export function readTableProperties(list: XmlElement | undefined, theme: Theme): TableProperties {
  if (!list) return {};
  const [borders, shading] = [child(list, 'w:tblBorders'), child(list, 'w:shd')];
  const layout = child(list, 'w:tblLayout')?.attributes['w:type'];
  return given<TableProperties>(
    {
      width: readWidth(child(list, 'w:tblW')),
      align: own(alignments, valueIn(list, 'w:jc')),
      indent: length(child(list, 'w:tblInd')?.attributes['w:w']),
      borders: borders && readSides(borders, theme),
      margins: readMargins(child(list, 'w:tblCellMar')),
      fixed: layout === undefined ? undefined : layout === 'fixed',
      shading: shading && shadingColor(shading, theme),
      rowBand: integer(valueIn(list, 'w:tblStyleRowBandSize')),
      columnBand: integer(valueIn(list, 'w:tblStyleColBandSize')),
      look: readLook(child(list, 'w:tblLook')),
    },
    ['width', 'shading'],
  );
}

const verticals: Readonly<Record<string, NonNullable<CellFormat['vertical']>>> = {
  top: 'top',
  both: 'top',
  center: 'center',
  bottom: 'bottom',
};

/** @param list a `w:tcPr` */
export function readCellProperties(list: XmlElement | undefined, theme: Theme): CellProperties {
  if (!list) return {};
  const [borders, shading] = [child(list, 'w:tcBorders'), child(list, 'w:shd')];
  return given<CellProperties>(
    {
      width: readWidth(child(list, 'w:tcW')),
      borders: borders && readSides(borders, theme, true),
      margins: readMargins(child(list, 'w:tcMar')),
      shading: shading && shadingColor(shading, theme),
      vertical: own(verticals, valueIn(list, 'w:vAlign')),
      direction: valueIn(list, 'w:textDirection'),
      noWrap: isOn(list, 'w:noWrap'),
    },
    ['width', 'shading'],
  );
}

/** @param list a `w:trPr` */
export function rowFormat(list: XmlElement | undefined): RowFormat {
  const height = child(list, 'w:trHeight')?.attributes ?? {};
  const points = length(height['w:val']) ?? 0;
  const rule = height['w:hRule'] === 'exact' ? 'exact' : 'atLeast';
  return {
    ...(points > 0 && { height: points, rule }),
    ...(isOn(list, 'w:tblHeader') && { header: true }),
    ...(isOn(list, 'w:cantSplit') && { cantSplit: true }),
  };
}

/** Merges two levels of properties: borders and margins side by side, other fields as a whole. */
export function layered<Properties extends TableProperties | CellProperties>(
  under: Properties,
  over: Properties,
): Properties {
  return {
    ...under,
    ...over,
    ...((under.borders || over.borders) && { borders: { ...under.borders, ...over.borders } }),
    ...((under.margins || over.margins) && { margins: { ...under.margins, ...over.margins } }),
  };
}
