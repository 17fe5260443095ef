import type { PageFormat } from '../../contract/document-formats.ts';
import { child, elementsOf, type XmlElement } from '../package/xml.ts';
import { integer, length } from './measures.ts';

/** The page of a section (17.6). As for Word, width and height alone give the orientation. */

/** Word's default page: Letter with margins of an inch, in points. */
const usual = { width: 612, height: 792, margin: 72, edge: 36 };

const oneDecimal = (points: number): number => Math.round(points * 10) / 10;

/** Kinds of a text grid that places lines. */
const lineGrids: ReadonlySet<string> = new Set(['lines', 'linesAndChars', 'snapToChars']);

function columnsOf(columns: XmlElement | undefined): number {
  const named = integer(columns?.attributes['w:num']);
  const listed = columns ? elementsOf(columns).filter((one) => one.name === 'w:col').length : 0;
  return Math.max(1, Math.min(45, named ?? listed));
}

function gridOf(grid: XmlElement | undefined): Pick<PageFormat, 'linePitch' | 'charSpace'> {
  const kind = grid?.attributes['w:type'] ?? '';
  const pitch = length(grid?.attributes['w:linePitch']);
  // In 4096ths of a point (17.6.5).
  const space = kind === 'linesAndChars' ? length(grid?.attributes['w:charSpace'], 4096) : null;
  return {
    linePitch: lineGrids.has(kind) && pitch !== null && pitch > 0 ? oneDecimal(pitch) : null,
    ...(space !== null && space !== 0 && { charSpace: space }),
  };
}

/** @param sectPr a `w:sectPr`; null for a document without one */
export function pageFormat(sectPr: XmlElement | null | undefined): PageFormat {
  const size = child(sectPr, 'w:pgSz')?.attributes ?? {};
  const margins = child(sectPr, 'w:pgMar')?.attributes ?? {};
  const edge = (name: string, otherwise: number): number => {
    // A negative margin is exact: a tall header does not push the text down.
    const points = Math.abs(length(margins[`w:${name}`]) ?? otherwise);
    return oneDecimal(points);
  };
  const side = (name: string, otherwise: number): number => {
    const points = length(size[`w:${name}`]) ?? 0;
    return oneDecimal(points > 0 ? points : otherwise);
  };
  return {
    width: side('w', usual.width),
    height: side('h', usual.height),
    top: edge('top', usual.margin),
    bottom: edge('bottom', usual.margin),
    left: oneDecimal(edge('left', usual.margin) + edge('gutter', 0)),
    right: edge('right', usual.margin),
    header: edge('header', usual.edge),
    footer: edge('footer', usual.edge),
    columns: columnsOf(child(sectPr, 'w:cols')),
    ...gridOf(child(sectPr, 'w:docGrid')),
  };
}
