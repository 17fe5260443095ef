import type { Opening } from './breaker.ts';
import type { Evidence, Rollout } from './rollout.ts';
import type { Failure } from './state.ts';
import { base, type VersionId } from './version.ts';

/** What must survive a power loss. Written whole before traffic follows it. */

/** One line of a version's record. */
export type Entry = {
  /** Counts up for ever: an entry that is written twice is the same entry. */
  readonly id: number;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly version: VersionId;
} & (
  | { readonly kind: 'phase'; readonly phase: string; readonly evidence: Evidence | null }
  | {
      readonly kind: 'ended';
      readonly how: 'finished' | 'abandoned' | 'rolled-back' | 'replaced';
      readonly evidence: Evidence | null;
    }
  | { readonly kind: 'opened'; readonly opening: Opening; readonly evidence: Evidence | null }
  | { readonly kind: 'failed'; readonly failure: Failure; readonly wasMain: boolean }
  /** Traffic went to this version, or to the base model until it is loaded. */
  | { readonly kind: 'back-to'; readonly from: VersionId }
);

/** The state before a swap. */
export interface Saved {
  readonly id: number;
  readonly at: number;
  readonly main: VersionId;
  readonly rollout: Rollout | null;
  /** What the ports captured: settings and memory index. Their own format. */
  readonly captured: string | null;
}

export interface Snapshot {
  readonly format: typeof format;
  /** Answers what is not the new version's. */
  readonly main: VersionId;
  /** Becomes main as soon as it is loaded; `main` answers until then. */
  readonly target: VersionId | null;
  readonly rollout: Rollout | null;
  readonly evidence: Evidence;
  /** Where 立即切回 leads when no roll-out is under way. */
  readonly previous: { readonly version: VersionId; readonly until: number } | null;
  /** Stopped or given up: these do not start again by themselves. */
  readonly blocked: readonly VersionId[];
  /** Newest last. */
  readonly history: readonly Saved[];
  /** Entries that the archive has not confirmed. */
  readonly outbox: readonly Entry[];
  /** Captured state that the ports must put back. */
  readonly reinstate: string | null;
  /** Ids given to entries and saved states so far. */
  readonly ids: number;
}

export const format = 1;
const historyLength = 20;
/** A version that was stopped longer ago than so many others is no longer remembered. */
const blockedLength = 200;

export const freshSnapshot = (evidence: Evidence): Snapshot => ({
  format,
  main: base,
  target: null,
  rollout: null,
  evidence,
  previous: null,
  blocked: [],
  history: [],
  outbox: [],
  reinstate: null,
  ids: 0,
});

type Content<T> = T extends unknown ? Omit<T, 'id' | 'at' | 'version'> : never;

export const withEntry = (
  snapshot: Snapshot,
  at: number,
  version: VersionId,
  content: Content<Entry>,
): Snapshot => {
  const ids = snapshot.ids + 1;
  const entry: Entry = { id: ids, at, version, ...content };
  return { ...snapshot, ids, outbox: [...snapshot.outbox, entry] };
};

/** Keeps the state as it is now, before a swap changes it. */
export function withSaved(snapshot: Snapshot, at: number, captured: string | null): Snapshot {
  const ids = snapshot.ids + 1;
  const saved: Saved = { id: ids, at, main: snapshot.main, rollout: snapshot.rollout, captured };
  return { ...snapshot, ids, history: [...snapshot.history, saved].slice(-historyLength) };
}

export const withBlocked = (snapshot: Snapshot, version: VersionId): Snapshot => ({
  ...snapshot,
  blocked: [...snapshot.blocked.filter((one) => one !== version), version].slice(-blockedLength),
});
