import { Extension } from '@tiptap/core';
import type { Node } from '@tiptap/pm/model';
import { Plugin, PluginKey, type Transaction } from '@tiptap/pm/state';
import { AddMarkStep, RemoveMarkStep } from '@tiptap/pm/transform';
import { Decoration, DecorationSet, type EditorView } from '@tiptap/pm/view';
import { blanksOf } from '../../src-main/documents/schema/gap-nodes.ts';
import type { GapRun } from '../text/gap-context.ts';
import { changedRanges } from '../text/mask-conversion.ts';
import { askAtBlank } from '../text/places.ts';

/** Blanks of forms: marked quietly, asked about only when the writer says so. */

function decorationsOf(block: Node, pos: number): Decoration[] {
  return blanksOf(block).map(({ from, to }) =>
    Decoration.inline(pos + 1 + from, pos + 1 + to, { class: 'blank' }),
  );
}

function blocksIn(doc: Node, { from, to }: GapRun, visit: (block: Node, pos: number) => void): void {
  const end = Math.min(to, doc.content.size);
  doc.nodesBetween(Math.min(from, end), end, (node, pos) => {
    if (node.isTextblock) visit(node, pos);
    return !node.isTextblock;
  });
}

function all(doc: Node): DecorationSet {
  const found: Decoration[] = [];
  blocksIn(doc, { from: 0, to: doc.content.size }, (block, pos) => found.push(...decorationsOf(block, pos)));
  return DecorationSet.create(doc, found);
}

/** Only blocks that a change touched are looked at again. */
function renewed(set: DecorationSet, doc: Node, ranges: readonly GapRun[]): DecorationSet {
  const blocks = new Map<number, Node>();
  for (const range of ranges) blocksIn(doc, range, (block, pos) => blocks.set(pos, block));
  let next = set;
  for (const [pos, block] of blocks) {
    next = next.remove(next.find(pos, pos + block.nodeSize)).add(doc, decorationsOf(block, pos));
  }
  return next;
}

const marking = () =>
  new Plugin<DecorationSet>({
    key: new PluginKey('blanks'),
    state: {
      init: (_config, { doc }) => all(doc),
      apply(transaction, set, _before, { doc }) {
        if (!transaction.docChanged) return set;
        const ranges = [...changedRanges([transaction]), ...markedRanges(transaction)];
        return renewed(set.map(transaction.mapping, doc), doc, ranges);
      },
    },
    props: {
      decorations(state) {
        return this.getState(state);
      },
    },
  });

/** Ranges of steps that change marks alone, which no mapping tells of: underlined spaces are blanks. */
function markedRanges({ steps, mapping }: Transaction): GapRun[] {
  return steps.flatMap((step, i) => {
    if (!(step instanceof AddMarkStep || step instanceof RemoveMarkStep)) return [];
    const rest = mapping.slice(i + 1);
    return [{ from: rest.map(step.from, -1), to: rest.map(step.to, 1) }];
  });
}

function onKeyDown(view: EditorView, event: KeyboardEvent): boolean {
  const composing = view.composing || event.isComposing || event.keyCode === 229;
  if (composing || event.code !== 'Space' || !(event.ctrlKey || event.metaKey)) return false;
  const transaction = view.editable ? askAtBlank(view.state) : null;
  if (transaction) view.dispatch(transaction);
  // The key goes on to the suggestions, which it asks for: there is a gap now.
  return false;
}

export const blanksExtension = (): Extension =>
  Extension.create({
    name: 'blanks',
    // Before suggestions: the blank must be a gap when they are asked for.
    priority: 1100,
    addProseMirrorPlugins: () => [
      marking(),
      new Plugin({ key: new PluginKey('askAtBlank'), props: { handleKeyDown: onKeyDown } }),
    ],
  });
