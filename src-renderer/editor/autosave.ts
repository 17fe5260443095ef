/** Calls `run` after `ms`; the returned function cancels it. */
export type Schedule = (ms: number, run: () => void) => () => void;

export type SaveState = 'saved' | 'saving' | 'unsaved';

/** Where a kept document stands: `base` names the content that the next entry of the journal follows. */
export interface Kept {
  readonly base: string;
  /** Entries that are kept already. */
  readonly seq: number;
}

export interface AutosaveOptions<Change> {
  /** The document as it is now. */
  readonly read: () => string;
  readonly entryOf: (changes: readonly Change[]) => string;
  /** Keeps the document as a whole, under a new base. */
  readonly put: (content: string, base: string) => Promise<void>;
  /** Keeps what was changed since. */
  readonly append: (entry: string, kept: Kept) => Promise<void>;
  /** Whether an entry was refused because it does not follow what is kept. */
  readonly isBehind: (error: unknown) => boolean;
  readonly newBase: () => string;
  readonly schedule: Schedule;
  readonly onState: (state: SaveState, error?: unknown) => void;
  /** Null for a document that was never kept. */
  readonly kept: Kept | null;
  /** Counted from the first unsaved change, so that steady typing is saved too. */
  readonly delayMs?: number;
  readonly retryMs?: number;
  /** Without a change for so long, a long journal becomes a whole document again. */
  readonly calmMs?: number;
}

export interface Autosave<Change> {
  changed(changes: readonly Change[]): void;
  /** Another document is in place: the journal does not lead to it. */
  replaced(): void;
  /** Saves what is not saved yet without waiting. */
  flush(): void;
}

/** Entries that a calm moment makes a whole document of, and the most that there may be without one. */
const long = 50;
const longest = 5000;

/**
 * Keeps every change soon: as an entry of a journal, which takes time by the change and not by the document. One save
 * at a time; what changed meanwhile goes with the next, and a failed one is tried again.
 */
export function createAutosave<Change>(options: AutosaveOptions<Change>): Autosave<Change> {
  const { schedule, onState, delayMs = 400, retryMs = 3000, calmMs = 5000 } = options;
  let kept = options.kept;
  let pending: Change[] = [];
  let dirty = false;
  /** Saves under way. */
  let running = 0;
  /** Two were: which of them came last is known only after a third. */
  let overlapped = false;
  /** Documents that took the place of another. */
  let replacements = 0;
  let cancel: (() => void) | null = null;
  let cancelCalm: (() => void) | null = null;

  function later(ms: number): void {
    cancel ??= schedule(ms, () => {
      cancel = null;
      void start(false);
    });
  }

  async function saveWhole(): Promise<void> {
    pending = [];
    // Unknown until it is said to be kept.
    kept = null;
    const base = options.newBase();
    const before = replacements;
    await options.put(options.read(), base);
    // No journal leads from what was kept to a document that took its place meanwhile.
    if (replacements === before) kept = { base, seq: 0 };
  }

  async function saveChanges(at: Kept): Promise<void> {
    const changes = pending;
    pending = [];
    kept = { base: at.base, seq: at.seq + 1 };
    try {
      await options.append(options.entryOf(changes), at);
    } catch (error) {
      // Nobody knows whether it was kept: the whole document settles that.
      kept = null;
      if (!options.isBehind(error)) throw error;
      await saveWhole();
    }
  }

  async function save(): Promise<void> {
    dirty = false;
    overlapped ||= running > 0;
    running++;
    onState('saving');
    try {
      await (kept && kept.seq < longest ? saveChanges(kept) : saveWhole());
    } finally {
      running--;
    }
  }

  async function start(urgent: boolean): Promise<void> {
    if (!dirty || (running > 0 && !urgent)) return;
    try {
      await save();
      if (running > 0) return;
      if (overlapped) {
        overlapped = false;
        kept = null;
        dirty = true;
      }
      if (dirty) later(delayMs);
      else onState('saved');
    } catch (error) {
      dirty = true;
      onState('unsaved', error);
      later(retryMs);
    }
  }

  function compactWhenCalm(): void {
    cancelCalm?.();
    cancelCalm = schedule(calmMs, () => {
      if (dirty || running > 0 || !kept || kept.seq < long) return;
      dirty = true;
      kept = null;
      void start(false);
    });
  }

  return {
    changed(changes) {
      // From here on the disk is behind the page: the writer is not told otherwise.
      if (!dirty && running === 0) onState('saving');
      pending.push(...changes);
      dirty = true;
      if (running === 0) later(delayMs);
      compactWhenCalm();
    },
    replaced() {
      replacements++;
      kept = null;
      this.changed([]);
    },
    flush() {
      cancel?.();
      cancel = null;
      void start(true);
    },
  };
}
