import type { Node } from '@tiptap/pm/model';
import { allBlocks } from './inner-blocks.ts';
import { withoutGaps } from './schema/gap-nodes.ts';

/** The text of a document, one paragraph a line, tables and text boxes included; gaps left out. */
export function paragraphsOf(doc: Node): string {
  return allBlocks(doc)
    .map(({ block }) => withoutGaps(block))
    .map((block) =>
      block.textBetween(0, block.content.size, null, (leaf) => (leaf.type.name === 'hardBreak' ? '\n' : '')),
    )
    .join('\n');
}
