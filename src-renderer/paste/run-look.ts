import type { RunFormat } from '../../src-main/contract/document-formats.ts';
import { isSymbolFont } from '../../src-main/documents/schema/bullets.ts';
import { isEastAsianFont } from '../../src-main/documents/schema/font-stacks.ts';
import { highlightColors } from '../format/colors.ts';
import type { Declarations } from './css-rules.ts';
import { colorOf, fillOf, fontsIn, pointsOf, sizeOf } from './values.ts';

/** The look of a stretch of pasted text, from its nested elements. */
export interface RunLook
  extends Omit<RunFormat, 'bold' | 'italic' | 'underline' | 'strike' | 'vertical' | 'spacing'> {
  readonly bold?: boolean;
  readonly italic?: boolean;
  readonly underline?: string | undefined;
  readonly strike?: 'single' | 'double' | undefined;
  readonly vertical?: 'super' | 'sub' | undefined;
  readonly spacing?: number | undefined;
  readonly code?: boolean;
  /** Address of a link. */
  readonly href?: string;
  /** Whether white space is preserved. */
  readonly pre?: boolean;
}

type Change = { -readonly [Field in keyof RunLook]: RunLook[Field] };

const byTag: Readonly<Record<string, RunLook>> = {
  b: { bold: true },
  strong: { bold: true },
  i: { italic: true },
  em: { italic: true },
  u: { underline: 'single' },
  s: { strike: 'single' },
  strike: { strike: 'single' },
  del: { strike: 'single' },
  sup: { vertical: 'super' },
  sub: { vertical: 'sub' },
  mark: { highlight: 'FFFF00' },
  code: { code: true },
  pre: { pre: true },
  textarea: { pre: true },
};

const lines: readonly (readonly [pattern: RegExp, kind: string])[] = [
  [/double/i, 'double'],
  [/wav[ye]/i, 'wave'],
  [/dotted/i, 'dotted'],
  [/dash/i, 'dash'],
];

function decoration(said: Declarations, into: Change): void {
  const text = `${said.get('text-decoration') ?? ''} ${said.get('text-decoration-line') ?? ''}`;
  const kind = `${text} ${said.get('text-decoration-style') ?? ''} ${said.get('text-underline') ?? ''}`;
  if (/underline/i.test(text))
    into.underline = lines.find(([pattern]) => pattern.test(kind))?.[1] ?? 'single';
  if (/line-through/i.test(text)) into.strike = /double/i.test(kind) ? 'double' : 'single';
  if (/^\s*none\s*$/i.test(text)) {
    into.underline = undefined;
    into.strike = undefined;
  }
}

/** Super- and subscript; Word gives the distance, browsers only the direction. */
function vertical(said: Declarations, into: Change): void {
  const value = said.get('vertical-align')?.toLowerCase();
  if (value === 'super' || value === 'sub') into.vertical = value;
  else if (value === 'baseline') into.vertical = undefined;
  const raise = pointsOf(said.get('mso-text-raise'));
  if (raise !== null && raise !== 0 && into.vertical === undefined) into.position = raise;
}

function fonts(said: Declarations, into: Change): void {
  const family = said.get('font-family');
  const named = family === undefined ? [] : fontsIn(family).filter((name) => !isSymbolFont(name));
  const [first] = named;
  if (first !== undefined) {
    into.ascii = first;
    const east = isEastAsianFont(first) ? first : named.find(isEastAsianFont);
    if (east !== undefined) into.eastAsia = east;
  }
  const east = fontsIn(said.get('mso-fareast-font-family') ?? '')[0];
  const latin = fontsIn(said.get('mso-ascii-font-family') ?? said.get('mso-hansi-font-family') ?? '')[0];
  // Word repeats the Latin font for text without a Chinese font.
  if (east !== undefined && (isEastAsianFont(east) || into.eastAsia === undefined)) into.eastAsia = east;
  if (latin !== undefined) into.ascii = latin;
}

const highlights: ReadonlySet<string> = new Set(highlightColors.map(({ value }) => value));

function colors(said: Declarations, into: Change): void {
  const ink = said.get('color');
  if (ink !== undefined) {
    const color = colorOf(ink);
    // Black is the default, which follows the theme on the screen.
    if (color !== null && color !== '000000') into.color = color;
    else delete into.color;
  }
  const marked = fillOf(said.get('mso-highlight'));
  const fill = marked ?? fillOf(said.get('background-color'));
  if (fill === null) return;
  if (marked !== null || highlights.has(fill)) into.highlight = fill;
  else into.shading = fill;
}

function weights(said: Declarations, into: Change): void {
  const weight = said.get('font-weight')?.toLowerCase();
  if (weight !== undefined) into.bold = /bold/.test(weight) || Number(weight) >= 600;
  const slant = said.get('font-style')?.toLowerCase();
  if (slant !== undefined) into.italic = /italic|oblique/.test(slant);
  const space = said.get('white-space');
  if (space !== undefined) into.pre = /^(?:pre|break)/i.test(space);
}

function measures(said: Declarations, outer: RunLook, into: Change): void {
  const size = said.get('font-size');
  const points = size === undefined ? null : sizeOf(size, outer.size);
  // Browsers reduce raised text; Word gives the size of the surrounding text.
  if (points !== null && into.vertical === undefined) into.size = points;
  const spacing = said.get('letter-spacing');
  if (spacing === undefined) return;
  const added = pointsOf(spacing);
  into.spacing = added === null || added === 0 ? undefined : added;
}

/** `<font size="5" face="黑体" color="red">`. */
const htmlSizes = [7.5, 10, 12, 13.5, 18, 24, 36];

export interface FontElement {
  readonly color: string | null;
  readonly face: string | null;
  readonly size: string | null;
}

function fontElement({ color, face, size }: FontElement, into: Change): void {
  const said = new Map<string, string>();
  if (color !== null) said.set('color', color);
  if (face !== null) said.set('font-family', face);
  const points = htmlSizes[Number(size) - 1];
  if (points !== undefined) said.set('font-size', `${points}pt`);
  colors(said, into);
  fonts(said, into);
  measures(said, {}, into);
}

/**
 * The look inside an element. @param isBlock a block's fill belongs to its paragraph or cell, its vertical alignment
 * to its cell
 */
function lookInside(
  outer: RunLook,
  tag: string,
  said: Declarations,
  isBlock: boolean,
  font: FontElement | null,
): RunLook {
  const preset = Object.hasOwn(byTag, tag) ? byTag[tag] : undefined;
  if (said.size === 0 && font === null) return preset ? { ...outer, ...preset } : outer;
  const look: Change = { ...outer, ...preset };
  const before = { highlight: look.highlight, shading: look.shading };
  if (font) fontElement(font, look);
  decoration(said, look);
  if (!isBlock) vertical(said, look);
  measures(said, outer, look);
  weights(said, look);
  fonts(said, look);
  colors(said, look);
  return isBlock ? withFill(look, before) : look;
}

/** Whether two looks are equal. All fields are primitive. */
export function sameLook(one: RunLook, other: RunLook): boolean {
  if (one === other) return true;
  const fields = new Set([...Object.keys(one), ...Object.keys(other)]) as Set<keyof RunLook>;
  return [...fields].every((field) => one[field] === other[field]);
}

/** Equal looks are one object: a clipboard may have a hundred thousand elements. */
export class LookCache {
  readonly #byOuter = new WeakMap<RunLook, Map<string, WeakMap<Declarations, RunLook>>>();

  inside(
    outer: RunLook,
    tag: string,
    said: Declarations,
    isBlock: boolean,
    font: FontElement | null,
  ): RunLook {
    if (font) return lookInside(outer, tag, said, isBlock, font);
    const byTag = this.#byOuter.get(outer) ?? new Map<string, WeakMap<Declarations, RunLook>>();
    this.#byOuter.set(outer, byTag);
    const bySaid = byTag.get(tag) ?? new WeakMap<Declarations, RunLook>();
    byTag.set(tag, bySaid);
    const known = bySaid.get(said) ?? lookInside(outer, tag, said, isBlock, null);
    bySaid.set(said, known);
    return known;
  }
}

function withFill(
  look: Change,
  { highlight, shading }: { highlight: string | undefined; shading: string | undefined },
): RunLook {
  const { highlight: _highlight, shading: _shading, ...rest } = look;
  return {
    ...rest,
    ...(highlight === undefined ? {} : { highlight }),
    ...(shading === undefined ? {} : { shading }),
  };
}

const fontFields = [
  'eastAsia',
  'ascii',
  'size',
  'color',
  'highlight',
  'shading',
  'vertical',
  'spacing',
  'position',
] as const;

/** Attributes of the `font` mark; null for none. */
export function fontOf(look: RunLook): Record<string, unknown> | null {
  const entries = fontFields.flatMap((field) =>
    look[field] === undefined ? [] : [[field, look[field]] as const],
  );
  // A link has a look of its own.
  const said = look.href === undefined ? entries : entries.filter(([field]) => field !== 'color');
  return said.length === 0 ? null : Object.fromEntries(said);
}
