import type { XmlElement } from '../package/xml.ts';
import type { Glue, ParagraphSource, Piece } from './pieces.ts';
import type { RunTemplate } from './runs.ts';
import type { Token } from './tokens.ts';

/** Old paragraphs as one sequence of pieces, and their glue: elements without width between the pieces. */

export interface OldParagraph {
  readonly source: ParagraphSource;
  readonly tokens: readonly Token[];
  readonly template: RunTemplate;
}

export interface PlacedGlue extends Glue {
  /** Index of the paragraph that it was read from. */
  readonly owner: number;
  used: boolean;
}

/** The old paragraphs of a group as one sequence. `owners` are the paragraphs' indices, one a piece. */
export interface Olds {
  readonly pieces: readonly Piece[];
  readonly tokens: readonly Token[];
  readonly owners: readonly number[];
  readonly glue: PlacedGlue[];
}

export function joinOlds(paragraphs: readonly OldParagraph[]): Olds {
  const pieces: Piece[] = [];
  const tokens: Token[] = [];
  const owners: number[] = [];
  const glue: PlacedGlue[] = [];
  for (const [owner, { source, tokens: own }] of paragraphs.entries()) {
    if (own.length !== source.pieces.length)
      throw new Error(`invariant broken: ${own.length} tokens of ${source.pieces.length} pieces`);
    for (const one of source.glue) glue.push({ ...one, at: one.at + pieces.length, owner, used: false });
    for (const one of source.pieces) {
      pieces.push(one);
      owners.push(owner);
    }
    tokens.push(...own);
  }
  return { pieces, tokens, owners, glue };
}

/** Whether glue ends a range or a field. It stays right after the range's last piece, whatever is inserted there. */
export const isEnd = ({ element }: Glue): boolean =>
  element.name.endsWith('End') || fieldType(element) === 'end';

const fieldType = (element: XmlElement): string | undefined =>
  element.name === 'w:fldChar' ? element.attributes['w:fldCharType'] : undefined;

/** The key that start and end of a range share; null for other glue. */
export const rangeKey = ({ element }: Glue): string | null => {
  const match = /^(.*)(?:Start|End)$/.exec(element.name);
  return match ? `${match[1]} ${element.attributes['w:id'] ?? ''}` : null;
};

/**
 * Marks glue as used, and so drops it, where it goes with deleted text: ranges inside deleted paragraphs, and the
 * characters of fields whose text was deleted without a replacement.
 */
export function dropWithText(
  olds: Olds,
  gone: ReadonlySet<number>,
  isHole: (from: number, to: number) => boolean,
): void {
  const ranges = new Map<string, PlacedGlue[]>();
  for (const one of olds.glue) {
    const key = rangeKey(one);
    if (key === null || !gone.has(one.owner)) continue;
    ranges.set(key, [...(ranges.get(key) ?? []), one]);
  }
  for (const pair of ranges.values()) if (pair.length === 2) for (const one of pair) one.used = true;
  const fields: { begin: PlacedGlue; members: PlacedGlue[] }[] = [];
  for (const one of olds.glue) {
    const type = fieldType(one.element);
    if (type === 'begin') fields.push({ begin: one, members: [] });
    fields.at(-1)?.members.push(one);
    if (type !== 'end') continue;
    const field = fields.pop();
    if (field && field.begin.at < one.at && isHole(field.begin.at, one.at))
      for (const member of field.members)
        if (member.element.name === 'w:fldChar' || member.element.name === 'w:instrText') member.used = true;
    const outer = fields.at(-1);
    if (field && outer) outer.members.push(...field.members);
  }
}
