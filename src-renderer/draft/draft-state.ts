import type { Draft, DraftNews } from '../../src-main/contract/index.ts';
import type { DraftEffect, DraftEvent } from './draft-events.ts';

/**
 * Stores a draft that other windows may write too, as a pure function: update(state, event) → state + effects. Each
 * write names the revision that it follows; after a refused write or a lost answer the store is read. The caller
 * carries out requests, timers and changes of the document.
 */

/** A write that may not be stored yet. */
export interface Sent<C> {
  /** The revision that it stores. */
  readonly revision: string;
  /** Its changes since the revision before. */
  readonly changes: readonly C[];
  /** Whether the document was replaced as a whole. */
  readonly replaces: boolean;
  /** Whether its answer is pending. */
  readonly open: boolean;
}

export interface DraftState<C> {
  /** Prefix of this window's revisions, unique to the window. */
  readonly session: string;
  readonly made: number;
  /** The newest stored revision that the document contains; null for a draft that is not stored. */
  readonly kept: string | null;
  /** Number of journal entries that a new window must replay. */
  readonly entries: number;
  /** Pending writes in order; each follows the one before. */
  readonly sent: readonly Sent<C>[];
  /** Changes since the last write. */
  readonly pending: readonly C[];
  /** Whether the document was replaced since the last write. */
  readonly replaced: boolean;
  /** Whether the store may have a revision that the document lacks. */
  readonly behind: boolean;
  /** Number of changes so far; tells whether the document changed meanwhile. */
  readonly edits: number;
  readonly phase: Phase;
}

type Phase =
  | { readonly name: 'resting' }
  /** A timer runs until the next write, or, after a failure, until the next read. */
  | { readonly name: 'waiting'; readonly failed: boolean }
  | { readonly name: 'writing' }
  | { readonly name: 'looking' }
  /** `own`: number of own changes that are being applied after the others'. */
  | { readonly name: 'following'; readonly to: string; readonly count: number; readonly own: number }
  /** One of two texts is being stored as a new document; `edits`: its number of changes when it was read. */
  | { readonly name: 'parting'; readonly draft: Draft; readonly edits: number };

export interface DraftStep<C> {
  readonly state: DraftState<C>;
  readonly effects: readonly DraftEffect<C>[];
}

/** Journal length at which a calm moment stores a whole document, and the longest journal. */
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

/** The changes that may not be stored, in order. */
export const unstored = <C>(state: DraftState<C>): readonly C[] => [
  ...state.sent.flatMap(({ changes }) => changes),
  ...state.pending,
];

/** Whether changes may not be stored. */
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

/** The next step once nothing is in progress. */
function next<C>(state: DraftState<C>): DraftStep<C> {
  if (state.behind) return look(state);
  if (state.replaced || state.pending.length > 0) return wait(state);
  return step({ ...state, phase: { name: 'resting' } }, { type: 'say', state: 'saved' });
}

/** The timer ended or was skipped. */
function go<C>(state: DraftState<C>): DraftStep<C> {
  if (state.behind) return look(state);
  return state.replaced || state.pending.length > 0 ? write(state) : next(state);
}

function changed<C>(before: DraftState<C>, after: DraftState<C>): DraftStep<C> {
  const state = { ...after, edits: after.edits + 1 };
  // From here on the store lacks changes; the status stays `saving` or `unsaved`.
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
  // It follows the pending write; if that one is refused, so is this one.
  if (phase.name === 'writing' && !behind && (replaced || pending.length > 0)) return write(state);
  return step(state);
}

/** Stores a whole document in place of a long journal; the document itself is unchanged. */
function compact<C>(state: DraftState<C>): DraftStep<C> {
  const { kept, entries, phase, behind } = state;
  if (phase.name !== 'resting' || behind || kept === null || entries < long) return step(state);
  const one: Sent<C> = { revision: kept, changes: [], replaces: false, open: true };
  return step(
    { ...state, entries: 0, sent: [one], phase: { name: 'writing' } },
    { type: 'put', revision: kept, based: kept },
  );
}

/** A write was stored, and so were those before it. */
function stored<C>(state: DraftState<C>, revision: string): DraftStep<C> {
  const at = state.sent.findIndex((one) => one.revision === revision);
  if (at < 0) return step(state);
  const now = { ...state, kept: revision, sent: state.sent.slice(at + 1) };
  return now.phase.name === 'writing' && now.sent.length === 0 ? next(now) : afterAnswer(now);
}

/** The stored state is uncertain: after the last pending answer the store is read. */
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

/** Writes that were not stored are sent again. */
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
  // A document that was replaced as a whole cannot take others' changes.
  if (now.replaced) return ask(now);
  return step(
    {
      ...now,
      phase: { name: 'following', to: last.revision, count: changes.length, own: now.pending.length },
    },
    { type: 'follow', changes, own: now.pending },
  );
}

/** For an event of the draft itself. */
const ask = <C>(state: DraftState<C>): DraftStep<C> =>
  step({ ...state, phase: { name: 'looking' } }, { type: 'look', revisions: [] });

/** The document cannot be turned into the draft by changes. */
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
  // The replaced document stays; the draft's text is stored as a new document.
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
