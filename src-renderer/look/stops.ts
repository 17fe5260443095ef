import type {
  Indent,
  ParagraphFormat,
  RunFormat,
  TabStop,
} from '../../src-main/contract/document-formats.ts';

/** Tab stops. Lengths are points from the left margin of the text block. Pure. */

/** Default text size in points. */
const usualSize = 10.5;

export const sizeOf = ({ size = usualSize }: RunFormat): number => size;

/** An indent in points; `size` is the width of a character. */
function pointsOf(indent: Indent | undefined, size: number): number {
  if (!indent) return 0;
  return indent.unit === 'pt' ? indent.value : indent.value * size;
}

/** The starts of a paragraph's lines and of its first line. */
export function edgesOf({ left, first, charSize, base = {} }: ParagraphFormat): {
  left: number;
  start: number;
} {
  const size = charSize ?? sizeOf(base);
  const edge = pointsOf(left, size);
  return { left: edge, start: edge + pointsOf(first, size) };
}

const wide =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u2014-\u2026\u2460-\u24ff]/u;
const narrow = /[ilIjtf.,:;'|!()[\]]/;
const broad = /[A-Zmw@%&]/;

/** Estimated width of a text in ems, by classes of characters; nothing is measured on the page. */
export function emsOf(text: string): number {
  let ems = 0;
  for (const character of text)
    ems += wide.test(character) ? 1 : narrow.test(character) ? 0.3 : broad.test(character) ? 0.7 : 0.5;
  return ems;
}

/** The stop of a tab. */
export type Stop = Pick<TabStop, 'at' | 'kind' | 'leader'>;

/**
 * The first stop after a position: one of the paragraph's own, its hanging indent, or a multiple of the default
 * distance, as in Word.
 */
export function stopAfter(at: number, format: ParagraphFormat, defaultTab: number): Stop {
  const { left, start } = edgesOf(format);
  const hangs = start < left;
  const own: Stop[] = (format.tabs ?? []).filter(({ kind }) => kind !== 'bar');
  const all: Stop[] = hangs ? [...own, { at: left, kind: 'left', leader: 'none' }] : own;
  const next = all.filter((stop) => stop.at > at + 0.1).sort((a, b) => a.at - b.at)[0];
  if (next) return next;
  const step = defaultTab > 0 ? defaultTab : 2 * usualSize;
  return { at: (Math.floor((at + 0.1) / step) + 1) * step, kind: 'left', leader: 'none' };
}
