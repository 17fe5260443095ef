import type { Node } from '@tiptap/pm/model';
import { Step } from '@tiptap/pm/transform';

/** What was changed in a document, as text, and back. */

/** Consecutive steps of one place as one: a word that is typed is one step, not one a letter. */
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
 * The document after the changes of a journal.
 * @returns the document, and whether every entry could be followed; what follows one that cannot is left out
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
