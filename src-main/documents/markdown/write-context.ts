import type { Habits } from './habits.ts';
import type { Care } from './inline-job.ts';
import { Lines } from './lines.ts';
import { shownBlock } from './shown.ts';
import type { Block, Context, Source } from './source.ts';
import type { Target } from './targets.ts';

/** The context that the block writers share. */

export interface WriteContext {
  readonly source: Source | null;
  /** The visible content of each source block. */
  readonly shown: ReadonlyMap<Block, string>;
  readonly habits: Habits;
  /** Definitions of the written document. */
  readonly context: Context;
  readonly care: Care;
  /** Writes the blocks inside of a container. */
  readonly inside: (write: WriteContext, targets: readonly Target[], container: Container) => Lines;
}

export interface Container {
  /** The container in the source; null for the document. */
  readonly parent: Block | null;
  /** Whether it is a container of the source, whose line prefixes can be reused. */
  readonly known: boolean;
  readonly inItem: boolean;
  /** Additional care for a block by its index. */
  readonly careOf?: (index: number) => Care;
}

export interface WrittenBlock {
  readonly lines: Lines;
  /** Marker of a list; empty for other blocks. */
  readonly marker: string;
}

/** A stretch of the source as lines of a block. */
export const cut = ({ source }: WriteContext, block: Block, from: number, to: number): Lines =>
  source?.lines.cut(from, to, block.depth) ?? new Lines();

/** Whether a block shows what it showed in the source. */
export const isUnchanged = (write: WriteContext, { source, node, type }: Target): boolean =>
  source !== null && source.type === type && write.shown.get(source) === shownBlock(node);

/** Whether a tab after a container's sign belongs in part to changed code. */
export function splitsTab(write: WriteContext, { source, children }: Target): boolean {
  const [first] = children;
  const changed = first?.type === 'codeBlock' && !isUnchanged(write, first);
  return (
    source !== null && changed && cut(write, source, source.start, source.content.start).text.includes('\t')
  );
}

/** Blocks with inline content. */
export const textDonors = ({ donors }: Target): Block[] =>
  donors.filter(
    ({ type }) =>
      type === 'paragraph' || type === 'heading' || type === 'tableHeader' || type === 'tableCell',
  );

/** The degrees of care from a given one on. */
export const caresFrom = (care: Care): Care[] => ([0, 1, 2] as const).filter((other) => other >= care);
