import { child, type XmlElement } from '../package/xml.ts';
import type { Markup } from './markup.ts';
import type { NewBlock } from './new-blocks.ts';
import { patchProperties } from './properties.ts';

/**
 * Marks at the ends of paragraphs where changes are recorded (ECMA-376 part 1, 17.13.5): one that is inserted or
 * deleted belongs to the paragraph before the place where the text was cut or joined.
 */

/** Recorded changes of a mark itself: no other mark takes them over. */
const recorded = ['ins', 'del', 'moveFrom', 'moveTo', 'rPrChange'] as const;

const names: ReadonlySet<string> = new Set(recorded.map((one) => `w:${one}`));

/** The properties of a paragraph's mark. @param paragraph a `w:p` */
export const markOf = (paragraph: XmlElement): XmlElement | undefined =>
  child(child(paragraph, 'w:pPr'), 'w:rPr');

/** Whether the mark of a paragraph was recorded as changed. @param list the `w:rPr` of its properties */
export const isRecorded = (list: XmlElement | undefined): boolean =>
  list?.children.some((one) => typeof one !== 'string' && names.has(one.name)) ?? false;

/** What becomes of the mark that a paragraph is written with. */
export interface MarkFate {
  /** Whether it is the mark that the source has there. */
  readonly own: boolean;
  /** What is recorded of it. */
  readonly change: 'ins' | 'del' | null;
}

/**
 * @param record writes the element that records a change
 * @returns the `w:rPr` as it shall be, null for none; undefined for one that stays
 */
export function patchMark(
  markup: Markup,
  current: XmlElement | undefined,
  { own, change }: MarkFate,
  record: (kind: 'ins' | 'del') => string,
): string | null | undefined {
  if (change === null && (own || !isRecorded(current))) return undefined;
  const changes = new Map<string, string | null>(own ? [] : recorded.map((one) => [one, null]));
  if (change) changes.set(change, record(change));
  return patchProperties(markup, 'rPr', current, changes) || null;
}

/**
 * Which of the blocks keeps the mark of the paragraph that leads them: the last one that came of it. A mark with
 * nothing behind it that its text could fall to cannot be taken back, so that the last paragraph takes the leader's.
 *
 * @param leader the `src` of the paragraph; null for none
 * @param followed whether a paragraph stands behind the blocks
 * @returns its index, or -1
 */
export function keeperOf(blocks: readonly NewBlock[], leader: string | null, followed: boolean): number {
  const keeper = leader === null ? -1 : blocks.findLastIndex(({ src }) => src === leader);
  if (keeper < 0) return -1;
  let end = keeper;
  while (blocks[end + 1]?.kind === 'paragraph') end++;
  return end === blocks.length - 1 && followed ? keeper : end;
}

/** Which of the blocks are paragraphs whose marks were inserted. */
export function insertedMarks(
  blocks: readonly NewBlock[],
  leader: string | null,
  followed: boolean,
): boolean[] {
  const keeper = keeperOf(blocks, leader, followed);
  return blocks.map(({ kind }, i) => {
    const next = blocks[i + 1];
    return kind === 'paragraph' && i !== keeper && (next ? next.kind === 'paragraph' : followed);
  });
}
