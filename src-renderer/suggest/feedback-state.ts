/**
 * ✓ and ✗ on one suggestion, as a pure function: update(state, event) → state + effects. One judgement at a time: while
 * the answer to a call is awaited no second one is made, and an answer is shown only where what it is about still is.
 * Calls and timers belong to whoever carries the effects out.
 */

/** What the writer judges. */
export interface Judged {
  readonly suggestionId: string;
  /** The word that ✓ or ✗ is about. */
  readonly word: string;
  /** A word that was filled in, or one that is only offered. */
  readonly place: 'text' | 'list';
}

/** How far the writer got with it. */
export type FeedbackStep =
  | { readonly step: 'ask' }
  | { readonly step: 'correct' }
  | {
      readonly step: 'kept';
      readonly id: string;
      readonly kind: 'right' | 'wrong';
      readonly own: string | null;
    }
  | { readonly step: 'undone' };

/** A call whose answer is awaited. */
type Awaited =
  | { readonly call: number; readonly what: 'right' | 'wrong'; readonly own: string | null }
  | { readonly call: number; readonly what: 'undo' };

export interface FeedbackState {
  readonly judged: Judged | null;
  readonly at: FeedbackStep;
  readonly awaited: Awaited | null;
  /** Calls so far. */
  readonly made: number;
}

export type FeedbackEvent =
  /** The bar of a word that was taken, or the question for a better word than the offered ones. */
  | { readonly type: 'open'; readonly judged: Judged; readonly step: 'ask' | 'correct' }
  /** ✗: the word that was meant is asked for. */
  | { readonly type: 'correct' }
  | { readonly type: 'right' }
  /** `own` is the word that was meant; null where the writer gives none. */
  | { readonly type: 'wrong'; readonly own: string | null }
  | { readonly type: 'undo' }
  /** The call was carried out; `id` names what was given, null where it was taken back. */
  | { readonly type: 'done'; readonly call: number; readonly id: string | null }
  | { readonly type: 'failed'; readonly call: number }
  /** The writer's own word is in the text. */
  | { readonly type: 'filled' }
  /** The list is closed. */
  | { readonly type: 'list-closed' }
  /** The writer works elsewhere: ✓ and ✗ on the last word do not come back. */
  | { readonly type: 'elsewhere' }
  /** The judged word is not in the text any more. */
  | { readonly type: 'word-gone' }
  | { readonly type: 'close' };

export type FeedbackEffect =
  | {
      readonly type: 'give';
      readonly call: number;
      readonly suggestionId: string;
      readonly kind: 'right' | 'wrong';
      readonly word: string | null;
    }
  | { readonly type: 'take-back'; readonly call: number; readonly id: string };

export interface FeedbackUpdate {
  readonly state: FeedbackState;
  readonly effects: readonly FeedbackEffect[];
}

export const notJudging: FeedbackState = { judged: null, at: { step: 'ask' }, awaited: null, made: 0 };

const stay = (state: FeedbackState): FeedbackUpdate => ({ state, effects: [] });
const closed = (state: FeedbackState): FeedbackUpdate =>
  stay(state.judged ? { ...notJudging, made: state.made } : state);

/** Whether the writer said something about a word of the text, or is at it: nothing is concluded from its end then. */
export const isSaid = ({ judged, at, awaited }: FeedbackState): boolean =>
  judged?.place === 'text' && (at.step !== 'ask' || awaited !== null);

const sameAs = (a: Judged, b: Judged | null): boolean =>
  a.suggestionId === b?.suggestionId && a.word === b.word && a.place === b.place;

/** Whether a word that is asked about is judged to be right by now, or soon. */
const isRight = ({ at, awaited }: FeedbackState): boolean =>
  awaited?.what === 'right' || (at.step === 'kept' && at.kind === 'right');

function opened(state: FeedbackState, { judged, step }: Extract<FeedbackEvent, { type: 'open' }>) {
  // A second press of the ✓ of a row.
  if (judged.place === 'list' && step === 'ask' && sameAs(judged, state.judged) && isRight(state))
    return stay(state);
  return stay({ ...state, judged, at: { step }, awaited: null });
}

function give(state: FeedbackState, kind: 'right' | 'wrong', word: string | null): FeedbackUpdate {
  const { judged, at, awaited } = state;
  if (!judged || awaited || (at.step !== 'ask' && at.step !== 'correct')) return stay(state);
  const call = state.made + 1;
  const own = kind === 'wrong' ? word : null;
  const { suggestionId } = judged;
  return {
    state: { ...state, made: call, awaited: { call, what: kind, own } },
    effects: [{ type: 'give', call, suggestionId, kind, word }],
  };
}

function takeBack(state: FeedbackState): FeedbackUpdate {
  const { at, awaited } = state;
  if (at.step !== 'kept' || awaited) return stay(state);
  const call = state.made + 1;
  return {
    state: { ...state, made: call, awaited: { call, what: 'undo' } },
    effects: [{ type: 'take-back', call, id: at.id }],
  };
}

function done(state: FeedbackState, { call, id }: Extract<FeedbackEvent, { type: 'done' }>): FeedbackUpdate {
  const { awaited } = state;
  // The writer has gone on to something else.
  if (awaited?.call !== call) return stay(state);
  const now = { ...state, awaited: null };
  if (awaited.what === 'undo') return stay({ ...now, at: { step: 'undone' } });
  if (id === null) return stay(now);
  return stay({ ...now, at: { step: 'kept', id, kind: awaited.what, own: awaited.own } });
}

/** The state after an event, and what must be done outside. */
export function update(state: FeedbackState, event: FeedbackEvent): FeedbackUpdate {
  const { judged, at, awaited } = state;
  switch (event.type) {
    case 'open':
      return opened(state, event);
    case 'correct':
      return stay(judged && at.step === 'ask' && !awaited ? { ...state, at: { step: 'correct' } } : state);
    case 'right':
      return give(state, 'right', judged?.word ?? null);
    case 'wrong':
      return give(state, 'wrong', event.own);
    case 'undo':
      return takeBack(state);
    case 'done':
      return done(state, event);
    case 'failed':
      return stay(awaited?.call === event.call ? { ...state, awaited: null } : state);
    case 'filled':
      return stay(judged ? { ...state, judged: { ...judged, place: 'text' } } : state);
    case 'list-closed':
      return judged?.place === 'list' ? closed(state) : stay(state);
    case 'elsewhere':
      return judged?.place === 'text' && at.step !== 'correct' ? closed(state) : stay(state);
    case 'word-gone':
      return judged?.place === 'text' && at.step === 'ask' ? closed(state) : stay(state);
    case 'close':
      return closed(state);
  }
}

/** What Alt with a key means to the bar of a word in the text; null leaves it to the text. */
export function readJudgement({ judged, at }: FeedbackState, code: string): FeedbackEvent | null {
  // The form for the word that was meant has keys of its own. Once something is said, a second press says nothing.
  if (judged?.place !== 'text' || at.step === 'correct') return null;
  if (code === 'KeyY') return { type: 'right' };
  return code === 'KeyN' ? { type: 'correct' } : null;
}

/** Milliseconds that the bar stays: long enough to read and reach. Null for a form that waits for a word. */
const stays: Readonly<Record<FeedbackStep['step'], number | null>> = {
  ask: 10_000,
  correct: null,
  kept: 6000,
  undone: 2500,
};

/** Milliseconds until the bar goes by itself; null where it stays. @param busy whether it is pointed at or focused */
export const leavesAfter = ({ at }: FeedbackState, busy: boolean): number | null =>
  busy ? null : stays[at.step];
