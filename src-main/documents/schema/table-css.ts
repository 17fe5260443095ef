import type {
  Border,
  Borders,
  CellFormat,
  CellMargins,
  RowFormat,
  TableFormat,
  Width,
} from '../../contract/document-formats.ts';
import {
  borderValue,
  contrastTo,
  type Declaration,
  declarations,
  fillOf,
  inkOf,
  points,
  themeInk,
} from './css-values.ts';
import { own } from './own.ts';

/** Table, row and cell formats as CSS. */

const widthValue = ({ value, unit }: Width): string =>
  unit === '%' ? `${points(value).replace('pt', '')}%` : points(value);

const paddingValue = ({ top = 0, right = 0, bottom = 0, left = 0 }: CellMargins): string =>
  [top, right, bottom, left].map(points).join(' ');

export function tableCss({ width, align, indent, margins, columns, fixed, offGrid }: TableFormat): string {
  const total = columns?.reduce((sum, column) => sum + column, 0) ?? 0;
  const margin = { center: '0 auto', right: '0 0 0 auto', left: '0' }[align ?? 'left'];
  return declarations([
    ['border-collapse', 'collapse'],
    ['margin', align === undefined && indent ? `0 0 0 ${points(indent)}` : margin],
    width ? ['width', widthValue(width)] : total > 0 && ['width', points(total)],
    // Word saves the column widths of its layout.
    (fixed || total > 0) && ['table-layout', 'fixed'],
    margins && ['--cell-padding', paddingValue(margins)],
    offGrid && ['--snap', '0.01pt'],
  ]);
}

/** Browsers let a row grow with its content, whatever its height rule says. */
export const rowCss = ({ height }: RowFormat): string =>
  declarations([height !== undefined && ['height', points(height)]]);

const diagonal = (border: Border | undefined, towards: string): string | null => {
  if (!border) return null;
  const half = points(Math.max(0.25, border.width / 2));
  const ink = inkOf(border.color) ?? themeInk;
  return `linear-gradient(to ${towards}, transparent calc(50% - ${half}), ${ink} calc(50% - ${half}), ${ink} calc(50% + ${half}), transparent calc(50% + ${half}))`;
};

/** The line of a gradient runs across its direction. */
const diagonals = ({ down, up }: Borders): string[] =>
  [diagonal(down, 'top right'), diagonal(up, 'bottom right')].filter((one) => one !== null);

const writingModes: Readonly<Record<string, string>> = {
  tbRl: 'vertical-rl',
  tbRlV: 'vertical-rl',
  rl: 'vertical-rl',
  rlV: 'vertical-rl',
  tbLrV: 'vertical-lr',
  lrV: 'vertical-lr',
  btLr: 'sideways-lr',
};

const verticals = { top: 'top', center: 'middle', bottom: 'bottom' } as const;

export function cellCss(format: CellFormat): string {
  const { borders = {}, shading, margins, width, direction, vertical = 'top', filler } = format;
  const fill = fillOf(shading);
  const lines = diagonals(borders);
  const mode = own(writingModes, direction);
  const sides = (['top', 'right', 'bottom', 'left'] as const).map(
    (side): Declaration => [`border-${side}`, borderValue(borders[side])],
  );
  return declarations([
    ...sides,
    ['padding', filler ? '0' : margins ? paddingValue(margins) : 'var(--cell-padding, 0 5.4pt)'],
    ['vertical-align', verticals[vertical]],
    width && ['width', widthValue(width)],
    fill !== null && ['background-color', fill],
    fill !== null && ['color', contrastTo(fill)],
    lines.length > 0 && ['background-image', lines.join(', ')],
    mode !== undefined && ['writing-mode', mode],
    format.noWrap && ['white-space', 'nowrap'],
  ]);
}
