import type { Node } from '@tiptap/pm/model';
import { type EditorState, Plugin, PluginKey, type Transaction } from '@tiptap/pm/state';
import type { EditorView } from '@tiptap/pm/view';
import { gapOf, spelledGaps } from '../../src-main/documents/schema/gap-nodes.ts';
import { type GapRun, runAt } from './gap-context.ts';

/** Ranges that the transactions changed, in the new document. */
export function changedRanges(transactions: readonly Transaction[]): GapRun[] {
  const ranges: GapRun[] = [];
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

/** A gap that is spelled as text, and its node. */
interface Spelled extends GapRun {
  readonly chip: Node;
}

/** The spelled gaps in the blocks that a range touches, the last one first. */
function findSpelled(doc: Node, ranges: readonly GapRun[]): Spelled[] {
  const found = new Map<number, Spelled>();
  for (const { from, to } of ranges) {
    const end = Math.min(doc.content.size, to);
    doc.nodesBetween(Math.min(from, end), end, (block, pos) => {
      if (!block.isTextblock) return true;
      for (const range of spelledGaps(block)) {
        const place = { from: pos + 1 + range.from, to: pos + 1 + range.to };
        found.set(place.from, { ...place, chip: gapOf(block, range) });
      }
      return false;
    });
  }
  return [...found.values()].sort((a, b) => b.from - a.from);
}

function convert(state: EditorState, ranges: readonly GapRun[]): Transaction | null {
  const spelled = findSpelled(state.doc, ranges);
  if (spelled.length === 0) return null;
  const transaction = state.tr;
  // From the end, so that earlier positions stay valid.
  for (const { from, to, chip } of spelled) transaction.replaceWith(from, to, chip);
  return transaction;
}

/** Turns spelled gaps into nodes, however they arrive: typed, pasted, dropped, composed, or by undo. */
export function maskConversion(): Plugin {
  let view: EditorView | null = null;

  /** The document must not change during a composition; its gaps are converted when it ends. */
  function afterComposition(): void {
    setTimeout(() => {
      if (!view || view.isDestroyed || view.composing) return;
      const { from, to } = view.state.selection;
      const transaction = convert(view.state, [{ from, to }]);
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
      return convert(state, changedRanges(transactions));
    },
  });
}

/** New runs of gaps, which the writer has just made. */
export function newRuns(transactions: readonly Transaction[], doc: Node): GapRun[] {
  const runs: GapRun[] = [];
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
