import { Fragment, type Node } from '@tiptap/pm/model';
import { Transform } from '@tiptap/pm/transform';
import { allBlocks, changeBlock, type FoundBlock, innerBlocks } from './inner-blocks.ts';
import { contextOf } from './schema/gap-context.ts';
import { blanksOf, gapRunsOf } from './schema/gap-nodes.ts';
import { maskText, type TextRange } from './schema/gaps.ts';

/** Fills a document's gaps one after the other; each question contains the words that were filled before. */

export interface Offered {
  readonly word: string;
  readonly probability: number;
}

/** @param start offset of the gap's first `[MASK]` in `text`; @param end after its last one */
export type Ask = (question: {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}) => Promise<readonly Offered[]>;

export interface FillOptions {
  /** Least probability of a word to fill in, 0–1. */
  readonly atLeast: number;
  /** Whether blanks of forms are filled, too. */
  readonly blanks: boolean;
}

/** A gap or a blank, and the result. */
export interface PlaceResult {
  readonly kind: 'gap' | 'blank';
  /** Number of its paragraph, from 1. */
  readonly paragraph: number;
  /** The text around it, with `[MASK]` in its place. */
  readonly around: string;
  /** The word that was filled in; null where none was probable enough. */
  readonly word: string | null;
  readonly offered: readonly Offered[];
}

/** Characters that are shown on each side of a gap. */
const shownAround = 15;

interface Wanted extends TextRange {
  readonly kind: PlaceResult['kind'];
}

const wantedIn = (block: Node, blanks: boolean): Wanted[] =>
  [
    ...gapRunsOf(block).map((range) => ({ ...range, kind: 'gap' as const })),
    ...(blanks ? blanksOf(block).map((range) => ({ ...range, kind: 'blank' as const })) : []),
  ].sort((a, b) => a.from - b.from);

/** The question for a stretch of a block. Inside an atom, the context is the atom's own paragraphs. */
function questionFor(doc: Node, { pos, inner }: Pick<FoundBlock, 'pos' | 'inner'>, range: Wanted) {
  let whole = doc;
  let at = pos;
  const atom = inner === null ? null : doc.nodeAt(pos);
  if (atom && inner !== null) {
    const blocks = innerBlocks(atom);
    whole = doc.type.create(null, [...blocks]);
    at = blocks.slice(0, inner).reduce((sum, one) => sum + one.nodeSize, 0);
  }
  const masks = range.kind === 'gap' ? range.to - range.from : 1;
  const run = { from: at + 1 + range.from, to: at + 1 + range.to };
  const { text, start } = contextOf(whole, run, undefined, masks);
  return { text, start, end: start + masks * maskText.length };
}

function around({ text, start, end }: ReturnType<typeof questionFor>): string {
  const before =
    text
      .slice(Math.max(0, start - shownAround), start)
      .split('\n')
      .at(-1) ?? '';
  const after = text.slice(end, end + shownAround).split('\n')[0] ?? '';
  return before + text.slice(start, end) + after;
}

/** Fills every gap for which a probable enough word is offered, in reading order. */
export async function fillPlaces(
  doc: Node,
  ask: Ask,
  { atLeast, blanks }: FillOptions,
): Promise<{ doc: Node; places: PlaceResult[] }> {
  const transform = new Transform(doc);
  const places: PlaceResult[] = [];
  for (const [i, { block, pos: before, inner }] of allBlocks(doc).entries()) {
    /** How far earlier words of the block moved the following text. */
    let moved = 0;
    for (const wanted of wantedIn(block, blanks)) {
      const place = { pos: transform.mapping.map(before, -1), inner };
      const range = { ...wanted, from: wanted.from + moved, to: wanted.to + moved };
      const question = questionFor(transform.doc, place, range);
      const offered = await ask(question);
      const [best] = offered;
      const word = best && best.probability >= atLeast ? best.word : null;
      if (word !== null) {
        const marks = marksAt(block, wanted.from);
        changeBlock(transform, place, { ...range, nodes: Fragment.from(doc.type.schema.text(word, marks)) });
        moved += word.length - (wanted.to - wanted.from);
      }
      places.push({ kind: wanted.kind, paragraph: i + 1, around: around(question), word, offered });
    }
  }
  return { doc: transform.doc, places };
}

/** A word takes the marks of the text that it replaces. */
const marksAt = (block: Node, offset: number) => block.nodeAt(offset)?.marks ?? [];
