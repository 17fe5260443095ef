import type { XmlElement } from '../package/xml.ts';
import { own } from '../schema/own.ts';
import type { Theme } from './theme.ts';

/** Colours (17.3.2.6), highlights (17.18.40) and shadings (17.3.5): everything becomes six hexadecimal digits. */

/** Six upper-case digits; null for `auto`, undefined where there is no colour. */
function hexColor(text: string | undefined): string | null | undefined {
  if (text === 'auto') return null;
  return text !== undefined && /^#?[0-9a-f]{6}$/i.test(text) ? text.slice(-6).toUpperCase() : undefined;
}

const channels = (hex: string): [number, number, number] => [
  Number.parseInt(hex.slice(0, 2), 16),
  Number.parseInt(hex.slice(2, 4), 16),
  Number.parseInt(hex.slice(4, 6), 16),
];

const toHex = (values: readonly number[]): string =>
  values
    .map((value) =>
      Math.round(Math.min(255, Math.max(0, value)))
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')
    .toUpperCase();

/** Changes the lightness of a colour, as HSL has it. @param change lightness 0–1 → lightness */
function withLightness(hex: string, change: (lightness: number) => number): string {
  const [r, g, b] = channels(hex).map((value) => value / 255) as [number, number, number];
  const [most, least] = [Math.max(r, g, b), Math.min(r, g, b)];
  const lightness = (most + least) / 2;
  const range = most - least;
  const next = Math.min(1, Math.max(0, change(lightness)));
  if (range === 0) return toHex([next * 255, next * 255, next * 255]);
  const saturation = range / (1 - Math.abs(2 * lightness - 1));
  const chroma = (1 - Math.abs(2 * next - 1)) * saturation;
  // Each channel keeps its place between the least and the most of them.
  return toHex([r, g, b].map((value) => (next - chroma / 2 + ((value - least) / range) * chroma) * 255));
}

const byte = (text: string | undefined): number | null =>
  text !== undefined && /^[0-9a-f]{1,2}$/i.test(text) ? Number.parseInt(text, 16) / 255 : null;

/** Names of the four attributes of a colour: those of `w:color`, or of a shading's fill. */
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

/** Null for `none`, undefined for a name that nobody knows. */
export const highlightColor = (name: string | undefined): string | null | undefined =>
  name === 'none' ? null : own(highlights, name);

/** How much of a pattern is drawn in its foreground colour. */
function coverage(pattern: string): number {
  const percent = /^pct(\d+)$/.exec(pattern)?.[1];
  if (percent !== undefined) return Math.min(100, Number(percent)) / 100;
  if (pattern === 'solid') return 1;
  if (/Stripe|Cross/.test(pattern)) return pattern.startsWith('thin') ? 0.25 : 0.5;
  return 0;
}

/** Of a `w:shd`: a pattern becomes the colour that it has from afar. Null for no shading. */
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
