import type { Node } from '@tiptap/pm/model';
import { NodeSelection, type Selection, TextSelection } from '@tiptap/pm/state';
import { contextOf, firstRunIn, type GapRun, runAt } from '../text/gap-context.ts';
import { selectedWord } from '../text/selected-word.ts';
import type { Spots } from '../text/spots.ts';
import type { SuggestEvent } from './suggest-state.ts';

/** What the list has to know of the document: which gap or selected word the writer is at. */

/** Milliseconds that the text around a gap must rest before it is asked about again. */
const typingDelayMs = 120;

/** Milliseconds that a selection must rest: a drag is no question. */
const selectionDelayMs = 350;

export interface Looked {
  readonly doc: Node;
  readonly selection: Selection;
  /** `asked`: the writer wants the list; `typed`: the text changed; `moved`: nothing but the caret did. */
  readonly by: 'asked' | 'typed' | 'moved';
  /** A gap that the writer just made. */
  readonly fresh: GapRun | null;
  /** The gap of the open list; null where none is open. */
  readonly openKey: string | null;
  /** Unique to this window. */
  readonly session: string;
  /** Whether the list opens by itself at a selected word; otherwise the writer asks for it. */
  readonly selectionOpens: boolean;
}

/** The run that the caret touches or that is selected as a whole. */
function runAtCaret(doc: Node, selection: Selection): GapRun | null {
  if (selection instanceof NodeSelection) return firstRunIn(doc, selection);
  return selection instanceof TextSelection && selection.empty ? runAt(doc, selection.head) : null;
}

/** The open gap stays in view while the writer goes on in its paragraph. */
function nearby({ doc, selection, openKey }: Looked, spots: Spots): GapRun | null {
  const run = openKey === null ? null : spots.runOf(openKey, doc);
  return run && doc.resolve(run.from).parent === selection.$head.parent ? run : null;
}

/** Better words for the selected one: the selection is the gap. */
function atSelection(
  { doc, by, session, selectionOpens, openKey }: Looked,
  { run, word }: { run: GapRun; word: string },
): SuggestEvent {
  const key = `${session}-s${run.from}-${word}`;
  if (!selectionOpens && by !== 'asked' && key !== openKey) return { type: 'left' };
  return {
    type: 'gap',
    key,
    run,
    context: contextOf(doc, run, undefined, 1),
    original: word,
    by,
    delayMs: by === 'asked' ? 0 : selectionDelayMs,
  };
}

/** @param spots names the gap, at the first visit */
export function look(looked: Looked, spots: Spots): SuggestEvent {
  const { doc, selection, by, fresh } = looked;
  const selected = selectedWord(doc, selection);
  if (selected) return atSelection(looked, selected);
  const run = runAtCaret(doc, selection) ?? fresh ?? nearby(looked, spots);
  if (!run) return { type: 'left' };
  return {
    type: 'gap',
    key: spots.keyOf(run),
    run,
    context: contextOf(doc, run),
    original: null,
    by,
    delayMs: by === 'typed' && !fresh ? typingDelayMs : 0,
  };
}
