import type { Schema } from '@tiptap/pm/model';
import { type EditorState, Plugin, PluginKey, type Transaction } from '@tiptap/pm/state';
import { Mapping, ReplaceStep, Step, type StepMap, type Transform } from '@tiptap/pm/transform';
import type { DraftChange } from '../../src-main/contract/index.ts';

/**
 * Merges the steps of two windows. All windows apply steps in the store's order; their own unstored steps are undone,
 * mapped through the others' and applied again. The method is that of prosemirror-collab.
 */

/** A step of this window and its inverse. */
export interface Change {
  readonly step: Step;
  readonly inverted: Step;
}

export function changesOf({ steps, docs }: Pick<Transform, 'steps' | 'docs'>): Change[] {
  return steps.flatMap((step, i) => {
    const before = docs[i];
    return before ? [{ step, inverted: step.invert(before) }] : [];
  });
}

/** @throws where an entry is no list of steps in this schema */
export const stepsOf = (schema: Schema, entries: readonly Pick<DraftChange, 'entry'>[]): Step[] =>
  entries.flatMap(({ entry }) => (JSON.parse(entry) as unknown[]).map((json) => Step.fromJSON(schema, json)));

/** Whether merging would lose text: the writer's own, or others' text inside a deletion. */
function loses(step: Step, mapped: Step | null): boolean {
  if (!(step instanceof ReplaceStep)) return false;
  if (!(mapped instanceof ReplaceStep)) return step.slice.size > 0;
  return mapped.to - mapped.from > step.to - step.from;
}

/**
 * Applies steps of an older document to the newest one.
 * @param transform at the newest document
 * @param over the others' changes since the older document
 * @param applied receives the index of each step that could be applied
 * @returns whether nothing was lost
 */
function applyOver(
  transform: Transform,
  steps: readonly Step[],
  over: readonly StepMap[],
  applied: (index: number) => void = () => undefined,
): boolean {
  const mapping = new Mapping([...steps.map((step) => step.getMap().invert()).reverse(), ...over]);
  for (const [i, step] of steps.entries()) {
    const mapFrom = steps.length - i;
    const mapped = step.map(mapping.slice(mapFrom));
    if (loses(step, mapped)) return false;
    if (!mapped) continue;
    if (transform.maybeStep(mapped).failed) {
      if (loses(step, null)) return false;
      continue;
    }
    // Restores positions inside the step, which its inverse had lost.
    mapping.appendMap(mapped.getMap(), mapFrom - 1);
    applied(i);
  }
  return true;
}

/** Its types leave the method out; prosemirror-collab uses it as this does. */
interface Mirrored {
  setMirror(one: number, other: number): void;
}

/**
 * Applies others' steps before this window's own.
 * @param transform at the document with the own changes
 * @returns the rebased own changes; null where text would be lost, `transform` is then invalid
 */
export function follow(
  transform: Transform,
  own: readonly Change[],
  others: readonly Step[],
): Change[] | null {
  for (const { inverted } of own.toReversed()) transform.step(inverted);
  for (const step of others) transform.step(step);
  const first = transform.steps.length;
  const mapping = transform.mapping as unknown as Mirrored;
  const whole = applyOver(
    transform,
    own.map(({ step }) => step),
    others.map((step) => step.getMap()),
    (i) => mapping.setMirror(own.length - i - 1, transform.steps.length - 1),
  );
  if (!whole) return null;
  const { steps, docs } = transform;
  return changesOf({ steps: steps.slice(first), docs: docs.slice(first) });
}

/** Marks a transaction of other windows' changes. */
const othersMeta = 'others';
export const isOthers = (transaction: Transaction): boolean => transaction.getMeta(othersMeta) === true;

/** Without it, the history would join steps and could not tell which were rebased. */
export const rebasing = (): Plugin =>
  new Plugin({ key: new PluginKey('rebasing'), historyPreserveItems: true });

/** Others' steps as a transaction; undo still reverts the own changes alone. */
export function followIn(
  state: EditorState,
  own: readonly Change[],
  others: readonly DraftChange[],
): { transaction: Transaction; changes: Change[] } | null {
  const { tr } = state;
  try {
    const changes = follow(tr, own, stepsOf(state.schema, others));
    if (!changes) return null;
    tr.setMeta('rebased', own.length).setMeta('addToHistory', false).setMeta(othersMeta, true);
    return { transaction: tr, changes };
  } catch {
    // Steps of another schema or document cannot be applied.
    return null;
  }
}

/** Applies steps that a page left to the newest document. @returns whether nothing was lost */
export const reapply = (transform: Transform, left: readonly Step[], others: readonly Step[]): boolean =>
  applyOver(
    transform,
    left,
    others.map((step) => step.getMap()),
  );
