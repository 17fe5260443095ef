import { child, type XmlElement } from '../package/xml.ts';
import type { Markup } from './markup.ts';
import type { NewBlock } from './new-blocks.ts';
import { patchProperties } from './properties.ts';

/**
 * Paragraph marks where changes are tracked (ECMA-376 part 1, 17.13.5). An inserted or deleted mark belongs to the
 * paragraph before the place where the text was split or joined.
 */

/** Elements that track a change of a mark; no other mark takes them over. */
export const recordedChanges = ['ins', 'del', 'moveFrom', 'moveTo', 'rPrChange'] as const;

const names: ReadonlySet<string> = new Set(recordedChanges.map((one) => `w:${one}`));

/** The properties of a paragraph's mark. @param paragraph a `w:p` */
export const markOf = (paragraph: XmlElement): XmlElement | undefined =>
  child(child(paragraph, 'w:pPr'), 'w:rPr');

/** Whether a paragraph mark has a tracked change. @param list the `w:rPr` of the paragraph's properties */
export const isRecorded = (list: XmlElement | undefined): boolean =>
  list?.children.some((one) => typeof one !== 'string' && names.has(one.name)) ?? false;

/** How the mark of a paragraph is written. */
export interface MarkFate {
  /** Whether it is the mark of the source paragraph. */
  readonly own: boolean;
  /** The tracked change to write. */
  readonly change: 'ins' | 'del' | null;
}

/**
 * @param record writes the element of a tracked change
 * @returns the new `w:rPr`, null for none; undefined where it stays as it is
 */
export function patchMark(
  markup: Markup,
  current: XmlElement | undefined,
  { own, change }: MarkFate,
  record: (kind: 'ins' | 'del') => string,
): string | null | undefined {
  if (change === null && (own || !isRecorded(current))) return undefined;
  const changes = new Map<string, string | null>(own ? [] : recordedChanges.map((one) => [one, null]));
  if (change) changes.set(change, record(change));
  return patchProperties(markup, 'rPr', current, changes) || null;
}

/**
 * Which of the blocks keeps the mark of the leading paragraph: the last block that came from it. A mark whose text
 * has no following paragraph to join cannot be rejected, so the last paragraph takes the leader's mark.
 *
 * @param leader `src` of the leading paragraph; null for none
 * @param followed whether a paragraph follows the blocks
 * @returns its index, or -1
 */
export function keeperOf(blocks: readonly NewBlock[], leader: string | null, followed: boolean): number {
  const keeper = leader === null ? -1 : blocks.findLastIndex(({ src }) => src === leader);
  if (keeper < 0) return -1;
  let end = keeper;
  while (blocks[end + 1]?.kind === 'paragraph') end++;
  return end === blocks.length - 1 && followed ? keeper : end;
}

/** Which of the blocks are paragraphs with an inserted mark. */
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
