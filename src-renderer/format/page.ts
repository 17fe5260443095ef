import type { Command } from '@tiptap/pm/state';
import type { PageFormat } from '../../src-main/contract/document-formats.ts';

/** The page of a document. Pure. */

const pointsOfMillimetre = 72 / 25.4;

export const toPoints = (millimetres: number): number =>
  Math.round(millimetres * pointsOfMillimetre * 10) / 10;
/** Rounds to one decimal. */
export const toMillimetres = (points: number): number => Math.round((points / pointsOfMillimetre) * 10) / 10;

export interface Paper {
  readonly id: string;
  /** Portrait sizes in millimetres. */
  readonly width: number;
  readonly height: number;
}

/** Paper sizes that Chinese offices use. */
export const papers: readonly Paper[] = [
  { id: 'A4', width: 210, height: 297 },
  { id: 'A3', width: 297, height: 420 },
  { id: 'A5', width: 148, height: 210 },
  { id: 'B5', width: 182, height: 257 },
  { id: '16K', width: 184, height: 260 },
  { id: 'Letter', width: 215.9, height: 279.4 },
  { id: 'Legal', width: 215.9, height: 355.6 },
];

/** Margins of GB/T 9704—2012 in millimetres: 天头 37, 订口 28, 版心 156 × 225. */
export const officialMargins = { top: 37, bottom: 35, left: 28, right: 26 } as const;

/** Tolerance of a paper size in millimetres. */
const tolerance = 1.5;

/** The paper of a page in either orientation; null for another size. */
export function paperOf({ width, height }: Pick<PageFormat, 'width' | 'height'>): Paper | null {
  const [short, long] = [Math.min(width, height), Math.max(width, height)].map(toMillimetres) as [
    number,
    number,
  ];
  return (
    papers.find(
      (paper) => Math.abs(paper.width - short) < tolerance && Math.abs(paper.height - long) < tolerance,
    ) ?? null
  );
}

/** Narrowest text block, in points. */
const leastText = 36;

/** Whether there is room for text between the margins. */
export const hasRoom = ({ width, height, top, bottom, left, right }: PageFormat): boolean =>
  [width, height, top, bottom, left, right].every((value) => Number.isFinite(value) && value >= 0) &&
  width - left - right >= leastText &&
  height - top - bottom >= leastText;

/** Sets the page in one undo step. */
export const setPage =
  (change: Partial<PageFormat>): Command =>
  (state, dispatch) => {
    const before = state.doc.attrs.page as PageFormat | null;
    if (!before || !hasRoom({ ...before, ...change })) return false;
    dispatch?.(state.tr.setDocAttribute('page', { ...before, ...change }));
    return true;
  };
