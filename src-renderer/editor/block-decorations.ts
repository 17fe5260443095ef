import type { Node } from '@tiptap/pm/model';
import { Plugin, PluginKey, type Transaction } from '@tiptap/pm/state';
import { AddMarkStep, RemoveMarkStep } from '@tiptap/pm/transform';
import { type Decoration, DecorationSet } from '@tiptap/pm/view';
import type { GapRun } from '../text/gap-context.ts';
import { changedRanges } from '../text/mask-conversion.ts';

/** @param pos position of the block; its content begins one further */
export type DecorationsOf = (block: Node, pos: number) => readonly Decoration[];

function blocksIn(doc: Node, { from, to }: GapRun, visit: (block: Node, pos: number) => void): void {
  const end = Math.min(to, doc.content.size);
  doc.nodesBetween(Math.min(from, end), end, (node, pos) => {
    if (node.isTextblock) visit(node, pos);
    return !node.isTextblock;
  });
}

function all(doc: Node, of: DecorationsOf): DecorationSet {
  const found: Decoration[] = [];
  blocksIn(doc, { from: 0, to: doc.content.size }, (block, pos) => found.push(...of(block, pos)));
  return DecorationSet.create(doc, found);
}

/** Only blocks that a change touched are looked at again. */
function renewed(set: DecorationSet, doc: Node, ranges: readonly GapRun[], of: DecorationsOf): DecorationSet {
  const blocks = new Map<number, Node>();
  for (const range of ranges) blocksIn(doc, range, (block, pos) => blocks.set(pos, block));
  let next = set;
  for (const [pos, block] of blocks) {
    next = next.remove(next.find(pos, pos + block.nodeSize)).add(doc, [...of(block, pos)]);
  }
  return next;
}

/** Ranges of steps that change marks alone, which no mapping tells of: underlined spaces are blanks. */
function markedRanges({ steps, mapping }: Transaction): GapRun[] {
  return steps.flatMap((step, i) => {
    if (!(step instanceof AddMarkStep || step instanceof RemoveMarkStep)) return [];
    const rest = mapping.slice(i + 1);
    return [{ from: rest.map(step.from, -1), to: rest.map(step.to, 1) }];
  });
}

/** Decorations that depend on a block's content alone. */
export const blockDecorations = (name: string, of: DecorationsOf): Plugin<DecorationSet> =>
  new Plugin<DecorationSet>({
    key: new PluginKey(name),
    state: {
      init: (_config, { doc }) => all(doc, of),
      apply(transaction, set, _before, { doc }) {
        if (!transaction.docChanged) return set;
        const ranges = [...changedRanges([transaction]), ...markedRanges(transaction)];
        return renewed(set.map(transaction.mapping, doc), doc, ranges, of);
      },
    },
    props: {
      decorations(state) {
        return this.getState(state);
      },
    },
  });
