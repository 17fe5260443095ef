import type { Node, NodeType } from '@tiptap/pm/model';
import { type EditorState, Plugin, PluginKey, type Transaction } from '@tiptap/pm/state';
import type { EditorView } from '@tiptap/pm/view';
import { type Run, runAt } from './gap-context.ts';

/** Full-width brackets are what a Chinese input method gives for the same keys. */
const mask = /[[［【]MASK[\]］】]/gi;
const notText = '\ufffc';

/** Ranges of the new document that the transactions wrote. */
export function changedRanges(transactions: readonly Transaction[]): Run[] {
  const ranges: Run[] = [];
  for (const [index, transaction] of transactions.entries()) {
    for (const [step, map] of transaction.mapping.maps.entries()) {
      map.forEach((_oldFrom, _oldTo, newFrom, newTo) => {
        const rest = transaction.mapping.slice(step + 1);
        let from = rest.map(newFrom, -1);
        let to = rest.map(newTo, 1);
        for (const later of transactions.slice(index + 1)) {
          from = later.mapping.map(from, -1);
          to = later.mapping.map(to, 1);
        }
        ranges.push({ from, to });
      });
    }
  }
  return ranges;
}

function masksIn(block: Node, start: number): Run[] {
  const text = block.textBetween(0, block.content.size, notText, notText);
  return [...text.matchAll(mask)].map((match) => ({
    from: start + match.index,
    to: start + match.index + match[0].length,
  }));
}

/** Where `[MASK]` stands as plain text in the blocks that a range touches; code is left alone. */
export function findMasks(doc: Node, ranges: readonly Run[]): Run[] {
  const found = new Map<number, Run>();
  for (const { from, to } of ranges) {
    const end = Math.min(doc.content.size, to);
    doc.nodesBetween(Math.min(from, end), end, (node, pos) => {
      if (!node.isTextblock) return true;
      if (!node.type.spec.code) for (const run of masksIn(node, pos + 1)) found.set(run.from, run);
      return false;
    });
  }
  return [...found.values()].sort((a, b) => b.from - a.from);
}

function convert(state: EditorState, ranges: readonly Run[], gap: NodeType): Transaction | null {
  const runs = findMasks(state.doc, ranges);
  if (runs.length === 0) return null;
  const transaction = state.tr;
  // From the end, so that earlier positions stay true.
  for (const { from, to } of runs) transaction.replaceWith(from, to, gap.create());
  return transaction;
}

/** `[MASK]` becomes a chip however it came: typed, pasted, dropped or composed. */
export function maskConversion(gap: NodeType): Plugin {
  let view: EditorView | null = null;

  /** The document may not change under an input method; what it left is converted when it ends. */
  function afterComposition(): void {
    setTimeout(() => {
      if (!view || view.isDestroyed || view.composing) return;
      const { from, to } = view.state.selection;
      const transaction = convert(view.state, [{ from, to }], gap);
      if (transaction) view.dispatch(transaction);
    }, 20);
  }

  return new Plugin({
    key: new PluginKey('maskConversion'),
    view(created) {
      view = created;
      return { destroy: () => (view = null) };
    },
    props: {
      handleDOMEvents: {
        compositionend() {
          afterComposition();
          return false;
        },
      },
    },
    appendTransaction(transactions, _before, state) {
      if (view?.composing || !transactions.some((one) => one.docChanged)) return null;
      return convert(state, changedRanges(transactions), gap);
    },
  });
}

/** Runs of chips that were not there before: where the writer just made a gap. */
export function newRuns(transactions: readonly Transaction[], doc: Node): Run[] {
  const runs: Run[] = [];
  for (const { from, to } of changedRanges(transactions)) {
    doc.nodesBetween(from, Math.min(to, doc.content.size), (node, pos) => {
      if (node.type !== doc.type.schema.nodes.gap) return true;
      const run = runAt(doc, pos);
      if (run && !runs.some((one) => one.from === run.from)) runs.push(run);
      return false;
    });
  }
  return runs;
}
