import type { Border, Borders } from '../../contract/document-formats.ts';
import { elementsOf, type XmlElement } from '../package/xml.ts';
import { own } from '../schema/own.ts';
import { borderColor } from './colors.ts';
import type { Markup } from './markup.ts';
import { length } from './measures.ts';
import type { Theme } from './theme.ts';

/** Borders of paragraphs, tables and cells (17.3.4, 17.4.38, 17.4.66). */

export type Side = keyof Borders;

/**
 * The borders that a property list gives: null for a side without a border, missing for a side that the list does not
 * mention.
 */
export type Sides = { readonly [Name in Side]?: Border | null };

const sideOf: Readonly<Record<string, Side>> = {
  'w:top': 'top',
  'w:bottom': 'bottom',
  'w:left': 'left',
  'w:start': 'left',
  'w:right': 'right',
  'w:end': 'right',
  'w:between': 'insideH',
  'w:insideH': 'insideH',
  'w:insideV': 'insideV',
  'w:tl2br': 'down',
  'w:tr2bl': 'up',
};

/** @returns null for no border */
export function readBorder(element: XmlElement, theme: Theme): Border | null {
  const kind = element.attributes['w:val'] ?? 'none';
  if (kind === 'none' || kind === 'nil') return null;
  return {
    kind,
    width: Math.abs(length(element.attributes['w:sz'], 8) ?? 0.5),
    color: borderColor(element, theme) ?? null,
    space: Math.abs(length(element.attributes['w:space'], 1) ?? 0),
  };
}

/**
 * @param list a `w:pBdr`, `w:tblBorders` or `w:tcBorders`
 * @param passing whether a kind `none` leaves the side to the levels below, as a cell does in Word ([MS-OI29500] 2.1.169)
 */
export function readSides(list: XmlElement | undefined, theme: Theme, passing = false): Sides {
  const sides: { [Name in Side]?: Border | null } = {};
  for (const one of list ? elementsOf(list) : []) {
    const side = own(sideOf, one.name);
    if (side === undefined || (passing && (one.attributes['w:val'] ?? 'none') === 'none')) continue;
    sides[side] = readBorder(one, theme);
  }
  return sides;
}

/** The element of a border. @param name without a prefix: `top`, `bdr` */
export const borderTag = (markup: Markup, name: string, { kind, width, space, color }: Border): string =>
  markup.line(name, width * 8, { kind, space, ...(color !== null && { color }) });

/** Undefined where no side has a border. */
export function bordersOf(sides: Sides): Borders | undefined {
  const found = Object.entries(sides).filter(([, border]) => border);
  return found.length === 0 ? undefined : (Object.fromEntries(found) as Borders);
}
