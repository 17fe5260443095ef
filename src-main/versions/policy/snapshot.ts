import type { RolloutEntry } from '../../contract/rollouts.ts';
import type { Evidence, Rollout } from './rollout.ts';
import { base, type VersionId } from './version.ts';

/** What must survive a power loss. Written whole before traffic follows it. */

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
  readonly outbox: readonly RolloutEntry[];
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
  content: Content<RolloutEntry>,
): Snapshot => {
  const ids = snapshot.ids + 1;
  const entry: RolloutEntry = { id: ids, at, version, ...content };
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
