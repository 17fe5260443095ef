import { Extension } from '@tiptap/core';
import type { Node } from '@tiptap/pm/model';
import { Decoration } from '@tiptap/pm/view';
import { gapName } from '../text/gap-context.ts';
import { blockDecorations } from './block-decorations.ts';

/** Gaps with nothing between them are one word of so many characters, which a selector cannot tell from text between. */

const isGap = (node: Node | null | undefined): boolean => node?.type.name === gapName;

export function gapsInRuns(block: Node, pos: number): Decoration[] {
  const found: Decoration[] = [];
  block.forEach((node, offset, index) => {
    const hasNeighbour = isGap(block.maybeChild(index - 1)) || isGap(block.maybeChild(index + 1));
    const from = pos + 1 + offset;
    if (isGap(node) && hasNeighbour)
      found.push(Decoration.node(from, from + node.nodeSize, { class: 'in-run' }));
  });
  return found;
}

export const gapRuns = (): Extension =>
  Extension.create({
    name: 'gapRuns',
    addProseMirrorPlugins: () => [blockDecorations('gapRuns', gapsInRuns)],
  });
