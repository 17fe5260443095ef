/**
 * Adapts a file's colours to dark paper. Each colour for white paper gets a counterpart with the same hue: text and
 * lines become lighter, backgrounds darker. Computed in OKLab (Ottosson 2020), where equal lightness looks equally
 * light.
 */

type Triple = readonly [number, number, number];

const toLinear = (value: number) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
const toGamma = (value: number) => (value <= 0.0031308 ? value * 12.92 : 1.055 * value ** (1 / 2.4) - 0.055);

function toOklab(hex: string): Triple {
  const channel = (at: number) => toLinear(Number.parseInt(hex.slice(at, at + 2), 16) / 255);
  const [r, g, b] = [channel(0), channel(2), channel(4)];
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

function toLinearRgb([lightness, a, b]: Triple): Triple {
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ];
}

const shows = (rgb: Triple) => rgb.every((value) => value > -0.001 && value < 1.001);

/** Six hexadecimal digits; a colour outside the screen's gamut loses chroma. */
function toHex([lightness, a, b]: Triple): string {
  let share = 1;
  while (share > 0 && !shows(toLinearRgb([lightness, a * share, b * share]))) share -= 0.05;
  return toLinearRgb([lightness, a * share, b * share])
    .map((value) => Math.round(255 * toGamma(Math.min(1, Math.max(0, value)))))
    .map((value) => value.toString(16).padStart(2, '0'))
    .join('');
}

/** Least lightness of text, and greatest of a background. */
const leastInk = 0.74;
const mostGround = 0.42;

/** The colour of text or a line on dark paper. Black becomes nearly white; light colours stay. */
export function inkOnDark(hex: string): string {
  const [lightness, a, b] = toOklab(hex);
  const grey = Math.hypot(a, b) < 0.02;
  if (lightness >= leastInk) return hex.toLowerCase();
  return toHex([grey ? 0.91 - 0.2 * lightness : leastInk, a, b]);
}

/** The colour of a background on dark paper. White becomes the paper's colour; dark colours stay. */
export function groundOnDark(hex: string): string {
  const [lightness, a, b] = toOklab(hex);
  if (lightness <= mostGround) return hex.toLowerCase();
  const strength = Math.min(1, Math.hypot(a, b) / 0.15);
  return toHex([0.25 + 0.15 * strength + 0.12 * (1 - lightness), a * 0.6, b * 0.6]);
}

const colors = /#([0-9a-f]{6})\b/gi;
const made = new Map<string, string>();

function themedDeclaration(declaration: string): string {
  const ground = /^\s*background(?:-color)?\s*:/i.test(declaration);
  return declaration.replace(colors, (color, hex: string) => {
    const dark = ground ? groundOnDark(hex) : inkOnDark(hex);
    return `light-dark(${color}, #${dark})`;
  });
}

/** CSS declarations whose colours follow the theme. */
export function themed(css: string): string {
  const known = made.get(css);
  if (known !== undefined) return known;
  const result = css.split(';').map(themedDeclaration).join(';');
  made.set(css, result);
  return result;
}
