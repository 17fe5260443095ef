import type { Node } from '@tiptap/pm/model';
import { Step } from '@tiptap/pm/transform';

/** Journal entries: changes of a document as text, and back. */

/** Merges consecutive steps in one place: a typed word is one step, not one for each letter. */
export function mergeSteps(steps: readonly Step[]): Step[] {
  const merged: Step[] = [];
  for (const step of steps) {
    const joined = merged.at(-1)?.merge(step);
    if (joined) merged[merged.length - 1] = joined;
    else merged.push(step);
  }
  return merged;
}

export const entryOf = (steps: readonly Step[]): string =>
  JSON.stringify(mergeSteps(steps).map((step) => step.toJSON()));

/**
 * Replays a journal.
 * @returns the document, and whether every entry could be applied; entries after one that cannot are left out
 */
export function replay(start: Node, journal: readonly string[]): { doc: Node; whole: boolean } {
  let doc = start;
  try {
    for (const entry of journal) {
      for (const json of JSON.parse(entry) as unknown[]) {
        const { doc: next } = Step.fromJSON(start.type.schema, json).apply(doc);
        if (!next) return { doc, whole: false };
        doc = next;
      }
    }
    doc.check();
    return { doc, whole: true };
  } catch {
    return { doc, whole: false };
  }
}
