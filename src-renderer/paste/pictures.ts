import { pointsOf } from './values.ts';
import { escaped } from './writer.ts';

/** Pictures in pasted HTML. Nothing is loaded: a picture is in the HTML, separately on the clipboard, or missing. */

export interface Picture {
  readonly src: string;
  readonly alt: string;
  readonly width: string | null;
  readonly height: string | null;
}

export interface PictureSource {
  /** The clipboard's picture for an address, as a data address; null for none. */
  readonly take: (src: string) => string | null;
  /** Called for a missing picture. */
  readonly lose: () => void;
}

export type ShownPicture =
  | { readonly kind: 'html'; readonly html: string }
  | { readonly kind: 'text'; readonly text: string; readonly href?: string };

/** Picture types that documents accept, as for inserted ones. */
const held = /^data:image\/(?:png|jpeg|gif);base64,[A-Za-z0-9+/=\s]+$/i;
const mostLength = 14_000_000;

/** Whether an address is a data address of such a type. */
export const isHeld = (address: string): boolean =>
  held.test(address.slice(0, 100)) && address.length <= mostLength;

const pixelsOf = (text: string | null): number | null => {
  if (text === null) return null;
  const points = pointsOf(/^[\d.]+$/.test(text) ? `${text}px` : text);
  return points === null ? null : Math.round(points / 0.75);
};

const attribute = (name: string, value: number | null): string =>
  value === null || value < 1 || value > 10_000 ? '' : ` ${name}="${value}"`;

export const imageHtml = ({ alt, width, height }: Picture, src: string): string =>
  `<img src="${escaped(src)}"${alt === '' ? '' : ` alt="${escaped(alt)}"`}${attribute('width', pixelsOf(width))}${attribute('height', pixelsOf(height))}>`;

/** Tracking pixels and spacers. */
const isSpeck = ({ width, height }: Picture): boolean =>
  [width, height].some((one) => (pixelsOf(one) ?? 9) <= 2);

/** Word's generated picture names. */
const isName = (alt: string): boolean =>
  /^(?:图片|picture|image|img|graphic)?\s*\d*$|\.(?:png|jpe?g|gif|bmp|webp|emf|wmf)$/i.test(alt);

/** @param linked whether it is in a link @returns null for an invisible picture */
export function pictureHtml(picture: Picture, linked: boolean, source: PictureSource): ShownPicture | null {
  const { src, alt } = picture;
  if (isSpeck(picture)) return null;
  const address = /^data:/i.test(src) ? src : source.take(src);
  if (address !== null && isHeld(address)) return { kind: 'html', html: imageHtml(picture, address) };
  const words = isName(alt) ? '' : alt;
  // A single character (a smiley) replaces its picture.
  if ([...words].length === 1) return { kind: 'text', text: words };
  source.lose();
  if (!/^https?:/i.test(src) || linked) return words === '' ? null : { kind: 'text', text: words };
  return { kind: 'text', text: words || nameIn(src), href: src };
}

/** The last part of an address, for a picture without a name. */
function nameIn(src: string): string {
  const last =
    src
      .replace(/[?#].*$/, '')
      .split('/')
      .at(-1) ?? '';
  try {
    return decodeURIComponent(last) || src;
  } catch {
    return last || src;
  }
}

const kinds: Readonly<Record<string, string>> = { pngblip: 'image/png', jpegblip: 'image/jpeg' };

function base64OfHex(hex: string): string {
  const pieces: string[] = [];
  // A multiple of three bytes at a time.
  for (let at = 0; at < hex.length; at += 6144) {
    const bytes = hex.slice(at, at + 6144).match(/../g) ?? [];
    pieces.push(btoa(String.fromCharCode(...bytes.map((byte) => Number.parseInt(byte, 16)))));
  }
  return pieces.join('');
}

/**
 * The pictures in the clipboard's RTF in order; null for a format that documents do not accept. Word and WPS put each
 * picture there that their HTML names by a local address; `\nonshppict` repeats one for old readers.
 */
export function picturesInRtf(rtf: string): (string | null)[] {
  const found: (string | null)[] = [];
  const pattern = /\{\\pict\b/g;
  for (let match = pattern.exec(rtf); match; match = pattern.exec(rtf)) {
    const before = rtf.slice(Math.max(0, match.index - 40), match.index);
    if (/\{\\nonshppict\s*$/.test(before)) continue;
    const group = pictureGroup(rtf, match.index);
    const type = Object.entries(kinds).find(([name]) => group.head.includes(`\\${name}`))?.[1];
    found.push(type && group.hex.length > 8 ? `data:${type};base64,${base64OfHex(group.hex)}` : null);
    pattern.lastIndex = group.end;
  }
  return found;
}

/** A group's own words and digits, without nested groups. */
function pictureGroup(rtf: string, start: number): { head: string; hex: string; end: number } {
  let depth = 0;
  let own = '';
  let from = start;
  let at = start;
  const brace = /[{}]/g;
  brace.lastIndex = start;
  for (let match = brace.exec(rtf); match; match = brace.exec(rtf)) {
    if (depth === 1) own += `${rtf.slice(from, match.index)} `;
    depth += match[0] === '{' ? 1 : -1;
    from = match.index + 1;
    at = from;
    if (depth === 0) break;
  }
  const rest = own
    .slice(own.lastIndexOf('\\'))
    .replace(/^\\[a-z]+-?\d*/i, '')
    .replace(/\s+/g, '');
  const hex = /^(?:[0-9a-f]{2})*$/i.test(rest.slice(0, 64)) && rest.length % 2 === 0 ? rest : '';
  return { head: own.slice(0, 400), hex, end: Math.max(at, start + 1) };
}
