import type { Habits } from './habits.ts';
import type { Care } from './inline-job.ts';
import { Lines } from './lines.ts';
import { shownBlock } from './shown.ts';
import type { Block, Context, Source } from './source.ts';
import type { Target } from './targets.ts';

/** What the writers of blocks share. */

export interface WriteContext {
  readonly source: Source | null;
  /** What the source shows, block by block. */
  readonly shown: ReadonlyMap<Block, string>;
  readonly habits: Habits;
  /** Of the document that is written. */
  readonly context: Context;
  readonly care: Care;
  /** Writes the blocks inside of a container. */
  readonly inside: (write: WriteContext, targets: readonly Target[], container: Container) => Lines;
}

export interface Container {
  /** The container in the source; null for the document. */
  readonly parent: Block | null;
  /** Whether it is one of the source: what its lines begin with is there. */
  readonly known: boolean;
  readonly inItem: boolean;
  /** More care for one of the blocks. */
  readonly careOf?: (index: number) => Care;
}

export interface WrittenBlock {
  readonly lines: Lines;
  /** Of a list. */
  readonly marker: string;
}

/** A stretch of the source as lines of a block. */
export const cut = ({ source }: WriteContext, block: Block, from: number, to: number): Lines =>
  source?.lines.cut(from, to, block.depth) ?? new Lines();

/** Whether a block shows what it showed in the source. */
export const isUnchanged = (write: WriteContext, { source, node, type }: Target): boolean =>
  source !== null && source.type === type && write.shown.get(source) === shownBlock(node);

/** Whether a tab behind a container's sign is the sign's and in part the code's that is written again. */
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

/** What may be tried, from one degree on. */
export const caresFrom = (care: Care): Care[] => ([0, 1, 2] as const).filter((other) => other >= care);
