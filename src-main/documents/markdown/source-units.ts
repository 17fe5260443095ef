import { looksOf } from './marks.ts';
import type { Span } from './pieces.ts';
import { piecesOf, viewedLooks } from './read.ts';
import type { Block, Source } from './source.ts';
import type { Range } from './tokens.ts';
import { settledUnits, textUnits, type Unit } from './units.ts';

/** A unit that a file has, with its spelling there. */
export interface SourceUnit extends Unit, Range {
  readonly block: Block;
  /** Counts the units of all blocks that were asked for together. */
  readonly index: number;
  readonly span: Span | null;
  /** The end of a line that is seen as a space. */
  readonly wrap: boolean;
  /** The end of a line before it that is not seen at all. */
  readonly unseen: Range | null;
  /** Its looks as emphasis can hold them. */
  readonly settled: Unit['looks'];
}

type Draft = Omit<SourceUnit, 'index' | 'settled'>;

/** The units of text blocks or cells, one block after the other. */
export function sourceUnits(source: Source, blocks: readonly Block[]): SourceUnit[] {
  const all: SourceUnit[] = [];
  for (const block of blocks) {
    const drafts = draftsOf(source, block);
    for (const [i, { looks }] of settledUnits(drafts).entries()) {
      const draft = drafts[i];
      if (draft) all.push({ ...draft, settled: looks, index: all.length });
    }
  }
  return all;
}

function draftsOf(source: Source, block: Block): Draft[] {
  const drafts: Draft[] = [];
  const bySpan = new Map<Span | null, Unit['looks']>();
  let unseen: Range | null = null;
  for (const { kind, text, start, end, span, exact, attrs } of piecesOf(source, block)) {
    const looks = bySpan.get(span) ?? looksOf(viewedLooks(span));
    bySpan.set(span, looks);
    const add = (unit: Unit, range: Range): void => {
      drafts.push({
        ...unit,
        start: range.start,
        end: range.end,
        block,
        span,
        wrap: kind === 'wrap',
        unseen,
      });
      unseen = null;
    };
    if (kind === 'text' || kind === 'wrap') {
      if (text === '') unseen = { start, end };
      let at = start;
      for (const unit of textUnits(text, looks)) {
        // Of an entity for two characters the first has the spelling.
        const to = exact ? at + unit.text.length : end;
        add(unit, { start: at, end: to });
        at = to;
      }
    } else add({ kind, text, looks, attrs }, { start, end });
  }
  return drafts;
}
