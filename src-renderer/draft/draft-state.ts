import type { Draft, DraftNews } from '../../src-main/contract/index.ts';
import type { DraftEffect, DraftEvent } from './draft-events.ts';

/**
 * How a window stores a draft that other windows may write too, as a pure function: update(state, event) → state +
 * effects. Each write names the revision that it follows; one that is refused, and one whose answer is lost, is
 * followed by a look at what the store has. Requests, timers and the document belong to whoever carries the effects
 * out.
 */

/** A write that is not known to be stored yet. */
export interface Sent<C> {
  /** The state that it makes. */
  readonly revision: string;
  /** What it holds that the state before does not. */
  readonly changes: readonly C[];
  /** The document took the place of another: no changes lead to it. */
  readonly replaces: boolean;
  /** Whether its answer is awaited. */
  readonly open: boolean;
}

export interface DraftState<C> {
  /** Begins the names of this window's revisions: unique to it. */
  readonly session: string;
  readonly made: number;
  /** The newest stored state that the document holds; null for a draft that is not stored. */
  readonly kept: string | null;
  /** Entries of the journal that a window which opens now has to follow. */
  readonly entries: number;
  /** In order; each follows the one before. */
  readonly sent: readonly Sent<C>[];
  /** What was changed since the last write. */
  readonly pending: readonly C[];
  /** Whether the document took the place of another since the last write. */
  readonly replaced: boolean;
  /** Whether the store may have a state that the document does not hold. */
  readonly behind: boolean;
  /** Changes so far: tells whether the writer went on meanwhile. */
  readonly edits: number;
  readonly phase: Phase;
}

type Phase =
  | { readonly name: 'resting' }
  /** A timer runs: to the next write, or, after a failure, to the next look. */
  | { readonly name: 'waiting'; readonly failed: boolean }
  | { readonly name: 'writing' }
  | { readonly name: 'looking' }
  /** `own` is the number of changes that are being put after the others'. */
  | { readonly name: 'following'; readonly to: string; readonly count: number; readonly own: number }
  /** One of two texts goes into a document of its own, `edits` is their number when it was read. */
  | { readonly name: 'parting'; readonly draft: Draft; readonly edits: number };

export interface DraftStep<C> {
  readonly state: DraftState<C>;
  readonly effects: readonly DraftEffect<C>[];
}

/** Entries that a calm moment makes a whole document of, and the most that there may be without one. */
const long = 50;
const longest = 5000;

export const opened = <C>(session: string, kept: string | null, entries: number): DraftState<C> => ({
  session,
  made: 0,
  kept,
  entries,
  sent: [],
  pending: [],
  replaced: false,
  behind: false,
  edits: 0,
  phase: { name: 'resting' },
});

/** In order, what the store is not known to have. */
export const unstored = <C>(state: DraftState<C>): readonly C[] => [
  ...state.sent.flatMap(({ changes }) => changes),
  ...state.pending,
];

/** Whether the store is not known to have all of the document. */
export const isDirty = <C>({ sent, pending, replaced }: DraftState<C>): boolean =>
  replaced || pending.length > 0 || sent.some((one) => one.replaces || one.changes.length > 0);

const step = <C>(state: DraftState<C>, ...effects: DraftEffect<C>[]): DraftStep<C> => ({ state, effects });

function wait<C>(state: DraftState<C>): DraftStep<C> {
  return step({ ...state, phase: { name: 'waiting', failed: false } }, { type: 'wait', after: 'change' });
}

function look<C>(state: DraftState<C>): DraftStep<C> {
  const { sent, kept } = state;
  const revisions = sent.map((one) => one.revision).reverse();
  return step(
    { ...state, phase: { name: 'looking' } },
    { type: 'look', revisions: kept === null ? revisions : [...revisions, kept] },
  );
}

function write<C>(state: DraftState<C>): DraftStep<C> {
  const { session, sent, pending, replaced, entries } = state;
  const made = state.made + 1;
  const revision = `${session}-${made}`;
  const based = sent.at(-1)?.revision ?? state.kept;
  const one: Sent<C> = { revision, changes: pending, replaces: replaced, open: true };
  const next: DraftState<C> = {
    ...state,
    made,
    sent: [...sent, one],
    pending: [],
    replaced: false,
    phase: { name: 'writing' },
  };
  if (based === null || replaced || entries >= longest)
    return step({ ...next, entries: 0 }, { type: 'put', revision, based });
  return step({ ...next, entries: entries + 1 }, { type: 'append', revision, based, changes: pending });
}

/** What is to be done once nothing is under way. */
function next<C>(state: DraftState<C>): DraftStep<C> {
  if (state.behind) return look(state);
  if (state.replaced || state.pending.length > 0) return wait(state);
  return step({ ...state, phase: { name: 'resting' } }, { type: 'say', state: 'saved' });
}

/** The timer ran down, or nobody waits for it. */
function go<C>(state: DraftState<C>): DraftStep<C> {
  if (state.behind) return look(state);
  return state.replaced || state.pending.length > 0 ? write(state) : next(state);
}

function changed<C>(before: DraftState<C>, after: DraftState<C>): DraftStep<C> {
  const state = { ...after, edits: after.edits + 1 };
  // From here on the store is behind the page: the writer is not told otherwise.
  const say: DraftEffect<C>[] = isDirty(before) ? [] : [{ type: 'say', state: 'saving' }];
  if (state.phase.name !== 'resting') return step(state, ...say);
  const { state: waiting, effects } = wait(state);
  return step(waiting, ...say, ...effects);
}

function flush<C>(state: DraftState<C>): DraftStep<C> {
  const { phase, pending, replaced, behind } = state;
  if (phase.name === 'waiting') {
    const { state: after, effects } = go(state);
    return step(after, { type: 'stop-waiting' }, ...effects);
  }
  // It follows the write under way; where that one is refused, this one is too.
  if (phase.name === 'writing' && !behind && (replaced || pending.length > 0)) return write(state);
  return step(state);
}

/** The journal's changes into the content, which stays the same document. */
function compact<C>(state: DraftState<C>): DraftStep<C> {
  const { kept, entries, phase, behind } = state;
  if (phase.name !== 'resting' || behind || kept === null || entries < long) return step(state);
  const one: Sent<C> = { revision: kept, changes: [], replaces: false, open: true };
  return step(
    { ...state, entries: 0, sent: [one], phase: { name: 'writing' } },
    { type: 'put', revision: kept, based: kept },
  );
}

/** A write that is stored, and with it those that it follows. */
function stored<C>(state: DraftState<C>, revision: string): DraftStep<C> {
  const at = state.sent.findIndex((one) => one.revision === revision);
  if (at < 0) return step(state);
  const now = { ...state, kept: revision, sent: state.sent.slice(at + 1) };
  return now.phase.name === 'writing' && now.sent.length === 0 ? next(now) : afterAnswer(now);
}

/** An answer did not settle everything: the last one that is awaited leads to a look. */
function afterAnswer<C>(state: DraftState<C>): DraftStep<C> {
  const awaited = state.sent.some(({ open }) => open);
  return state.phase.name === 'writing' && state.behind && !awaited ? look(state) : step(state);
}

const answered = <C>(sent: readonly Sent<C>[], revision: string | null): readonly Sent<C>[] =>
  sent.map((one) => (one.revision === revision ? { ...one, open: false } : one));

function failed<C>(
  state: DraftState<C>,
  { revision, error }: Extract<DraftEvent<C>, { type: 'failed' }>,
): DraftStep<C> {
  const { phase } = state;
  const now = { ...state, behind: true, sent: answered(state.sent, revision) };
  const say: DraftEffect<C> = { type: 'say', state: 'unsaved', error };
  const awaited = now.sent.some(({ open }) => open);
  if (phase.name === 'resting' || phase.name === 'waiting' || awaited) return step(now, say);
  return step({ ...now, phase: { name: 'waiting', failed: true } }, say, { type: 'wait', after: 'failure' });
}

function told<C>(state: DraftState<C>, revision: string | null): DraftStep<C> {
  if (revision !== null && (revision === state.kept || revision.startsWith(`${state.session}-`)))
    return step(state);
  const now = { ...state, behind: true };
  return now.phase.name === 'resting' ? look(now) : step(now);
}

function reconnected<C>(state: DraftState<C>): DraftStep<C> {
  const now = { ...state, behind: true };
  if (now.phase.name === 'resting') return look(now);
  return now.phase.name === 'waiting' ? flush(now) : step(now);
}

/** What was sent and is not stored is to be sent again. */
function takeBack<C>(state: DraftState<C>): DraftState<C> {
  return {
    ...state,
    sent: [],
    pending: unstored(state),
    replaced: state.replaced || state.sent.some((one) => one.replaces),
  };
}

function news<C>(state: DraftState<C>, what: DraftNews): DraftStep<C> {
  if (state.phase.name !== 'looking') return step(state);
  if (!what.known) return unknown(takeBack({ ...state, behind: false }), what.draft);
  const { from, changes } = what;
  const at = state.sent.findIndex((one) => one.revision === from);
  const now = takeBack({ ...state, behind: false, kept: from, sent: state.sent.slice(at + 1) });
  const last = changes.at(-1);
  if (!last) return next(now);
  // No changes lead to a document that took the place of another: the others' are no use to it.
  if (now.replaced) return ask(now);
  return step(
    {
      ...now,
      phase: { name: 'following', to: last.revision, count: changes.length, own: now.pending.length },
    },
    { type: 'follow', changes, own: now.pending },
  );
}

/** For the draft itself. */
const ask = <C>(state: DraftState<C>): DraftStep<C> =>
  step({ ...state, phase: { name: 'looking' } }, { type: 'look', revisions: [] });

/** No changes lead from the document to the draft. */
function unknown<C>(state: DraftState<C>, draft: Draft | null): DraftStep<C> {
  if (!draft) return next({ ...state, kept: null, entries: 0 });
  if (!isDirty(state)) return adopt(state, draft);
  return part(state, draft);
}

function part<C>(state: DraftState<C>, draft: Draft): DraftStep<C> {
  return step(
    { ...state, phase: { name: 'parting', draft, edits: state.edits } },
    { type: 'part', draft: state.replaced ? draft : null },
  );
}

function adopt<C>(state: DraftState<C>, draft: Draft): DraftStep<C> {
  const { state: after, effects } = next({
    ...state,
    kept: draft.revision,
    entries: draft.journal.length,
    pending: [],
    replaced: false,
  });
  return step(after, { type: 'adopt', draft }, ...effects);
}

function parted<C>(state: DraftState<C>): DraftStep<C> {
  const { phase } = state;
  if (phase.name !== 'parting') return step(state);
  // A document that took the place of another stays; the text that it would cover has a place now.
  if (state.replaced) return write({ ...state, kept: phase.draft.revision });
  return state.edits === phase.edits ? adopt(state, phase.draft) : part(state, phase.draft);
}

function followed<C>(state: DraftState<C>, changes: readonly C[] | null): DraftStep<C> {
  const { phase } = state;
  if (phase.name !== 'following') return step(state);
  if (!changes) return ask(state);
  const { to, count, own } = phase;
  const pending = [...changes, ...state.pending.slice(own)];
  return next({ ...state, kept: to, entries: state.entries + count, pending });
}

/** The state after an event, and what must be done outside. */
export function update<C>(state: DraftState<C>, event: DraftEvent<C>): DraftStep<C> {
  switch (event.type) {
    case 'changed':
      return changed(state, { ...state, pending: [...state.pending, ...event.changes] });
    case 'replaced': {
      const sent = state.sent.map((one) => ({ ...one, changes: [] }));
      return changed(state, { ...state, sent, pending: [], replaced: true });
    }
    case 'due':
      return state.phase.name === 'waiting' ? go(state) : step(state);
    case 'flush':
      return flush(state);
    case 'calm':
      return compact(state);
    case 'stored':
      return stored(state, event.revision);
    case 'refused':
      return afterAnswer({ ...state, behind: true, sent: answered(state.sent, event.revision) });
    case 'failed':
      return failed(state, event);
    case 'told':
      return told(state, event.revision);
    case 'reconnected':
      return reconnected(state);
    case 'news':
      return news(state, event.news);
    case 'followed':
      return followed(state, event.changes);
    case 'parted':
      return parted(state);
  }
}
