import type { Habits } from './habits.ts';
import type { Block, Definition, Source } from './source.ts';
import type { SourceUnit } from './source-units.ts';
import type { Unit } from './units.ts';

/**
 * How careful the writer is. 0: the source's syntax, and new text as it is typed. 1: new text escaped and new emphasis
 * checked. 2: nothing of the source's spelling, everything escaped, emphasis as HTML.
 */
export type Care = 0 | 1 | 2;

export interface InlineJob {
  readonly units: readonly Unit[];
  readonly source: Source | null;
  /** What may be in the source already. */
  readonly donors: readonly SourceUnit[];
  /** The block that is written again: its own beginning and end may be copied. */
  readonly block: Block | null;
  readonly care: Care;
  /** A heading or a cell holds no line ends. */
  readonly single: boolean;
  readonly inCell: boolean;
  readonly inHeading: boolean;
  readonly habits: Habits;
  /** Of the document that is written. */
  readonly definitions: ReadonlyMap<string, Definition>;
}
