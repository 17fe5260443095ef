import { looksOf } from './marks.ts';
import type { Span } from './pieces.ts';
import { piecesOf, viewedLooks } from './read.ts';
import type { Block, Source } from './source.ts';
import type { Range } from './tokens.ts';
import { settledUnits, textUnits, type Unit } from './units.ts';

/** A unit of the source with its spelling. */
export interface SourceUnit extends Unit, Range {
  readonly block: Block;
  /** Index among the units of all requested blocks. */
  readonly index: number;
  readonly span: Span | null;
  /** Whether it is a line end that is shown as a space. */
  readonly wrap: boolean;
  /** An invisible line end before it; null for none. */
  readonly unseen: Range | null;
  /** Its looks, without emphasis that Markdown cannot express. */
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
        // Of an entity for two characters, the first has the spelling.
        const to = exact ? at + unit.text.length : end;
        add(unit, { start: at, end: to });
        at = to;
      }
    } else add({ kind, text, looks, attrs }, { start, end });
  }
  return drafts;
}
