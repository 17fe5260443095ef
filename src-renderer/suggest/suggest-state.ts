import type { Candidate, Suggestion } from '../../src-main/contract/index.ts';
import type { Message } from '../../src-main/contract/text.ts';
import { type Context, type GapRun, maskText } from '../text/gap-context.ts';
import { type LengthChoice, nextLength } from './length-choice.ts';
import { mergeCandidates } from './merge-candidates.ts';

/**
 * What the suggestion list does, as a pure function: update(state, event) → state + effects.
 * Requests, timers and the document itself belong to whoever carries the effects out.
 */

/** An answer as it stands in the list. */
export interface Shown {
  readonly stage: Suggestion['stage'];
  readonly candidates: readonly Candidate[];
  readonly suggestionId: string | null;
  /** The glossary term that keeps its place: nothing is offered for it. */
  readonly term: string | null;
  /** The chips of the run that the words stand for. */
  readonly firstChip: number;
  readonly chips: number;
}

export interface Open {
  /** Stays the same while the gap lives, through every edit around it. */
  readonly key: string;
  readonly run: GapRun;
  readonly context: Context;
  /** The selected word that others are offered for; null at a gap. */
  readonly original: string | null;
  /** The number of characters that the writer narrowed the words to; null for any. */
  readonly length: LengthChoice;
  /** The request whose answer is awaited; answers to any other are late and dropped. */
  readonly asking: string | null;
  readonly shown: Shown | null;
  readonly selected: number;
  /** The writer moved the selection or points at the list: rows must keep still. */
  readonly held: boolean;
  /** The writer went into the list: it takes digits, Enter and arrows. Otherwise they belong to the text. */
  readonly armed: boolean;
  readonly failure: Message | null;
}

export interface SuggestState {
  /** Sets this window's request ids apart from other windows'. */
  readonly session: string;
  readonly asked: number;
  /** The gap that the writer closed the list of; it stays closed until they come back to it. */
  readonly dismissed: string | null;
  /** Words that are not offered again at one gap, by its key. */
  readonly unwanted: Readonly<Record<string, readonly string[]>>;
  readonly open: Open | null;
}

export type SuggestEvent =
  /** The writer is at a gap or goes on in its paragraph. */
  | {
      readonly type: 'gap';
      readonly key: string;
      readonly run: GapRun;
      readonly context: Context;
      /** The word that the run is, where it is a selection and no gap. */
      readonly original: string | null;
      /** `asked`: the writer wants the list; `typed`: the text changed; `moved`: nothing but the caret did. */
      readonly by: 'asked' | 'typed' | 'moved';
      readonly delayMs: number;
    }
  /** The gap is gone, or the writer is elsewhere. */
  | { readonly type: 'left' }
  /** The word that stood there was taken back: the gap is left alone like one whose list was closed. */
  | { readonly type: 'declined'; readonly key: string }
  | { readonly type: 'answer'; readonly suggestion: Suggestion }
  | { readonly type: 'failed'; readonly requestId: string; readonly text: Message }
  | { readonly type: 'move'; readonly by: 1 | -1 }
  /** Narrows the words to a number of characters: the next in the row, or the one that was clicked. */
  | { readonly type: 'narrow'; readonly by: 1 | -1 }
  | { readonly type: 'length'; readonly to: LengthChoice }
  /** A key of the list that has nothing to act on yet. */
  | { readonly type: 'await' }
  | { readonly type: 'point'; readonly row: number }
  | { readonly type: 'choose'; readonly row: number }
  /** The writer does not want this word, in later answers for this gap either. */
  | { readonly type: 'refuse'; readonly word: string }
  /** The writer does not want this word; no later answer has it. */
  | { readonly type: 'forget'; readonly word: string }
  | { readonly type: 'dismiss' }
  | { readonly type: 'retry' };

export type SuggestEffect =
  | {
      readonly type: 'request';
      readonly requestId: string;
      readonly gapKey: string;
      readonly text: string;
      /** The selected word that others are asked for; null at a gap. */
      readonly original: { readonly word: string; readonly start: number } | null;
      /** Characters of the words that are wanted at the gap at `start`; null for any number. */
      readonly length: { readonly characters: number; readonly start: number } | null;
      readonly delayMs: number;
    }
  | { readonly type: 'abort'; readonly requestId: string }
  | {
      readonly type: 'accept';
      readonly run: GapRun;
      readonly word: string;
      readonly suggestionId: string | null;
    }
  | { readonly type: 'announce'; readonly candidates: readonly Candidate[] }
  /** The writer closed a list that had words. */
  | {
      readonly type: 'signal';
      readonly kind: 'dismissed';
      readonly suggestionId: string;
      readonly word: string;
    };

export interface Step {
  readonly state: SuggestState;
  readonly effects: readonly SuggestEffect[];
}

export const closed = (session: string): SuggestState => ({
  session,
  asked: 0,
  dismissed: null,
  unwanted: {},
  open: null,
});

/** Whether the list opened or closed between two states; null where it did neither. */
export function turnOf(before: SuggestState, after: SuggestState): 'opened' | 'closed' | null {
  if ((before.open === null) === (after.open === null)) return null;
  return after.open ? 'opened' : 'closed';
}

const stay = (state: SuggestState): Step => ({ state, effects: [] });
const show = (state: SuggestState, open: Open): Step => stay({ ...state, open });

const abortOf = (open: Open | null): SuggestEffect[] =>
  open?.asking ? [{ type: 'abort', requestId: open.asking }] : [];

function ask(state: SuggestState, open: Open, delayMs: number): Step {
  const asked = state.asked + 1;
  const requestId = `${state.session}-${asked}`;
  const { start } = open.context;
  return {
    state: { ...state, asked, open: { ...open, asking: requestId, failure: null } },
    effects: [
      ...abortOf(state.open),
      {
        type: 'request',
        requestId,
        gapKey: open.key,
        text: open.context.text,
        original: open.original === null ? null : { word: open.original, start },
        length: open.length === null ? null : { characters: open.length, start },
        delayMs,
      },
    ],
  };
}

const length = (run: GapRun): number => run.to - run.from;
/** `[MASK]`s that stand for the run in its context: a selection is one, whatever its length. */
const masksOf = ({ run, original }: Pick<Open, 'run' | 'original'>): number =>
  original === null ? length(run) : 1;

/** Whether the words can be narrowed to a number of characters: a run of several chips has its own. */
export const canNarrow = (open: Pick<Open, 'run' | 'original'>): boolean => masksOf(open) === 1;

function atGap(state: SuggestState, event: Extract<SuggestEvent, { type: 'gap' }>): Step {
  const { key, run, context, original, by } = event;
  if (state.dismissed === key && by !== 'asked') return stay(state);
  const same = state.open?.key === key ? state.open : null;
  // A list that opens by itself is no question: only its own keys lead into it.
  const armed = by === 'asked' || (by === 'moved' && (same?.armed ?? false));
  if (same && same.context.text === context.text && same.context.start === context.start)
    return show(state, { ...same, run, armed });
  // Words for a run of another length are no answer any more; others stay until better ones come.
  const shown = same && length(same.run) === length(run) ? same.shown : null;
  const open: Open = {
    key,
    run,
    context,
    original,
    length: same?.length ?? null,
    asking: null,
    shown,
    selected: 0,
    held: false,
    armed,
    failure: null,
  };
  return ask({ ...state, dismissed: null }, open, event.delayMs);
}

function read(open: Open, suggestion: Suggestion, unwanted: readonly string[]): Shown | null {
  const runEnd = open.context.start + masksOf(open) * maskText.length;
  const gap = suggestion.gaps.find((one) => one.start >= open.context.start && one.end <= runEnd);
  if (!gap) return null;
  return {
    stage: suggestion.stage,
    // The word itself is no alternative to itself.
    candidates: gap.candidates.filter(({ word }) => word !== open.original && !unwanted.includes(word)),
    suggestionId: gap.suggestionId,
    term: gap.term ?? null,
    firstChip: (gap.start - open.context.start) / maskText.length,
    chips: (gap.end - gap.start) / maskText.length,
  };
}

function answered(state: SuggestState, suggestion: Suggestion): Step {
  const { open } = state;
  if (!open || open.asking !== suggestion.requestId) return stay(state);
  const full = suggestion.stage === 'full';
  const answer = read(open, suggestion, state.unwanted[open.key] ?? []);
  const asking = full ? null : open.asking;
  // A first answer without a word says nothing yet; only the full one may say "not sure".
  if (!full && !answer?.candidates.length) return stay(state);
  if (!answer) return show(state, { ...open, asking, shown: null });
  const before = open.shown?.candidates ?? [];
  const candidates = mergeCandidates(before, answer.candidates, open.held ? open.selected : null);
  const word = open.held ? before[open.selected]?.word : undefined;
  const at = candidates.findIndex((one) => one.word === word);
  const next: Open = {
    ...open,
    asking,
    shown: { ...answer, candidates },
    selected: Math.max(at, 0),
    failure: null,
  };
  return {
    state: { ...state, open: next },
    effects: full ? [{ type: 'announce', candidates }] : [],
  };
}

function choose(state: SuggestState, open: Open, row: number): Step {
  const candidate = open.shown?.candidates[row];
  if (!open.shown || !candidate) return stay(state);
  const from = open.run.from + open.shown.firstChip;
  const run = open.original === null ? { from, to: from + open.shown.chips } : open.run;
  return {
    state: { ...state, open: null },
    effects: [
      ...abortOf(open),
      {
        type: 'accept',
        run,
        word: candidate.word,
        suggestionId: open.shown.suggestionId,
      },
    ],
  };
}

function declined(state: SuggestState, key: string): Step {
  const closes = state.open?.key === key;
  return {
    state: { ...state, dismissed: key, open: closes ? null : state.open },
    effects: closes ? abortOf(state.open) : [],
  };
}

const rowsOf = (open: Open): number => open.shown?.candidates.length ?? 0;

function move(state: SuggestState, open: Open, by: 1 | -1): Step {
  const rows = rowsOf(open);
  // The writer is in, whenever the answer comes.
  if (rows === 0) return open.asking === null ? stay(state) : show(state, { ...open, armed: true });
  // Entering the list from the text lands on its first row.
  const selected = open.armed ? (open.selected + by + rows) % rows : open.selected;
  return show(state, { ...open, selected, held: true, armed: true });
}

/** The words of the old length go at once: a digit that is pressed now means a word of the new one. */
function narrow(state: SuggestState, open: Open, to: LengthChoice): Step {
  if (!canNarrow(open) || to === open.length) return stay(state);
  return ask(state, { ...open, length: to, shown: null, selected: 0, held: false }, 0);
}

function refuse(state: SuggestState, open: Open, word: string): Step {
  const words = [...(state.unwanted[open.key] ?? []), word];
  return forget({ ...state, unwanted: { ...state.unwanted, [open.key]: words } }, open, word);
}

function dismiss(state: SuggestState, open: Open): Step {
  const { suggestionId = null, candidates = [] } = open.shown ?? {};
  const [first] = candidates;
  const effects = abortOf(open);
  if (suggestionId && first)
    effects.push({ type: 'signal', kind: 'dismissed', suggestionId, word: first.word });
  return { state: { ...state, dismissed: open.key, open: null }, effects };
}

function forget(state: SuggestState, open: Open, word: string): Step {
  if (!open.shown) return stay(state);
  const candidates = open.shown.candidates.filter((one) => one.word !== word);
  const selected = Math.min(open.selected, Math.max(0, candidates.length - 1));
  return show(state, { ...open, shown: { ...open.shown, candidates }, selected });
}

function withOpen(state: SuggestState, open: Open, event: SuggestEvent): Step {
  switch (event.type) {
    case 'move':
      return move(state, open, event.by);
    case 'narrow':
      return narrow(state, open, nextLength(open.length, event.by));
    case 'length':
      return narrow(state, open, event.to);
    case 'await':
      return stay(state);
    case 'point':
      return event.row < rowsOf(open)
        ? show(state, { ...open, selected: event.row, held: true })
        : stay(state);
    case 'choose':
      return choose(state, open, event.row);
    case 'refuse':
      return refuse(state, open, event.word);
    case 'forget':
      return forget(state, open, event.word);
    case 'dismiss':
      return dismiss(state, open);
    case 'retry':
      return open.failure ? ask(state, open, 0) : stay(state);
    case 'failed':
      return open.asking === event.requestId
        ? show(state, { ...open, asking: null, shown: null, failure: event.text })
        : stay(state);
    default:
      return stay(state);
  }
}

/** The state after an event, and what must be done outside. */
export function update(state: SuggestState, event: SuggestEvent): Step {
  if (event.type === 'gap') return atGap(state, event);
  if (event.type === 'declined') return declined(state, event.key);
  if (event.type === 'answer') return answered(state, event.suggestion);
  if (event.type === 'left')
    return { state: { ...state, dismissed: null, open: null }, effects: abortOf(state.open) };
  return state.open ? withOpen(state, state.open, event) : stay(state);
}
