import type { Border, Borders, CellFormat, CellMargins } from '../../contract/document-formats.ts';
import { child, type XmlElement } from '../package/xml.ts';
import { bordersOf, type Side, type Sides } from './borders.ts';
import { type ParagraphProperties, stacked } from './paragraph-format.ts';
import type { RunProperties } from './run-format.ts';
import {
  type CellProperties,
  columnCount,
  readCellProperties,
  type TableLook,
  type TableProperties,
} from './table-properties.ts';
import { type CellPosition, type Edges, regionsOf, type TablePart, type TableStyle } from './table-style.ts';
import type { Theme } from './theme.ts';

/**
 * The formatting that a table style gives the paragraphs in a cell. Cells with the same formatting share one object.
 */
export interface TableContext {
  readonly run: RunProperties;
  readonly paragraph: ParagraphProperties;
}

export interface ResolvedCell {
  readonly element: XmlElement;
  /** Column of the grid, from 0. */
  readonly column: number;
  readonly span: number;
  /** The first cell of a vertically merged one, a continuation, or neither. */
  readonly merge: 'restart' | 'continue' | null;
  /** Rows of a merged cell, itself included. */
  readonly rowSpan: number;
  readonly format: CellFormat;
  readonly context: TableContext;
}

/** A part of the table style, and which edges of it the cell is at. */
interface Layer {
  readonly part: TablePart;
  readonly edges: Edges;
}

export interface CellScene {
  readonly theme: Theme;
  readonly style: TableStyle;
  readonly look: TableLook;
  /** Effective properties, with all four margins. */
  readonly table: TableProperties;
}

const outer = ['top', 'bottom', 'left', 'right'] as const;
type Outer = (typeof outer)[number];

/** The border that a list gives a cell's side: an outer border at the table's edge, an inner one elsewhere. */
function sideIn(sides: Sides | undefined, side: Outer, edges: Edges): Border | null | undefined {
  const name: Side = edges[side] ? side : side === 'top' || side === 'bottom' ? 'insideH' : 'insideV';
  return sides?.[name];
}

/** Word's order ([MS-OI29500] 2.1.169): the cell, the style's parts, the exceptions of the row, the table. */
function bordersIn(
  cell: CellProperties,
  layers: readonly Layer[],
  exceptions: TableProperties,
  table: TableProperties,
): Borders | undefined {
  const whole = layers[0]?.edges ?? { top: true, bottom: true, left: true, right: true };
  const sides: { [Name in Side]?: Border | null } = {
    down: cell.borders?.down ?? null,
    up: cell.borders?.up ?? null,
  };
  for (const side of outer) {
    let border = cell.borders?.[side];
    for (let i = layers.length - 1; i >= 0 && border === undefined; i--) {
      const layer = layers[i];
      if (!layer) continue;
      border = sideIn(layer.part.cell.borders, side, layer.edges);
      // The style's borders of the whole table count as the table's own.
      if (border === undefined && i > 0) border = sideIn(layer.part.table.borders, side, layer.edges);
    }
    if (border === undefined) border = sideIn(exceptions.borders, side, whole);
    if (border === undefined) border = sideIn(table.borders, side, whole);
    sides[side] = border ?? null;
  }
  return bordersOf(sides);
}

/** A field's value in the last layer that has one. */
function found<Field extends keyof CellProperties>(
  field: Field,
  cell: CellProperties,
  layers: readonly Layer[],
): CellProperties[Field] | undefined {
  if (cell[field] !== undefined) return cell[field];
  for (let i = layers.length - 1; i >= 0; i--) {
    const said = layers[i]?.part.cell[field];
    if (said !== undefined) return said;
  }
  return undefined;
}

function marginsIn(
  cell: CellProperties,
  layers: readonly Layer[],
  exceptions: TableProperties,
  table: TableProperties,
): CellMargins | undefined {
  const margins: CellMargins = {
    ...table.margins,
    ...exceptions.margins,
    ...Object.assign({}, ...layers.map(({ part }) => part.cell.margins)),
    ...cell.margins,
  };
  return outer.every((side) => margins[side] === table.margins?.[side]) ? undefined : margins;
}

const mergeOf = (list: XmlElement | undefined): ResolvedCell['merge'] => {
  const merge = child(list, 'w:vMerge');
  return !merge ? null : merge.attributes['w:val'] === 'restart' ? 'restart' : 'continue';
};

function contextOf(layers: readonly Layer[]): TableContext {
  let context: TableContext = { run: {}, paragraph: {} };
  for (const { part } of layers)
    context = {
      run: { ...context.run, ...part.run },
      paragraph: stacked(context.paragraph, part.paragraph),
    };
  return context;
}

function formatIn(
  cell: CellProperties,
  layers: readonly Layer[],
  exceptions: TableProperties,
  table: TableProperties,
): CellFormat {
  const borders = bordersIn(cell, layers, exceptions, table);
  const said = found('shading', cell, layers);
  const shading = said === undefined ? table.shading : said;
  const vertical = found('vertical', cell, layers);
  const margins = marginsIn(cell, layers, exceptions, table);
  const direction = found('direction', cell, layers);
  return {
    ...(cell.width && { width: cell.width }),
    ...(borders && { borders }),
    ...(shading && { shading }),
    ...(vertical && vertical !== 'top' && { vertical }),
    ...(margins && { margins }),
    ...(direction && direction !== 'lrTb' && direction !== 'lr' && { direction }),
    ...(found('noWrap', cell, layers) && { noWrap: true }),
  };
}

/** The style and its parts for a cell; later layers override earlier ones. */
function layersOf(at: CellPosition, { style, look }: CellScene): { layers: Layer[]; key: string } {
  const regions = regionsOf(at, look, style);
  const layers: Layer[] = regions.slice(0, 1).map(({ edges }) => ({ part: style, edges }));
  let key = '';
  for (const { condition, edges } of regions) {
    const part = style.parts.get(condition);
    if (!part) continue;
    layers.push({ part, edges });
    key += ` ${condition}`;
  }
  return { layers, key };
}

/** Resolves the cells of one table. */
export function createCells(scene: CellScene) {
  const contexts = new Map<string, TableContext>();

  return (
    element: XmlElement,
    at: CellPosition,
    column: number,
    /** `w:tblPrEx` of the row. */
    exceptions: TableProperties,
  ): ResolvedCell => {
    const list = child(element, 'w:tcPr');
    const { layers, key } = layersOf(at, scene);
    const context = contexts.get(key) ?? contextOf(layers);
    contexts.set(key, context);
    return {
      element,
      column,
      span: columnCount(child(list, 'w:gridSpan')?.attributes['w:val'], 1),
      merge: mergeOf(list),
      rowSpan: 1,
      format: formatIn(readCellProperties(list, scene.theme), layers, exceptions, scene.table),
      context,
    };
  };
}
