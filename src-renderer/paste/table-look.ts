import type { Borders, CellFormat, TableFormat, Width } from '../../src-main/contract/document-formats.ts';
import type { Declarations } from './css-rules.ts';
import { borderOf, colorOf, fillOf, pointsOf } from './values.ts';

/** The look of pasted tables and cells. */

/** `54pt`, `72` (pixels), `50%`. */
export function widthOf(said: string | undefined, attribute: string | null): Width | null {
  const value = said ?? (attribute !== null && /^[\d.]+$/.test(attribute) ? `${attribute}px` : attribute);
  const part = /^([\d.]+)%$/.exec(value ?? '');
  if (part) {
    const share = Number(part[1]);
    return share > 0 && share <= 100 ? { value: share, unit: '%' } : null;
  }
  const points = pointsOf(value ?? undefined);
  return points !== null && points > 0 && points < 5000 ? { value: points, unit: 'pt' } : null;
}

/** @returns null without any border property; an empty object for no borders */
function cellBorders(said: Declarations): Borders | null {
  let told = false;
  const borders: Record<string, unknown> = {};
  for (const side of ['top', 'right', 'bottom', 'left'] as const) {
    const border = borderOf(said.get(`border-${side}`));
    if (border !== undefined) told = true;
    if (border) borders[side] = border;
  }
  return told ? borders : null;
}

const verticals = { top: 'top', middle: 'center', center: 'center', bottom: 'bottom' } as const;

function verticalOf(value: string | undefined): CellFormat['vertical'] | null {
  const name = value?.toLowerCase() ?? '';
  return Object.hasOwn(verticals, name) ? verticals[name as keyof typeof verticals] : null;
}

export interface CellElement {
  readonly width: string | null;
  readonly bgcolor: string | null;
  readonly valign: string | null;
}

export function cellFormat(said: Declarations, { width, bgcolor, valign }: CellElement): CellFormat | null {
  const size = widthOf(said.get('width'), width);
  const background = colorOf(bgcolor ?? undefined);
  const shading = fillOf(said.get('background-color')) ?? (background === 'FFFFFF' ? null : background);
  const vertical = verticalOf(said.get('vertical-align') ?? valign ?? undefined);
  const borders = cellBorders(said);
  const format: CellFormat = {
    ...(size && { width: size }),
    ...(shading !== null && { shading }),
    ...(vertical && { vertical }),
    ...(borders && { borders }),
  };
  return Object.keys(format).length === 0 ? null : format;
}

/** Cells without border properties in a table without borders have none. */
export const hasBorders = (format: CellFormat | null): boolean =>
  format?.borders !== undefined && Object.keys(format.borders).length > 0;

/** The lines of `<table border=1>`, for cells without border properties. */
export const plainBorders: Borders = Object.fromEntries(
  ['top', 'right', 'bottom', 'left'].map((side) => [
    side,
    { kind: 'single', width: 0.5, color: null, space: 0 },
  ]),
);

export function tableFormat(
  said: Declarations,
  align: string | null,
  columns: readonly number[],
): TableFormat | null {
  const centered = said.get('margin-left') === 'auto' && said.get('margin-right') === 'auto';
  const place = centered ? 'center' : align?.toLowerCase();
  const format: TableFormat = {
    ...((place === 'center' || place === 'right') && { align: place }),
    ...(columns.length > 0 && { columns }),
  };
  return Object.keys(format).length === 0 ? null : format;
}
