import type { Draft, DraftChange, DraftNews } from '../../src-main/contract/index.ts';
import type { Schedule } from '../ui/schedule.ts';
import type { DraftEffect, DraftEvent } from './draft-events.ts';
import { isDirty, opened, unstored, update } from './draft-state.ts';
import type { LeftText, PageCopy } from './page-copy.ts';

/** `here`: the store is out of reach, and what it does not have is in the page's own storage. */
export type SaveState = 'saved' | 'saving' | 'unsaved' | 'here';

/** The document that is stored, and what is done to it on behalf of other windows. */
export interface Page<C> {
  /** The document as it is now. */
  read(): string;
  entryOf(changes: readonly C[]): string;
  /** Whether the document must not be touched now: an input method is at work in it. */
  busy(): boolean;
  /** Puts others' changes under the own. @returns the own ones as they are now; null where text would be lost */
  follow(others: readonly DraftChange[], own: readonly C[]): readonly C[] | null;
  /** Shows another document. */
  adopt(draft: Draft): void;
  /** Stores a text as a document of its own; null: the one that is shown. */
  part(draft: Draft | null): Promise<void>;
}

export interface DraftStore {
  put(content: string, revision: string, based: string | null): Promise<void>;
  append(entry: string, revision: string, based: string): Promise<void>;
  since(revisions: readonly string[]): Promise<DraftNews>;
  /** Whether a write was refused because it does not follow the newest state. */
  isBehind(error: unknown): boolean;
  /** Whether the store could not be reached. */
  isAway(error: unknown): boolean;
}

export interface AutosaveOptions<C> {
  /** Begins the names of revisions; unique to this document in this window, and never used again. */
  readonly session: string;
  /** As the store had it when the document was opened; null for a new one. */
  readonly draft: Pick<Draft, 'revision' | 'journal'> | null;
  readonly page: Page<C>;
  readonly store: DraftStore;
  /** The page's own storage. */
  readonly copy: PageCopy;
  readonly schedule: Schedule;
  readonly onState: (state: SaveState, error?: unknown) => void;
  /** Counted from the first unsaved change, so that steady typing is saved too. */
  readonly delayMs?: number;
  readonly retryMs?: number;
  /** Without a change for so long, a long journal becomes a whole document again. */
  readonly calmMs?: number;
}

export interface Autosave<C> {
  changed(changes: readonly C[]): void;
  /** Another document is in place: no changes lead to it. */
  replaced(): void;
  /** Saves what is not saved yet without waiting, and leaves it in the page's storage until it is. */
  flush(): void;
  /** A window made this state; null: the draft was removed. */
  told(revision: string | null): void;
  /** The connection is back. */
  reconnected(): void;
  /** The document is closed: what is under way is finished, nothing new is begun. */
  stop(): void;
  /** The stored state that the document holds. */
  readonly kept: string | null;
  /** What the store is not known to have. */
  readonly unstored: readonly C[];
  /** Leaves what is not stored in the page's storage. */
  copyNow(): void;
}

/** Milliseconds: until an input method is looked at again, and between two copies in the page's storage. */
const busyMs = 100;
const copyMs = 300;

/** Carries out what draft-state.ts decides. */
export function createAutosave<C>(options: AutosaveOptions<C>): Autosave<C> {
  const { page, store, copy, schedule, onState } = options;
  const { delayMs = 400, retryMs = 3000, calmMs = 5000 } = options;
  let state = opened<C>(options.session, options.draft?.revision ?? null, options.draft?.journal.length ?? 0);
  const events: DraftEvent<C>[] = [];
  let handling = false;
  let stopped = false;
  let away = false;
  let cancelWait = () => {};
  let cancelCalm = () => {};
  let cancelCopy: (() => void) | null = null;

  function send(event: DraftEvent<C>): void {
    events.push(event);
    if (handling) return;
    handling = true;
    try {
      for (let one = events.shift(); one; one = events.shift()) {
        const { state: after, effects } = update(state, one);
        state = after;
        for (const effect of effects) carryOut(effect);
      }
    } finally {
      handling = false;
    }
    if (away && !stopped) copySoon();
    else if (!isDirty(state)) copy.clear();
  }

  /** Events that change the document wait for the input method. */
  function sendWhenFree(event: DraftEvent<C>): void {
    if (stopped) return;
    if (page.busy()) schedule(busyMs, () => sendWhenFree(event));
    else send(event);
  }

  function carryOut(effect: DraftEffect<C>): void {
    // There is no document any more to be read or changed.
    if (stopped && effect.type !== 'append') return;
    switch (effect.type) {
      case 'wait':
        cancelWait = schedule(effect.after === 'change' ? delayMs : retryMs, () => send({ type: 'due' }));
        return;
      case 'stop-waiting':
        cancelWait();
        return;
      case 'append':
        write(effect.revision, store.append(page.entryOf(effect.changes), effect.revision, effect.based));
        return;
      case 'put':
        write(effect.revision, store.put(page.read(), effect.revision, effect.based));
        return;
      case 'look':
        store.since(effect.revisions).then(
          (news) => sendWhenFree({ type: 'news', news }),
          (error: unknown) => send({ type: 'failed', revision: null, error }),
        );
        return;
      case 'follow':
        send({ type: 'followed', changes: page.follow(effect.changes, effect.own) });
        return;
      case 'part':
        page.part(effect.draft).then(
          () => sendWhenFree({ type: 'parted' }),
          (error: unknown) => send({ type: 'failed', revision: null, error }),
        );
        return;
      case 'adopt':
        page.adopt(effect.draft);
        return;
      case 'say':
        say(effect);
        return;
    }
  }

  function write(revision: string, stored: Promise<void>): void {
    stored.then(
      () => send({ type: 'stored', revision }),
      (error: unknown) =>
        send(store.isBehind(error) ? { type: 'refused', revision } : { type: 'failed', revision, error }),
    );
  }

  function say(effect: Extract<DraftEffect<C>, { type: 'say' }>): void {
    if (effect.state !== 'unsaved') {
      if (effect.state === 'saved') away = false;
      // Typing on does not bring the store back.
      if (!away) onState(effect.state);
      return;
    }
    away = store.isAway(effect.error);
    if (away && copyNow()) onState('here');
    else onState('unsaved', effect.error);
  }

  function copySoon(): void {
    cancelCopy ??= schedule(copyMs, () => {
      cancelCopy = null;
      if (away && !copyNow()) onState('unsaved');
    });
  }

  /** @returns whether the page's storage took it */
  function copyNow(): boolean {
    if (!isDirty(state)) return true;
    const text: LeftText = {
      kept: state.kept,
      sent: state.sent.map(({ revision, changes }) => ({ revision, entry: page.entryOf(changes) })),
      pending: page.entryOf(state.pending),
      replaced: state.replaced || state.sent.some((one) => one.replaces),
      content: page.read(),
    };
    return copy.write(text);
  }

  function rest(): void {
    cancelCalm();
    cancelCalm = schedule(calmMs, () => send({ type: 'calm' }));
  }

  function flush(): void {
    copyNow();
    send({ type: 'flush' });
  }

  return {
    changed(changes) {
      send({ type: 'changed', changes });
      rest();
    },
    replaced: () => send({ type: 'replaced' }),
    flush,
    told: (revision) => send({ type: 'told', revision }),
    reconnected: () => send({ type: 'reconnected' }),
    stop() {
      flush();
      stopped = true;
      cancelWait();
      cancelCalm();
      cancelCopy?.();
    },
    get kept() {
      return state.kept;
    },
    get unstored() {
      return unstored(state);
    },
    copyNow: () => void copyNow(),
  };
}
