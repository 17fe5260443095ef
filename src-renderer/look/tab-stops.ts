import type { Node } from '@tiptap/pm/model';
import { Plugin, PluginKey, type Transaction } from '@tiptap/pm/state';
import { Decoration, DecorationSet } from '@tiptap/pm/view';
import type { ParagraphFormat, Sheet } from '../../src-main/contract/document-formats.ts';
import { changedRanges, type Range } from './changed.ts';
import { tabsOf } from './tabs.ts';

/** Draws tab characters at their stops in documents with styles; drawn again where the text changes. */

function decorationsOf(node: Node, pos: number, sheet: Sheet): Decoration[] {
  const format = node.attrs.format as ParagraphFormat | null | undefined;
  if (!format) return [];
  return tabsOf(node, format, sheet.defaultTab).map(({ offset, size, leader }) => {
    const from = pos + 1 + offset;
    return Decoration.inline(from, from + 1, { class: `tab leader-${leader}`, style: `tab-size: ${size}pt` });
  });
}

function eachBlock(doc: Node, { from, to }: Range, visit: (node: Node, pos: number) => void): void {
  doc.nodesBetween(Math.max(0, from), Math.min(doc.content.size, to), (node, pos) => {
    if (node.isTextblock) visit(node, pos);
    return !node.isTextblock;
  });
}

interface Stops {
  readonly sheet: Sheet | null;
  readonly decorations: DecorationSet;
}

function all(doc: Node, sheet: Sheet | null): Stops {
  const found: Decoration[] = [];
  if (sheet)
    eachBlock(doc, { from: 0, to: doc.content.size }, (node, pos) =>
      found.push(...decorationsOf(node, pos, sheet)),
    );
  return { sheet, decorations: DecorationSet.create(doc, found) };
}

function followed(before: Stops, tr: Transaction, sheet: Sheet): Stops {
  let decorations = before.decorations.map(tr.mapping, tr.doc);
  for (const range of changedRanges(tr))
    eachBlock(tr.doc, range, (node, pos) => {
      const end = pos + node.nodeSize;
      // `find` also reports decorations that only touch the range.
      const old = decorations.find(pos, end).filter((one) => one.from >= pos && one.to <= end);
      const fresh = decorationsOf(node, pos, sheet);
      if (old.length > 0) decorations = decorations.remove(old);
      if (fresh.length > 0) decorations = decorations.add(tr.doc, fresh);
    });
  return { sheet, decorations };
}

const key = new PluginKey<Stops>('tabStops');

export const tabStopsPlugin = (sheetNow: () => Sheet | null): Plugin<Stops> =>
  new Plugin<Stops>({
    key,
    state: {
      init: (_config, { doc }) => all(doc, sheetNow()),
      apply(tr, before) {
        const sheet = sheetNow();
        if (sheet !== before.sheet) return all(tr.doc, sheet);
        return sheet && tr.docChanged ? followed(before, tr, sheet) : before;
      },
    },
    props: { decorations: (state) => key.getState(state)?.decorations ?? null },
  });
