import { documentSchema } from '../schema/extensions.ts';
import { readSource } from './blocks.ts';
import { documentOf } from './read.ts';
import { atomsOf, type Shown, shownBlock, shownBlocks, showsSame, visibleBlocks } from './shown.ts';
import type { Context } from './source.ts';

/** Checks written Markdown by reading it again. */

const blocksOf = (text: string, context?: Context) =>
  visibleBlocks(documentSchema().nodeFromJSON(documentOf(readSource(text, context), '')));

/** Whether a text is one block and shows what it should. */
export function readsAs(text: string, context: Context, expected: Omit<Shown, 'count'>): boolean {
  const [block, ...others] = blocksOf(text, context);
  return (
    block !== undefined &&
    others.length === 0 &&
    showsSame(expected, { text: shownBlock(block), atoms: atomsOf(block) })
  );
}

/** The visible content of a whole text. */
export const shownDocument = (text: string): Shown[] => shownBlocks(blocksOf(text));
