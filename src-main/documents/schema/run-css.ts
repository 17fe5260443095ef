import type { RunFormat, RunOverride } from '../../contract/document-formats.ts';
import {
  borderValue,
  contrastTo,
  type Declaration,
  type Declarations,
  declarations,
  fillOf,
  inkOf,
  number,
  points,
} from './css-values.ts';
import { classStack, fontClass, fontStack, isEastAsianFont, signFamily } from './font-stacks.ts';
import { own } from './own.ts';

/** Run formats as CSS. A paragraph sets variables that its runs override one by one. */

type Look = RunFormat | RunOverride;

/**
 * A line is as high as its highest text, as in Word. A paragraph's own size gives every line a least height. A run of
 * another size increases it only where its own line would be higher: boxes of one height and different sizes have
 * different baselines and would stretch the line.
 */
const runLeading: Declaration = [
  'line-height',
  'calc(max(0, sign(var(--leading) - var(--base-leading) - 0.1pt)) * var(--leading))',
];

const family = 'var(--latin, serif), var(--han, serif)';
const familyWithSigns = `var(--signs, ${signFamily('song')}), ${family}`;

/** The fonts of a paragraph: all variables, so that a run can override one of them. */
export function fontVariablesOf({ ascii, eastAsia, hint }: RunFormat): Declarations {
  const latin = ascii ?? 'Times New Roman';
  const kind = isEastAsianFont(latin) ? fontClass(latin) : fontClass(latin) === 'serif' ? 'song' : 'hei';
  const han = eastAsia ?? null;
  return [
    ['--latin', fontStack(latin)],
    ['--han', han === null ? classStack(kind) : fontStack(han)],
    ['--signs', signFamily(han === null ? kind : fontClass(han))],
    ['font-family', hint ? familyWithSigns : family],
  ];
}

function fontsOf({ ascii, eastAsia, hint }: Look): Declarations {
  const latin = ascii !== undefined && ascii !== 'none' ? ascii : null;
  const han = eastAsia !== undefined && eastAsia !== 'none' ? eastAsia : null;
  if (latin === null && han === null && hint === undefined) return [];
  return [
    latin !== null && ['--latin', fontStack(latin)],
    han !== null && ['--han', fontStack(han)],
    han !== null && ['--signs', signFamily(fontClass(han))],
    ['font-family', hint === 'eastAsia' ? familyWithSigns : family],
  ];
}

/** Size of superscript and subscript text relative to the line's text. */
const raisedSize = 0.65;

function sizeOf({ size, vertical, position }: Look): Declarations {
  const raised = vertical === 'super' || vertical === 'sub';
  const said = typeof size === 'number' ? size : null;
  if (raised)
    return [
      ['font-size', said === null ? `${raisedSize}em` : points(said * raisedSize)],
      ['vertical-align', vertical],
      ['line-height', '0'],
    ];
  return [
    said !== null && ['font-size', points(said)],
    said !== null && runLeading,
    typeof position === 'number' && ['vertical-align', points(position)],
  ];
}

function colorsOf({ color, highlight, shading }: Look): Declarations {
  const fill = fillOf(highlight) ?? fillOf(shading);
  const ink = inkOf(color);
  const bare = (highlight === 'none' || shading === 'none') && fill === null;
  return [
    fill !== null && ['background-color', fill],
    bare && ['background-color', 'transparent'],
    ink !== null && ['color', ink],
    // Text without a colour must be readable on a fill in any theme.
    ink === null && fill !== null && ['color', `var(--own-ink, ${contrastTo(fill)})`],
    ink === null && fill === null && color !== undefined && ['color', 'var(--ink)'],
  ];
}

/** Space between characters that the text grid adds. */
const grid = 'var(--grid-space, 0pt)';

function spacingOf({ spacing, scale }: Look): Declarations {
  if (spacing === undefined && scale === undefined) return [];
  const added = typeof spacing === 'number' ? spacing : 0;
  // Browsers cannot stretch characters: spacing keeps the approximate width of the line.
  const stretch = typeof scale === 'number' ? Math.max(-0.12, Math.min(0.5, scale / 100 - 1)) : 0;
  const parts = [grid, added !== 0 && points(added), stretch !== 0 && `${number(stretch)}em`].filter(Boolean);
  return [['letter-spacing', parts.length === 1 ? grid : `calc(${parts.join(' + ')})`]];
}

const emphases: Readonly<Record<string, readonly [mark: string, place: string]>> = {
  dot: ['filled dot', 'under right'],
  underDot: ['filled dot', 'under right'],
  comma: ['filled sesame', 'over right'],
  circle: ['open circle', 'over right'],
};

function emphasisOf({ emphasis }: Look): Declarations {
  if (emphasis === undefined) return [];
  const known = own(emphases, emphasis);
  if (!known) return [['text-emphasis', 'none']];
  return [
    ['text-emphasis', known[0]],
    ['text-emphasis-position', known[1]],
  ];
}

function capsOf({ caps }: Look): Declarations {
  if (caps === undefined) return [];
  return [
    ['text-transform', caps === 'all' ? 'uppercase' : 'none'],
    ['font-variant-caps', caps === 'small' ? 'small-caps' : 'normal'],
  ];
}

/** Underlines by their names in files, as `text-decoration` draws them. */
function lineOf(kind: string): string {
  if (/wave/i.test(kind)) return 'underline wavy';
  if (/double/i.test(kind)) return 'underline double';
  if (/^dot(?:ted|tedHeavy)?$/.test(kind)) return 'underline dotted';
  return /^(?:dash|dot)/.test(kind) ? 'underline dashed' : 'underline';
}

/** Value of `text-decoration` for underline and strike; empty for neither. */
function decorationValue({ underline, strike }: Look): string {
  const under = underline !== undefined && underline !== 'none' ? lineOf(underline) : null;
  const through = strike === 'single' || strike === 'double';
  if (under === null && !through) return '';
  const style = under?.split(' ')[1] ?? (strike === 'double' ? 'double' : '');
  const thick = underline && /thick|heavy/i.test(underline) ? '2px' : '';
  return [under && 'underline', through && 'line-through', style, thick].filter(Boolean).join(' ');
}

/** Weight, slant and lines, which have marks of their own in the editor. */
function marksOf(look: Look): Declarations {
  const decoration = decorationValue(look);
  return [
    look.bold !== undefined && ['font-weight', look.bold === true ? 'bold' : 'normal'],
    look.italic !== undefined && ['font-style', look.italic === true ? 'italic' : 'normal'],
    decoration !== '' && ['text-decoration', decoration],
  ];
}

/** Spacing, emphasis and capitals. */
export const detailsOf = (look: Look): Declarations => [
  ...spacingOf(look),
  ...emphasisOf(look),
  ...capsOf(look),
];

/** @param look a run format, the attributes of a `font` mark, or the override of a label */
export const runCss = (look: Look): string =>
  declarations([
    ...fontsOf(look),
    ...sizeOf(look),
    ...colorsOf(look),
    ...detailsOf(look),
    ...marksOf(look),
    look.border !== undefined && ['border', look.border === 'none' ? 'none' : borderValue(look.border)],
    look.hidden === true && ['display', 'none'],
  ]);
