import type { Border, Indent } from '../../src-main/contract/document-formats.ts';
import { own } from '../../src-main/documents/schema/own.ts';
import { splitAt } from './css-rules.ts';

/** Converts CSS values to the values of document formats. */

/** Points in a unit. */
const units: Readonly<Record<string, number>> = {
  pt: 1,
  px: 0.75,
  in: 72,
  cm: 72 / 2.54,
  mm: 72 / 25.4,
  pc: 12,
};

const rounded = (value: number): number => Math.round(value * 100) / 100;

/** A length in points, or in characters where its unit is such; null for per cent and invalid lengths. */
export function lengthOf(text: string | undefined): Indent | null {
  const found = /^([-+]?(?:\d+\.?\d*|\.\d+))([a-z]*)$/i.exec(text?.trim() ?? '');
  if (!found) return null;
  const value = Number(found[1]);
  const unit = (found[2] ?? '').toLowerCase();
  if (value === 0) return { value: 0, unit: 'pt' };
  if (unit === 'em' || unit === 'rem') return { value: rounded(value), unit: 'char' };
  const worth = own(units, unit);
  return worth === undefined ? null : { value: rounded(value * worth), unit: 'pt' };
}

/** A length in points. */
export function pointsOf(text: string | undefined): number | null {
  const length = lengthOf(text);
  return length?.unit === 'pt' ? length.value : null;
}

/** Sizes by name, in points. */
const sizes: Readonly<Record<string, number>> = {
  'xx-small': 7,
  'x-small': 7.5,
  small: 10,
  medium: 12,
  large: 13.5,
  'x-large': 18,
  'xx-large': 24,
};

const fromHalves = (points: number): number | null => {
  const half = Math.round(points * 2) / 2;
  return half >= 1 && half <= 1638 ? half : null;
};

/** A text size in steps of half a point. @param outer size of the surrounding text, for relative values */
export function sizeOf(text: string, outer: number | undefined): number | null {
  const named = own(sizes, text.trim().toLowerCase());
  if (named !== undefined) return named;
  const part = /^([\d.]+)(em|%|rem)$/i.exec(text.trim());
  if (part) {
    const times = Number(part[1]) / (part[2] === '%' ? 100 : 1);
    if (part[2] !== 'rem' && outer === undefined && times === 1) return null;
    return fromHalves((part[2] === 'rem' ? 12 : (outer ?? 12)) * times);
  }
  const points = pointsOf(text);
  return points === null ? null : fromHalves(points);
}

const hexOf = (channels: readonly number[]): string =>
  channels
    .map((one) =>
      Math.max(0, Math.min(255, Math.round(one)))
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')
    .toUpperCase();

const names: Readonly<Record<string, string>> = Object.fromEntries(
  `black 000000 silver C0C0C0 gray 808080 grey 808080 white FFFFFF maroon 800000 red FF0000 purple 800080
  fuchsia FF00FF magenta FF00FF green 008000 lime 00FF00 olive 808000 yellow FFFF00 navy 000080 blue 0000FF
  teal 008080 aqua 00FFFF cyan 00FFFF orange FFA500 brown A52A2A pink FFC0CB gold FFD700 crimson DC143C
  darkred 8B0000 darkblue 00008B darkgreen 006400 darkorange FF8C00 darkgray A9A9A9 lightgray D3D3D3
  lightgrey D3D3D3 lightblue ADD8E6 lightgreen 90EE90 lightyellow FFFFE0 skyblue 87CEEB steelblue 4682B4
  royalblue 4169E1 tomato FF6347 violet EE82EE indigo 4B0082 dimgray 696969 whitesmoke F5F5F5`
    .trim()
    .split(/\s+/)
    .reduce<[string, string][]>((pairs, word, i, all) => {
      if (i % 2 === 0) pairs.push([word, all[i + 1] ?? '']);
      return pairs;
    }, []),
);

function fromFunction(text: string): string | null {
  const found = /^rgba?\(([^)]*)\)/i.exec(text);
  if (!found) return null;
  const [red, green, blue, alpha = '1'] = (found[1] ?? '').split(/[\s,/]+/).filter((one) => one !== '');
  const opacity = alpha.endsWith('%') ? Number.parseFloat(alpha) / 100 : Number(alpha);
  const channels = [red, green, blue].map((one = '') =>
    one.endsWith('%') ? Number.parseFloat(one) * 2.55 : Number(one),
  );
  if (!channels.every(Number.isFinite) || !(opacity > 0.05)) return null;
  // Opaque colour on white paper.
  return hexOf(channels.map((one) => one * Math.min(1, opacity) + 255 * (1 - Math.min(1, opacity))));
}

/** Six hexadecimal digits; null for automatic, transparent and invalid colours. */
export function colorOf(text: string | undefined): string | null {
  const value = text?.trim().toLowerCase() ?? '';
  const hex = /^#?([0-9a-f]{6})(?:[0-9a-f]{2})?\b/.exec(value)?.[1];
  if (hex !== undefined) return hex.toUpperCase();
  const short = /^#([0-9a-f])([0-9a-f])([0-9a-f])\b/.exec(value);
  if (short) return hexOf([1, 2, 3].map((i) => Number.parseInt(`${short[i]}${short[i]}`, 16)));
  return fromFunction(value) ?? own(names, value) ?? null;
}

/** A background colour; white is none. */
export function fillOf(text: string | undefined): string | null {
  for (const part of splitAt(text ?? '', ' ')) {
    const color = colorOf(part);
    if (color !== null) return color === 'FFFFFF' ? null : color;
  }
  return null;
}

const kinds: Readonly<Record<string, string>> = {
  solid: 'single',
  double: 'double',
  dotted: 'dotted',
  dashed: 'dashed',
  groove: 'single',
  ridge: 'single',
  inset: 'single',
  outset: 'single',
  'dot-dash': 'dotDash',
  'dash-small-gap': 'dashSmallGap',
};

/** `solid windowtext 1.0pt`; null for no line; undefined for no value. */
export function borderOf(text: string | undefined): Border | null | undefined {
  if (text === undefined) return undefined;
  const parts = splitAt(text, ' ');
  const kind = parts.map((part) => own(kinds, part.toLowerCase())).find((one) => one !== undefined);
  if (kind === undefined) return null;
  const width = parts.map((part) => pointsOf(part)).find((one) => one !== null) ?? 0.75;
  if (width <= 0) return null;
  const color = parts.map((part) => colorOf(part)).find((one) => one !== null) ?? null;
  return { kind, width: Math.min(6, width), color: color === '000000' ? null : color, space: 0 };
}

const generic =
  /^(?:serif|sans-serif|monospace|cursive|fantasy|system-ui|ui-[a-z-]+|math|emoji|inherit|initial|unset|revert|-apple-system|blinkmacsystemfont|var\(.*)$/i;

/** Names in a font list, without generic families. */
export const fontsIn = (text: string): string[] =>
  splitAt(text, ',')
    .map((name) => name.replace(/^["']|["']$/g, '').trim())
    .filter((name) => name !== '' && name.length <= 60 && !generic.test(name));
