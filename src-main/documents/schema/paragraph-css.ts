import type {
  Border,
  Borders,
  Indent,
  PageFormat,
  ParagraphFormat,
  RunFormat,
} from '../../contract/document-formats.ts';
import {
  borderValue,
  contrastTo,
  type Declarations,
  declarations,
  fillOf,
  inkOf,
  number,
  points,
} from './css-values.ts';
import { detailsOf, fontVariablesOf } from './run-css.ts';

/** Paragraph formats as CSS that looks like Word. */

export interface ParagraphSurroundings {
  /** Whether the neighbour has the same style, where `contextual` removes the space between. */
  readonly sameAbove?: boolean;
  readonly sameBelow?: boolean;
}

/** Default size in points. */
const usualSize = 10;

/** Natural height of a line in units of its text size: Word gives Chinese fonts more than the fonts' own. */
function naturalHeight({ eastAsia }: RunFormat): number {
  if (eastAsia === undefined) return 1.2;
  return /雅黑|yahei/i.test(eastAsia) ? 1.7 : 1.3;
}

/**
 * Height of a line with a text size. A text grid rounds it up to whole grid lines: `--snap` for containers off the
 * grid, `--pitch` for the page's grid. The tolerance keeps an exact fit from being rounded up.
 */
function lineHeight({ line, base = {}, offGrid }: ParagraphFormat, size: string): string {
  const own = `${number(naturalHeight(base))} * ${size}`;
  const natural = offGrid ? `calc(${own})` : `round(up, ${own} - 0.05pt, var(--snap, var(--pitch, 0.01pt)))`;
  if (!line) return natural;
  if (line.rule === 'exact') return points(line.value);
  if (line.rule === 'atLeast') return `max(${points(line.value)}, ${natural})`;
  return `calc(${number(line.value)} * ${natural})`;
}

/** `em` in `--leading` is that of the text that uses it: a run has its own line height. */
const leadingsOf = (format: ParagraphFormat): Declarations => [
  ['--leading', lineHeight(format, '1em')],
  ['--base-leading', lineHeight(format, `${number(format.base?.size ?? usualSize)}pt`)],
  ['line-height', 'var(--leading)'],
];

const isOn = (indent: Indent | undefined): indent is Indent => indent !== undefined && indent.value !== 0;

/** @param scale size of the text's characters relative to the paragraph's */
const sideways = (indent: Indent | undefined, scale: number): string | null => {
  if (!isOn(indent)) return null;
  return indent.unit === 'pt' ? points(indent.value) : `${number(indent.value * scale)}em`;
};

/** Space above or below; its unit `char` means lines of the grid, or 12 points without a grid. */
const upright = (indent: Indent | undefined): string => {
  if (!isOn(indent)) return '0';
  return indent.unit === 'pt' ? points(indent.value) : `calc(${number(indent.value)} * var(--pitch, 12pt))`;
};

/** A border is outside the text's edge. */
const outside = (edge: string | null, border: Border | undefined): string => {
  if (!border) return edge ?? '0';
  return `calc(${edge ?? '0pt'} - ${number(border.space + border.width)}pt)`;
};

function placeOf(format: ParagraphFormat, around: ParagraphSurroundings): Declarations {
  const { before, after, contextual, borders = {}, shading, first } = format;
  const size = format.base?.size;
  const scale = format.charSize && size ? format.charSize / size : 1;
  const above = contextual && around.sameAbove ? '0' : upright(before);
  const below = contextual && around.sameBelow ? '0' : upright(after);
  const right = outside(sideways(format.right, scale), borders.right);
  const left = outside(sideways(format.left, scale), borders.left);
  // Word adds the spaces of neighbours, but CSS margins collapse: padding is used, unless a fill or a border would
  // cover it.
  const boxed = fillOf(shading) !== null || Object.keys(borders).length > 0;
  const indent = sideways(first, scale);
  return [
    ['margin', boxed ? `${above} ${right} ${below} ${left}` : `0 ${right} 0 ${left}`],
    ['padding', boxed ? paddingOf(borders) : `${above} 0 ${below} 0`],
    ['text-indent', indent ?? '0'],
  ];
}

const paddingOf = ({ top, right, bottom, left }: Borders): string =>
  [top, right, bottom, left].map((border) => points(border?.space ?? 0)).join(' ');

function bordersOf(borders: Borders | undefined): Declarations {
  if (!borders) return [];
  return (['top', 'right', 'bottom', 'left'] as const).map(
    (side) => borders[side] && [`border-${side}`, borderValue(borders[side])],
  );
}

function alignmentOf({ align = 'left', rightToLeft }: ParagraphFormat): Declarations {
  return [
    ['text-align', align === 'distribute' ? 'justify' : align],
    align === 'distribute' && ['text-align-last', 'justify'],
    rightToLeft && ['direction', 'rtl'],
  ];
}

function colorsOf({ shading, base = {} }: ParagraphFormat): Declarations {
  const fill = fillOf(shading) ?? fillOf(base.highlight) ?? fillOf(base.shading);
  const ink = inkOf(base.color);
  return [
    fill !== null && ['background-color', fill],
    ink !== null && ['--own-ink', ink],
    ink !== null && ['color', ink],
    ink === null && fill !== null && ['color', contrastTo(fill)],
  ];
}

/** Weight, slant and lines are marks of the text: the page's style sheet must not add its own. */
const unmarked: Declarations = [
  ['font-weight', 'normal'],
  ['font-style', 'normal'],
  ['text-decoration', 'none'],
];

export function paragraphCss(format: ParagraphFormat, around: ParagraphSurroundings = {}): string {
  const { base } = format;
  return declarations([
    ...placeOf(format, around),
    ...alignmentOf(format),
    ...bordersOf(format.borders),
    ...colorsOf(format),
    ...(base ? fontVariablesOf(base) : []),
    base?.size !== undefined && ['font-size', points(base.size)],
    ...leadingsOf(format),
    ...(base ? [...detailsOf(base), ...unmarked] : []),
    format.pageBreakBefore && ['break-before', 'page'],
    format.keepNext && ['break-after', 'avoid'],
  ]);
}

/** The text grid of a page, for the element that contains the text. */
export const gridCss = ({ linePitch, charSpace }: PageFormat): string =>
  declarations([
    linePitch !== null && ['--pitch', points(linePitch)],
    charSpace !== undefined && ['--grid-space', points(charSpace)],
    charSpace !== undefined && ['letter-spacing', 'var(--grid-space)'],
  ]);
