import type { XmlElement } from '../package/xml.ts';
import { channels } from '../schema/css-values.ts';
import { own } from '../schema/own.ts';
import type { Theme } from './theme.ts';

/** Colours (17.3.2.6), highlights (17.18.40) and shadings (17.3.5) as six hexadecimal digits. */

/** @returns six upper-case digits; null for `auto`, undefined for anything else that is no colour */
function hexColor(text: string | undefined): string | null | undefined {
  if (text === 'auto') return null;
  return text !== undefined && /^#?[0-9a-f]{6}$/i.test(text) ? text.slice(-6).toUpperCase() : undefined;
}

const toHex = (values: readonly number[]): string =>
  values
    .map((value) =>
      Math.round(Math.min(255, Math.max(0, value)))
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')
    .toUpperCase();

/** Changes the lightness of a colour in HSL. @param change maps the lightness, 0–1 */
function withLightness(hex: string, change: (lightness: number) => number): string {
  const shares = channels(hex).map((value) => value / 255);
  const [most, least] = [Math.max(...shares), Math.min(...shares)];
  const lightness = (most + least) / 2;
  const range = most - least;
  const next = Math.min(1, Math.max(0, change(lightness)));
  if (range === 0) return toHex([next * 255, next * 255, next * 255]);
  const saturation = range / (1 - Math.abs(2 * lightness - 1));
  const chroma = (1 - Math.abs(2 * next - 1)) * saturation;
  // Each channel keeps its relative position between the smallest and the largest.
  return toHex(shares.map((value) => (next - chroma / 2 + ((value - least) / range) * chroma) * 255));
}

const byte = (text: string | undefined): number | null =>
  text !== undefined && /^[0-9a-f]{1,2}$/i.test(text) ? Number.parseInt(text, 16) / 255 : null;

/** The four attributes that give a colour: of `w:color`, or of a shading's fill. */
interface ColorAttributes {
  readonly value: string;
  readonly theme: string;
  readonly tint: string;
  readonly shade: string;
}

const ofText: ColorAttributes = {
  value: 'w:val',
  theme: 'w:themeColor',
  tint: 'w:themeTint',
  shade: 'w:themeShade',
};
const ofBorder: ColorAttributes = { ...ofText, value: 'w:color' };
const ofFill: ColorAttributes = {
  value: 'w:fill',
  theme: 'w:themeFill',
  tint: 'w:themeFillTint',
  shade: 'w:themeFillShade',
};

function colorOf(
  { attributes }: XmlElement,
  theme: Theme,
  names: ColorAttributes,
): string | null | undefined {
  const base = theme.color(attributes[names.theme]);
  if (base === undefined) return hexColor(attributes[names.value]);
  const tint = byte(attributes[names.tint]);
  if (tint !== null) return withLightness(base, (lightness) => lightness * tint + 1 - tint);
  const shade = byte(attributes[names.shade]);
  return shade === null ? base : withLightness(base, (lightness) => lightness * shade);
}

/** Of a `w:color`. */
export const textColor = (element: XmlElement, theme: Theme) => colorOf(element, theme, ofText);

/** Of a border or a `w:shd`: its `w:color`. */
export const borderColor = (element: XmlElement, theme: Theme) => colorOf(element, theme, ofBorder);

const highlights: Readonly<Record<string, string>> = {
  black: '000000',
  blue: '0000FF',
  cyan: '00FFFF',
  green: '00FF00',
  magenta: 'FF00FF',
  red: 'FF0000',
  yellow: 'FFFF00',
  white: 'FFFFFF',
  darkBlue: '000080',
  darkCyan: '008080',
  darkGreen: '008000',
  darkMagenta: '800080',
  darkRed: '800000',
  darkYellow: '808000',
  darkGray: '808080',
  lightGray: 'C0C0C0',
};

/** The colour of a highlight; null for `none`, undefined for an unknown name. */
export const highlightColor = (name: string | undefined): string | null | undefined =>
  name === 'none' ? null : own(highlights, name);

const highlightNames: Readonly<Record<string, string>> = {
  ...Object.fromEntries(Object.entries(highlights).map(([name, color]) => [color, name])),
  // A browser's dark blue.
  '00008B': 'darkBlue',
};

/** The name of a highlight by its colour, six hexadecimal digits; undefined for a colour that none has. */
export const highlightName = (color: string): string | undefined => own(highlightNames, color.toUpperCase());

/** The share of a pattern that its foreground colour covers, 0–1. */
function coverage(pattern: string): number {
  const percent = /^pct(\d+)$/.exec(pattern)?.[1];
  if (percent !== undefined) return Math.min(100, Number(percent)) / 100;
  if (pattern === 'solid') return 1;
  if (/Stripe|Cross/.test(pattern)) return pattern.startsWith('thin') ? 0.25 : 0.5;
  return 0;
}

/** The colour of a `w:shd`; a pattern becomes the mean of its two colours. Null for no shading. */
export function shadingColor(element: XmlElement, theme: Theme): string | null {
  const pattern = element.attributes['w:val'] ?? 'clear';
  if (pattern === 'nil') return null;
  const fill = colorOf(element, theme, ofFill) ?? null;
  const covered = coverage(pattern);
  if (covered === 0) return fill;
  const front = channels(borderColor(element, theme) ?? '000000');
  const back = channels(fill ?? 'FFFFFF');
  return toHex(front.map((value, i) => value * covered + (back[i] ?? 0) * (1 - covered)));
}
