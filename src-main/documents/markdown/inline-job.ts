import type { Habits } from './habits.ts';
import type { Block, Definition, Source } from './source.ts';
import type { SourceUnit } from './source-units.ts';
import type { Unit } from './units.ts';

/**
 * The writer's degree of care. 0: syntax as in the source, new text as it is. 1: new text escaped and new emphasis
 * checked. 2: no spelling of the source, everything escaped, emphasis as HTML.
 */
export type Care = 0 | 1 | 2;

export interface InlineJob {
  readonly units: readonly Unit[];
  readonly source: Source | null;
  /** Units of the source that may be reused. */
  readonly donors: readonly SourceUnit[];
  /** The source block that is rewritten: its beginning and end may be copied. */
  readonly block: Block | null;
  readonly care: Care;
  /** Whether the content is one line: in a heading or a cell. */
  readonly single: boolean;
  readonly inCell: boolean;
  readonly inHeading: boolean;
  readonly habits: Habits;
  /** Link definitions of the written document. */
  readonly definitions: ReadonlyMap<string, Definition>;
}
