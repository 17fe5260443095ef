import type { OpenFile } from './open-file.ts';

/**
 * Shares the record of a document's file between windows, as a pure function: update(state, event) → state + effects.
 * Each write names the revision that it follows, so that no window overwrites a record that it has not read. A file
 * that this window opened or saved wins over another's; the flag that the document was edited is merged.
 */

export type Why = 'edited' | 'file';

export interface RecordState {
  /** Prefix of this window's revisions, unique to the window. */
  readonly session: string;
  readonly made: number;
  /** The last known stored revision; null where nothing is stored. */
  readonly kept: string | null;
  readonly file: OpenFile | null;
  /** This window's changes that are not stored. */
  readonly own: Why | null;
  /** Whether the store may have a newer record. */
  readonly behind: boolean;
  readonly phase:
    | { readonly name: 'resting' | 'reading' }
    | { readonly name: 'writing'; readonly revision: string; readonly own: Why };
}

export type RecordEvent =
  | { readonly type: 'set'; readonly file: OpenFile | null; readonly why: Why }
  | { readonly type: 'stored' | 'refused' }
  /** A read, or a write that may have been stored. */
  | { readonly type: 'failed' }
  /** A window, which may be this one, wrote the record. */
  | { readonly type: 'told'; readonly revision: string }
  /** The store must be read: at the start, and after events may have been missed. */
  | { readonly type: 'lost' }
  | {
      readonly type: 'read';
      readonly stored: { readonly revision: string; readonly file: OpenFile | null } | null;
    };

export type RecordEffect =
  | {
      readonly type: 'put';
      readonly revision: string;
      readonly based: string | null;
      readonly file: OpenFile | null;
    }
  | { readonly type: 'read' }
  /** Takes over another window's record. */
  | { readonly type: 'show'; readonly file: OpenFile | null };

export interface RecordStep {
  readonly state: RecordState;
  readonly effects: readonly RecordEffect[];
}

export const unread = (session: string): RecordState => ({
  session,
  made: 0,
  kept: null,
  file: null,
  own: null,
  behind: true,
  phase: { name: 'resting' },
});

const step = (state: RecordState, ...effects: RecordEffect[]): RecordStep => ({ state, effects });
const both = (a: Why | null, b: Why | null): Why | null => (a === 'file' || b === 'file' ? 'file' : (a ?? b));

function go(state: RecordState): RecordStep {
  const { phase, behind, own, session, kept, file } = state;
  if (phase.name !== 'resting') return step(state);
  if (behind) return step({ ...state, phase: { name: 'reading' } }, { type: 'read' });
  if (!own) return step(state);
  const made = state.made + 1;
  const revision = `${session}-${made}`;
  return step(
    { ...state, made, own: null, phase: { name: 'writing', revision, own } },
    { type: 'put', revision, based: kept, file },
  );
}

/** After a failure the stored state is unknown; the written record is still unstored. */
function lose(state: RecordState): RecordState {
  const sent = state.phase.name === 'writing' ? state.phase.own : null;
  return { ...state, own: both(state.own, sent), behind: true, phase: { name: 'resting' } };
}

function read(before: RecordState, stored: Extract<RecordEvent, { type: 'read' }>['stored']): RecordStep {
  if (before.phase.name !== 'reading') return step(before);
  const state: RecordState = {
    ...before,
    behind: false,
    kept: stored?.revision ?? null,
    phase: { name: 'resting' },
  };
  if (!stored) return go({ ...state, own: state.own && 'file' });
  if (state.own === 'file') return go(state);
  const edited = state.own === 'edited' && stored.file?.current === true;
  const file = edited && stored.file ? { ...stored.file, current: false } : stored.file;
  const { state: after, effects } = go({ ...state, file, own: edited ? 'edited' : null });
  return step(after, { type: 'show', file }, ...effects);
}

/** The state after an event, and what must be done outside. */
export function update(state: RecordState, event: RecordEvent): RecordStep {
  const { phase } = state;
  switch (event.type) {
    case 'set':
      return go({ ...state, file: event.file, own: both(state.own, event.why) });
    case 'stored':
      return phase.name === 'writing'
        ? go({ ...state, kept: phase.revision, phase: { name: 'resting' } })
        : step(state);
    case 'refused':
      return phase.name === 'writing' ? go(lose(state)) : step(state);
    case 'failed':
      // Tried again with the next change, or when the connection is back.
      return step(lose(state));
    case 'told':
      return event.revision === state.kept || event.revision.startsWith(`${state.session}-`)
        ? step(state)
        : go({ ...state, behind: true });
    case 'lost':
      return go({ ...state, behind: true });
    case 'read':
      return read(state, event.stored);
  }
}
