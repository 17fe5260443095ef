import type { Node } from '@tiptap/pm/model';
import type { Selection } from '@tiptap/pm/state';
import type { Mapping } from '@tiptap/pm/transform';
import type { GapRun } from '../text/gap-context.ts';
import { followWord, type PlacedWord, stillThere } from '../text/word-edit.ts';

/**
 * The words that were taken from suggestions, while they are in the text, as a pure function: update(state, event) →
 * state + effects.
 */

export interface TakenWords {
  /** The last one; null once it is not in the text any more. */
  readonly placed: PlacedWord | null;
  /** The suggestion that it came from; null for the writer's own word. */
  readonly suggestionId: string | null;
  /** Oldest first. */
  readonly standing: readonly PlacedWord[];
}

export type TakenEvent =
  /** A word came into the text. */
  | { readonly type: 'taken'; readonly word: PlacedWord; readonly suggestionId: string | null }
  /** What one dispatch did to the document, and where the writer is. */
  | {
      readonly type: 'followed';
      readonly mappings: readonly Mapping[];
      readonly doc: Node;
      readonly selection: Selection;
      /** Whether the writer said something about the last word: its end says nothing more. */
      readonly said: boolean;
    }
  /** Another document is in place. */
  | { readonly type: 'forget' };

export type TakenEffect =
  /** A word that is in the text when the next one comes was kept; one that is gone was changed. */
  | {
      readonly type: 'signal';
      readonly kind: 'kept' | 'changed';
      readonly suggestionId: string;
      readonly word: string;
    }
  /** A word was taken back, by undo or by hand, and this is left of its place. */
  | { readonly type: 'declined'; readonly place: GapRun }
  /** The last word is not in the text any more. */
  | { readonly type: 'word-gone' }
  /** The writer is not in the paragraph of the last word. */
  | { readonly type: 'elsewhere' };

export interface TakenUpdate {
  readonly state: TakenWords;
  readonly effects: readonly TakenEffect[];
}

export const noWords: TakenWords = { placed: null, suggestionId: null, standing: [] };

/** Words that are followed, so that undoing one after another offers none of them again. */
const mostStanding = 100;

function taken(
  state: TakenWords,
  { word, suggestionId }: Extract<TakenEvent, { type: 'taken' }>,
): TakenUpdate {
  const { placed, standing } = state;
  const last = placed && state.suggestionId;
  return {
    state: { placed: word, suggestionId, standing: [...standing.slice(-(mostStanding - 1)), word] },
    effects: last ? [{ type: 'signal', kind: 'kept', suggestionId: last, word: placed.word }] : [],
  };
}

const isBeside = (word: PlacedWord, { $head }: Selection, doc: Node): boolean =>
  doc.resolve(word.from).sameParent($head);

function followed(
  state: TakenWords,
  { mappings, doc, selection, said }: Extract<TakenEvent, { type: 'followed' }>,
): TakenUpdate {
  if (!state.placed && state.standing.length === 0) return { state, effects: [] };
  const follow = (word: PlacedWord) => mappings.reduce(followWord, word);
  const moved = state.standing.map(follow);
  const gone = moved.filter((one) => !stillThere(one, doc));
  const effects: TakenEffect[] = gone.map(({ from, to }) => ({
    type: 'declined',
    place: { from: Math.min(from, to), to: Math.max(from, to) },
  }));
  const placed = state.placed && follow(state.placed);
  const now = { ...state, placed, standing: moved.filter((one) => !gone.includes(one)) };
  if (!placed) return { state: now, effects };
  if (stillThere(placed, doc)) {
    if (!isBeside(placed, selection, doc)) effects.push({ type: 'elsewhere' });
    return { state: now, effects };
  }
  const { suggestionId } = state;
  if (suggestionId && !said)
    effects.push({ type: 'signal', kind: 'changed', suggestionId, word: placed.word });
  effects.push({ type: 'word-gone' });
  return { state: { ...now, placed: null, suggestionId: null }, effects };
}

/** The state after an event, and what must be done outside. */
export function update(state: TakenWords, event: TakenEvent): TakenUpdate {
  switch (event.type) {
    case 'taken':
      return taken(state, event);
    case 'followed':
      return followed(state, event);
    case 'forget':
      return { state: noWords, effects: [] };
  }
}
