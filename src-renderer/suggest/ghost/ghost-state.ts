import type { Candidate, InlineLevel } from '../../../src-main/contract/index.ts';
import { nextPart, type Part } from './parts.ts';

/**
 * Inline completion as a pure function: update(state, event) → state + effects. Positions are the
 * document's; timers, requests and the document belong to whoever carries the effects out.
 */

/** A caret where something may be offered. */
export interface Caret {
  readonly pos: number;
}

export interface Ghost {
  /** Where it stands: always the caret. */
  readonly pos: number;
  readonly requestId: string;
  readonly suggestionId: string | null;
  readonly candidates: readonly Candidate[];
  readonly index: number;
  /** Its beginning that is in the text already, typed or accepted. */
  readonly taken: string;
  /** Whether the writer took any of that, and did not type it. */
  readonly took: boolean;
}

export interface GhostOptions {
  readonly enabled: boolean;
  /** Milliseconds without a change before something is asked for. */
  readonly delayMs: number;
  readonly level: InlineLevel;
}

type Phase =
  | { readonly kind: 'idle' }
  | { readonly kind: 'resting'; readonly token: number; readonly caret: Caret }
  | { readonly kind: 'asking'; readonly requestId: string; readonly caret: Caret }
  | { readonly kind: 'shown'; readonly ghost: Ghost }
  /** Out of sight while an input method is at work: what it leaves in the text may be the ghost's beginning. */
  | { readonly kind: 'held'; readonly ghost: Ghost };

export interface GhostState {
  readonly session: string;
  readonly count: number;
  readonly options: GhostOptions;
  readonly composing: boolean;
  /** Where the writer dismissed a word or took one back; nothing is offered there again. */
  readonly dismissed: Range | null;
  /** What the writer took last, while it stands there. */
  readonly taken: Range | null;
  /** What is being put into the text for the writer, who did not type it. */
  readonly inserting: string | null;
  readonly phase: Phase;
}

export interface Range {
  readonly from: number;
  readonly to: number;
}

/** A plain insertion of text; `at` is where it begins. */
export interface Typed {
  readonly at: number;
  readonly text: string;
}

export type GhostEvent =
  | {
      readonly type: 'changed';
      /** Null where nothing may be offered. */
      readonly caret: Caret | null;
      /** Whether the document changed, or the caret alone moved. */
      readonly edited: boolean;
      /** Where the caret is, whether a word may be offered there or not. */
      readonly head: number;
      readonly typed: Typed | null;
      /** Position before → after; null where it was deleted. */
      readonly map: (pos: number) => number | null;
    }
  | { readonly type: 'rested'; readonly token: number }
  | {
      readonly type: 'answer';
      readonly requestId: string;
      readonly suggestionId: string | null;
      readonly candidates: readonly Candidate[];
    }
  | { readonly type: 'failed'; readonly requestId: string }
  | { readonly type: 'accept'; readonly part: Part }
  | { readonly type: 'cycle'; readonly by: 1 | -1 }
  | { readonly type: 'dismiss' }
  /** A word that was taken elsewhere is gone again; this is left of its place. */
  | { readonly type: 'declined'; readonly place: Range }
  | { readonly type: 'composing'; readonly active: boolean }
  /** The writer looks elsewhere. */
  | { readonly type: 'left' }
  | { readonly type: 'options'; readonly options: GhostOptions };

export type GhostEffect =
  | { readonly type: 'rest'; readonly token: number; readonly ms: number }
  | { readonly type: 'cancel-rest' }
  | {
      readonly type: 'request';
      readonly requestId: string;
      readonly caret: Caret;
      readonly level: InlineLevel;
    }
  | { readonly type: 'abort'; readonly requestId: string }
  /** The edit comes back as `changed` and moves the ghost on; the state does not run ahead of the text. */
  | { readonly type: 'insert'; readonly at: number; readonly text: string }
  /** The writer took the word, and all of it stands in the text now. Typed to its end, it is the writer's own. */
  | {
      readonly type: 'completed';
      readonly candidate: Candidate;
      readonly suggestionId: string | null;
      readonly to: number;
    }
  /** What became of a ghost that was not completed; `word` is what of it the writer wanted, or did not want. */
  | {
      readonly type: 'ended';
      readonly how: Ending;
      readonly candidate: Candidate;
      readonly word: string;
      readonly suggestionId: string | null;
    };

/** All of it was typed; some of it was taken, and the writer went on in another way; it was sent away. */
export type Ending = 'typed' | 'part' | 'dismissed';

export interface GhostStep {
  readonly state: GhostState;
  readonly effects: readonly GhostEffect[];
}

export const silent = (session: string, options: GhostOptions): GhostState => ({
  session,
  count: 0,
  options,
  composing: false,
  dismissed: null,
  taken: null,
  inserting: null,
  phase: { kind: 'idle' },
});

const nothing: Candidate = { word: '', probability: 0 };
export const candidateOf = (ghost: Ghost): Candidate => ghost.candidates[ghost.index] ?? nothing;
export const wordOf = (ghost: Ghost): string => candidateOf(ghost).word;
/** What is shown: the word without its beginning that stands in the text. */
export const restOf = (ghost: Ghost): string => wordOf(ghost).slice(ghost.taken.length);

const stay = (state: GhostState): GhostStep => ({ state, effects: [] });

const ghostIn = ({ phase }: GhostState): Ghost | null =>
  phase.kind === 'shown' || phase.kind === 'held' ? phase.ghost : null;

const show = (state: GhostState, ghost: Ghost): GhostStep =>
  stay({ ...state, phase: { kind: 'shown', ghost } });

const ended = (ghost: Ghost, how: Ending, word: string): GhostEffect => ({
  type: 'ended',
  how,
  candidate: candidateOf(ghost),
  word,
  suggestionId: ghost.suggestionId,
});

/** Ends whatever is under way. */
function quiet(state: GhostState): { state: GhostState; effects: GhostEffect[] } {
  const { phase } = state;
  const ghost = ghostIn(state);
  const effects: GhostEffect[] = [];
  if (phase.kind === 'resting') effects.push({ type: 'cancel-rest' });
  if (phase.kind === 'asking') effects.push({ type: 'abort', requestId: phase.requestId });
  // What was taken and is taken back again was not wanted.
  if (ghost?.took && state.taken) effects.push(ended(ghost, 'part', ghost.taken));
  return { state: { ...state, phase: { kind: 'idle' } }, effects };
}

function rest(state: GhostState, caret: Caret): GhostStep {
  const { state: ended, effects } = quiet(state);
  const token = state.count + 1;
  return {
    state: { ...ended, count: token, phase: { kind: 'resting', token, caret } },
    effects: [...effects, { type: 'rest', token, ms: state.options.delayMs }],
  };
}

/** Characters that continue the ghost turn it into text; null where they do not. */
function followTyping(ghost: Ghost, typed: Typed | null): Ghost | null {
  if (!typed || typed.at !== ghost.pos || typed.text === '') return null;
  const taken = ghost.taken + typed.text;
  const fits = ghost.candidates.findIndex(({ word }, i) => i >= ghost.index && word.startsWith(taken));
  // Another candidate may go on the way the writer does; the shown one is tried first.
  if (fits < 0) return null;
  return { ...ghost, index: fits, taken, pos: ghost.pos + typed.text.length };
}

type Changed = Extract<GhostEvent, { type: 'changed' }>;

/** What of a range is left where an end of it was deleted is at the caret. */
const follow = ({ from, to }: Range, { map, head }: Changed): Range => ({
  from: map(from) ?? head,
  to: map(to) ?? head,
});

/** Where the words are now that were dismissed and taken. One that was taken and is deleted is dismissed, too. */
function followPlaces(state: GhostState, event: Changed): Pick<GhostState, 'dismissed' | 'taken'> {
  const dismissed = state.dismissed && follow(state.dismissed, event);
  const { taken } = state;
  if (!taken) return { dismissed, taken };
  const now = follow(taken, event);
  const gone = event.map(taken.from) === null || event.map(taken.to) === null;
  return gone ? { dismissed: now, taken: null } : { dismissed, taken: now };
}

function changed(before: GhostState, event: Changed): GhostStep {
  const { inserting } = before;
  const state = { ...before, ...followPlaces(before, event), inserting: null };
  const old = ghostIn(before);
  // What an input method writes on the way says nothing; what it leaves comes when it is done.
  if (old && state.composing) return stay(state);
  if (!old) return offer(state, event);
  if (!event.edited) return backInSight(state, old, event);
  const typedOn = followTyping(old, event.typed);
  if (!typedOn) return offer(state, event);
  const took = inserting !== null && event.typed?.text === inserting;
  const ghost = { ...typedOn, took: old.took || took };
  const taken = took ? { from: ghost.pos - ghost.taken.length, to: ghost.pos } : state.taken;
  if (restOf(ghost) === '') return completed({ ...state, taken }, ghost, took, event);
  if (event.head !== ghost.pos) return offer({ ...state, taken }, event);
  return show({ ...state, taken }, ghost);
}

/** An input method that left nothing leaves the ghost; a caret that moves does not. */
function backInSight(state: GhostState, ghost: Ghost, event: Changed): GhostStep {
  const back = state.phase.kind === 'held' && event.caret?.pos === ghost.pos;
  return back ? show(state, ghost) : offer(state, event);
}

function completed(state: GhostState, ghost: Ghost, took: boolean, event: Changed): GhostStep {
  const next = offer({ ...state, phase: { kind: 'idle' } }, event);
  const { suggestionId, pos: to } = ghost;
  const effect: GhostEffect = took
    ? { type: 'completed', candidate: candidateOf(ghost), suggestionId, to }
    : ended(ghost, 'typed', wordOf(ghost));
  return { state: next.state, effects: [effect, ...next.effects] };
}

const isWithin = (pos: number, range: Range | null): boolean =>
  range !== null && pos >= range.from && pos <= range.to;

function offer(state: GhostState, { caret, edited }: Changed): GhostStep {
  const may = state.options.enabled && edited && !state.composing;
  if (may && caret && !isWithin(caret.pos, state.dismissed)) return rest(state, caret);
  return quiet(state);
}

function answered(state: GhostState, event: Extract<GhostEvent, { type: 'answer' }>): GhostStep {
  const { phase } = state;
  if (phase.kind !== 'asking' || phase.requestId !== event.requestId) return stay(state);
  const { candidates, suggestionId, requestId } = event;
  if (candidates.length === 0) return stay({ ...state, phase: { kind: 'idle' } });
  const { pos } = phase.caret;
  return show(state, { pos, requestId, suggestionId, candidates, index: 0, taken: '', took: false });
}

function cycle(ghost: Ghost, by: 1 | -1): Ghost {
  const count = ghost.candidates.length;
  for (let step = 1; step <= count; step++) {
    const index = (ghost.index + by * step + count * step) % count;
    const word = ghost.candidates[index]?.word ?? '';
    if (word.startsWith(ghost.taken) && word.length > ghost.taken.length) return { ...ghost, index };
  }
  return ghost;
}

const insert = (state: GhostState, at: number, text: string): GhostStep => ({
  state: { ...state, inserting: text },
  effects: [{ type: 'insert', at, text }],
});

function dismissed(state: GhostState, ghost: Ghost): GhostStep {
  const { state: now, effects } = quiet(state);
  const told = effects.length > 0 ? effects : [ended(ghost, 'dismissed', wordOf(ghost))];
  return { state: { ...now, dismissed: { from: ghost.pos, to: ghost.pos } }, effects: told };
}

/** An input method begins, or is done. */
function composing(state: GhostState, active: boolean): GhostStep {
  const { phase } = state;
  if (!active) return stay({ ...state, composing: false });
  if (phase.kind === 'shown') return stay({ ...state, composing: true, phase: { ...phase, kind: 'held' } });
  return phase.kind === 'held' ? stay(state) : quiet({ ...state, composing: true });
}

function withGhost(state: GhostState, ghost: Ghost, event: GhostEvent): GhostStep {
  switch (event.type) {
    case 'accept':
      return insert(state, ghost.pos, nextPart(wordOf(ghost), ghost.taken.length, event.part));
    case 'cycle':
      return show(state, cycle(ghost, event.by));
    case 'dismiss':
      return dismissed(state, ghost);
    default:
      return stay(state);
  }
}

/** The state after an event, and what must be done outside. */
export function update(state: GhostState, event: GhostEvent): GhostStep {
  const { phase } = state;
  switch (event.type) {
    case 'changed':
      return changed(state, event);
    case 'composing':
      return composing(state, event.active);
    case 'left':
      return quiet(state);
    case 'declined':
      return stay({ ...state, dismissed: event.place });
    case 'options':
      return quiet({ ...state, options: event.options });
    case 'rested': {
      if (phase.kind !== 'resting' || phase.token !== event.token) return stay(state);
      const requestId = `${state.session}-i${event.token}`;
      return {
        state: { ...state, phase: { kind: 'asking', requestId, caret: phase.caret } },
        effects: [{ type: 'request', requestId, caret: phase.caret, level: state.options.level }],
      };
    }
    case 'answer':
      return answered(state, event);
    case 'failed':
      return phase.kind === 'asking' && phase.requestId === event.requestId
        ? stay({ ...state, phase: { kind: 'idle' } })
        : stay(state);
    default:
      return phase.kind === 'shown' ? withGhost(state, phase.ghost, event) : stay(state);
  }
}
