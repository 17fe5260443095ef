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
  type Declaration,
  declarations,
  fillOf,
  inkOf,
  number,
  points,
} from './css-values.ts';
import { detailsOf, fontVariablesOf } from './run-css.ts';

/** Formats of paragraphs as CSS, so that they look as in Word. */

type Declarations = (Declaration | null | false | undefined)[];

export interface ParagraphSurroundings {
  /** A neighbour of the same style without space between: `contextual` counts only there. */
  readonly sameAbove?: boolean;
  readonly sameBelow?: boolean;
}

/** Word's size where nothing says another. */
const usualSize = 10;

/** Height of a line that nobody asked for, in sizes of its text: Word gives Chinese fonts more than their own. */
function naturalHeight({ eastAsia }: RunFormat): number {
  if (eastAsia === undefined) return 1.2;
  return /雅黑|yahei/i.test(eastAsia) ? 1.7 : 1.3;
}

/**
 * Height of a line of a size. A text grid rounds up to whole lines of its own: `--snap` for a container that is not on
 * it, `--pitch` for the page's. What fits exactly must not be rounded up for the last digit of a sum.
 */
function lineHeight({ line, base = {}, offGrid }: ParagraphFormat, size: string): string {
  const own = `${number(naturalHeight(base))} * ${size}`;
  const natural = offGrid ? `calc(${own})` : `round(up, ${own} - 0.05pt, var(--snap, var(--pitch, 0.01pt)))`;
  if (!line) return natural;
  if (line.rule === 'exact') return points(line.value);
  if (line.rule === 'atLeast') return `max(${points(line.value)}, ${natural})`;
  return `calc(${number(line.value)} * ${natural})`;
}

/** `em` is that of the text that uses `--leading`: a run has a line of its own height. */
const leadingsOf = (format: ParagraphFormat): Declarations => [
  ['--leading', lineHeight(format, '1em')],
  ['--base-leading', lineHeight(format, `${number(format.base?.size ?? usualSize)}pt`)],
  ['line-height', 'var(--leading)'],
];

const isOn = (indent: Indent | undefined): indent is Indent => indent !== undefined && indent.value !== 0;

/** @param scale sizes of the text's characters in sizes of the paragraph's */
const sideways = (indent: Indent | undefined, scale: number): string | null => {
  if (!isOn(indent)) return null;
  return indent.unit === 'pt' ? points(indent.value) : `${number(indent.value * scale)}em`;
};

/** Space above or below; its `char` counts lines of the grid, or 12 points where there is none. */
const upright = (indent: Indent | undefined): string => {
  if (!isOn(indent)) return '0';
  return indent.unit === 'pt' ? points(indent.value) : `calc(${number(indent.value)} * var(--pitch, 12pt))`;
};

/** A border stands outside of the text's edge. */
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
  // Word adds the spaces of neighbours, margins overlap: padding, unless a fill or a border would cover it.
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

/** Weight, slant and lines are marks of the text: a heading of the page's style sheet has none of its own. */
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

/** Of what holds the text of a page: its text grid. */
export const gridCss = ({ linePitch, charSpace }: PageFormat): string =>
  declarations([
    linePitch !== null && ['--pitch', points(linePitch)],
    charSpace !== undefined && ['--grid-space', points(charSpace)],
    charSpace !== undefined && ['letter-spacing', 'var(--grid-space)'],
  ]);
