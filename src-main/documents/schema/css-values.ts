import type { Border } from '../../contract/document-formats.ts';
import { own } from './own.ts';

/** CSS values of text, paragraph and table formats. Values of files that are no number or colour are left out. */

export type Declaration = readonly [property: string, value: string];

/** Declarations, and places without one. */
export type Declarations = readonly (Declaration | null | false | undefined)[];

/** `a: b; c: d`, without the places that have no declaration. */
export const declarations = (list: Declarations): string =>
  list
    .filter((one): one is Declaration => Array.isArray(one))
    .map(([property, value]) => `${property}: ${value}`)
    .join('; ');

/** A number in CSS; 0 for anything else. */
export const number = (value: unknown): string =>
  typeof value === 'number' && Number.isFinite(value) ? String(Math.round(value * 1000) / 1000 + 0) : '0';

export const points = (value: unknown): string => (number(value) === '0' ? '0' : `${number(value)}pt`);

const isHex = (text: unknown): text is string => typeof text === 'string' && /^[0-9a-f]{6}$/i.test(text);

/** Red, green and blue of six hexadecimal digits, 0–255. */
export const channels = (hex: string): number[] =>
  [0, 2, 4].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));

/** Text that is darker than this follows the theme, so that it can be read on a dark one. */
const darkest = 0x33;

/** The colour of text; null for black and for anything that is no colour. */
export const inkOf = (hex: unknown): string | null =>
  isHex(hex) && Math.max(...channels(hex)) > darkest ? `#${hex.toUpperCase()}` : null;

export const fillOf = (hex: unknown): string | null => (isHex(hex) ? `#${hex.toUpperCase()}` : null);

/** Black or white, whichever is readable on a colour: automatic text, as Word shows it on a shading. */
export function contrastTo(hex: string): string {
  const [r = 0, g = 0, b = 0] = channels(hex.replace(/^#/, ''));
  return 0.299 * r + 0.587 * g + 0.114 * b < 96 ? '#FFFFFF' : '#000000';
}

/** The theme's own colour of text. */
export const themeInk = 'var(--ink, currentcolor)';

const lineStyles: Readonly<Record<string, string>> = {
  dotted: 'dotted',
  dashed: 'dashed',
  dashSmallGap: 'dashed',
  dotDash: 'dashed',
  dotDotDash: 'dashed',
  dashDotStroked: 'dashed',
  double: 'double',
  triple: 'double',
  doubleWave: 'double',
  inset: 'inset',
  outset: 'outset',
  threeDEmboss: 'ridge',
  threeDEngrave: 'groove',
};

/** Value of `border` or of one side of it. */
export function borderValue(border: Border | undefined): string {
  if (!border) return 'none';
  const style =
    own(lineStyles, border.kind) ?? (/^(?:thin|thick)(?:Thin|Thick)/.test(border.kind) ? 'double' : 'solid');
  // Word's width is that of one line, the CSS width that of all lines and the space between.
  const width = style === 'double' ? Math.max(2.25, border.width * 3) : border.width;
  return `${points(Math.max(0.25, width))} ${style} ${inkOf(border.color) ?? themeInk}`;
}
