import type { Node } from '@tiptap/pm/model';
import type { Transaction } from '@tiptap/pm/state';
import { AttrStep } from '@tiptap/pm/transform';

/** The changed ranges of transactions, so that only their decorations are made again. Pure. */

export interface Range {
  readonly from: number;
  readonly to: number;
}

/** Calls back for every range that a step changed, before and after it. */
export function eachChange(
  { steps, docs, doc }: Transaction,
  run: (before: Node, was: Range, after: Node, is: Range) => void,
): void {
  for (const [i, step] of steps.entries()) {
    const before = docs[i] ?? doc;
    const after = docs[i + 1] ?? doc;
    if (step instanceof AttrStep) {
      const range = { from: step.pos, to: step.pos + 1 };
      run(before, range, after, range);
    }
    step.getMap().forEach((oldFrom, oldTo, newFrom, newTo) => {
      run(before, { from: oldFrom, to: oldTo }, after, { from: newFrom, to: newTo });
    });
  }
}

/** Ranges of the final document that steps changed. */
export function changedRanges(tr: Transaction): Range[] {
  const found: Range[] = [];
  for (const [i, step] of tr.steps.entries()) {
    const rest = tr.mapping.slice(i + 1);
    const add = (from: number, to: number) => found.push({ from: rest.map(from, -1), to: rest.map(to, 1) });
    if (step instanceof AttrStep) add(step.pos, step.pos + 1);
    // A mark step moves nothing but changes its range.
    const { from, to } = step as { from?: unknown; to?: unknown };
    const map = step.getMap();
    let moved = false;
    map.forEach((_oldFrom, _oldTo, newFrom, newTo) => {
      moved = true;
      add(newFrom, newTo);
    });
    if (!moved && typeof from === 'number' && typeof to === 'number') add(from, to);
  }
  return found;
}

/** Whether a range lies inside the text of one block. */
export function insideBlock(doc: Node, { from, to }: Range): boolean {
  const $from = doc.resolve(from);
  return $from.parent.isTextblock && $from.sameParent(doc.resolve(to));
}
