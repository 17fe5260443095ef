import type { Draft, DraftChange, DraftNews } from '../../src-main/contract/index.ts';
import type { Schedule } from '../ui/schedule.ts';
import type { DraftEffect, DraftEvent } from './draft-events.ts';
import { type DraftState, isDirty, opened, unstored, update } from './draft-state.ts';
import type { LeftText, PageCopy } from './page-copy.ts';

/** `here`: the store cannot be reached, and unstored text is in the page's own storage. */
export type SaveState = 'saved' | 'saving' | 'unsaved' | 'here';

/** The document that is stored, and how other windows' changes are applied to it. */
export interface Page<C> {
  /** The present document as JSON. */
  read(): string;
  entryOf(changes: readonly C[]): string;
  /** Whether the document must not be changed now: an input method is composing. */
  busy(): boolean;
  /**
   * Applies other windows' changes before the own ones. @returns the own changes as they are now; null where text
   * would be lost
   */
  follow(others: readonly DraftChange[], own: readonly C[]): readonly C[] | null;
  /** Shows another document. */
  adopt(draft: Draft): void;
  /** Stores a text as a new document; null for the text that is shown. */
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
  /** Prefix of revisions, unique to this document in this window and never reused. */
  readonly session: string;
  /** The stored draft when the document was opened; null for a new one. */
  readonly draft: Pick<Draft, 'revision' | 'journal'> | null;
  readonly page: Page<C>;
  readonly store: DraftStore;
  /** The page's own storage. */
  readonly copy: PageCopy;
  readonly schedule: Schedule;
  readonly onState: (state: SaveState, error?: unknown) => void;
  /** Delay after the first unsaved change, so that steady typing is saved too. */
  readonly delayMs?: number;
  readonly retryMs?: number;
  /** After this time without a change, a long journal is replaced by a whole document. */
  readonly calmMs?: number;
}

export interface Autosave<C> {
  changed(changes: readonly C[]): void;
  /** The document was replaced as a whole. */
  replaced(): void;
  /** Stores unsaved changes at once, and keeps them in the page's storage until they are stored. */
  flush(): void;
  /** A window stored this revision; null: the draft was removed. */
  told(revision: string | null): void;
  /** The connection is back. */
  reconnected(): void;
  /** The document closes: writes in progress are finished, nothing new is started. */
  stop(): void;
  /** The stored revision that the document contains. */
  readonly kept: string | null;
  /** Changes that may not be stored. */
  readonly unstored: readonly C[];
  /** Copies unstored changes into the page's storage. */
  copyNow(): void;
}

/** Milliseconds between two checks of the input method, and between two copies in the page's storage. */
const busyMs = 100;
const copyMs = 300;

/** Carries out the effects of draft-state.ts. */
class StoredDraft<C> implements Autosave<C> {
  readonly #options: Required<AutosaveOptions<C>>;
  #state: DraftState<C>;
  readonly #events: DraftEvent<C>[] = [];
  #handling = false;
  #stopped = false;
  /** Whether the store cannot be reached. */
  #away = false;
  /** Whether the store was reached and could not store the text, as on a full disk. */
  #failing = false;
  #cancelWait = () => {};
  #cancelCalm = () => {};
  #cancelCopy: (() => void) | null = null;

  constructor(options: AutosaveOptions<C>) {
    this.#options = { delayMs: 400, retryMs: 3000, calmMs: 5000, ...options };
    const { session, draft } = options;
    this.#state = opened<C>(session, draft?.revision ?? null, draft?.journal.length ?? 0);
  }

  get kept(): string | null {
    return this.#state.kept;
  }

  get unstored(): readonly C[] {
    return unstored(this.#state);
  }

  changed(changes: readonly C[]): void {
    this.#send({ type: 'changed', changes });
    this.#cancelCalm();
    this.#cancelCalm = this.#options.schedule(this.#options.calmMs, () => this.#send({ type: 'calm' }));
  }

  replaced(): void {
    this.#send({ type: 'replaced' });
  }

  flush(): void {
    this.#copy();
    this.#send({ type: 'flush' });
  }

  told(revision: string | null): void {
    this.#send({ type: 'told', revision });
  }

  reconnected(): void {
    this.#send({ type: 'reconnected' });
  }

  stop(): void {
    this.flush();
    this.#stopped = true;
    this.#cancelWait();
    this.#cancelCalm();
    this.#cancelCopy?.();
  }

  copyNow(): void {
    this.#copy();
  }

  #send(event: DraftEvent<C>): void {
    this.#events.push(event);
    if (this.#handling) return;
    this.#handling = true;
    try {
      for (let one = this.#events.shift(); one; one = this.#events.shift()) {
        const { state, effects } = update(this.#state, one);
        this.#state = state;
        for (const effect of effects) this.#carryOut(effect);
      }
    } finally {
      this.#handling = false;
    }
    if ((this.#away || this.#failing) && !this.#stopped) this.#copySoon();
    else if (!isDirty(this.#state)) this.#options.copy.clear();
  }

  /** Events that change the document wait for the input method. */
  #sendWhenFree(event: DraftEvent<C>): void {
    const { page, schedule } = this.#options;
    if (this.#stopped) return;
    if (page.busy()) schedule(busyMs, () => this.#sendWhenFree(event));
    else this.#send(event);
  }

  #carryOut(effect: DraftEffect<C>): void {
    const { page, store, schedule, delayMs, retryMs } = this.#options;
    // After `stop` there is no document to read or change.
    if (this.#stopped && effect.type !== 'append') return;
    switch (effect.type) {
      case 'wait':
        this.#cancelWait = schedule(effect.after === 'change' ? delayMs : retryMs, () =>
          this.#send({ type: 'due' }),
        );
        return;
      case 'stop-waiting':
        this.#cancelWait();
        return;
      case 'append':
        this.#written(
          effect.revision,
          store.append(page.entryOf(effect.changes), effect.revision, effect.based),
        );
        return;
      case 'put':
        this.#written(effect.revision, store.put(page.read(), effect.revision, effect.based));
        return;
      case 'look':
        this.#answered(store.since(effect.revisions), (news) => ({ type: 'news', news }));
        return;
      case 'follow':
        this.#send({ type: 'followed', changes: page.follow(effect.changes, effect.own) });
        return;
      case 'part':
        this.#answered(page.part(effect.draft), () => ({ type: 'parted' }));
        return;
      case 'adopt':
        page.adopt(effect.draft);
        return;
      case 'say':
        this.#say(effect);
        return;
    }
  }

  /** Sends the event of an answer that changes the document. */
  #answered<Answer>(asked: Promise<Answer>, event: (answer: Answer) => DraftEvent<C>): void {
    asked.then(
      (answer) => this.#sendWhenFree(event(answer)),
      (error: unknown) => this.#send({ type: 'failed', revision: null, error }),
    );
  }

  #written(revision: string, stored: Promise<void>): void {
    stored.then(
      () => this.#send({ type: 'stored', revision }),
      (error: unknown) =>
        this.#send(
          this.#options.store.isBehind(error)
            ? { type: 'refused', revision }
            : { type: 'failed', revision, error },
        ),
    );
  }

  #say(effect: Extract<DraftEffect<C>, { type: 'say' }>): void {
    const { store, onState } = this.#options;
    if (effect.state !== 'unsaved') {
      if (effect.state === 'saved') this.#away = this.#failing = false;
      // A new change does not mean that the store can be reached.
      if (!this.#away) onState(effect.state);
      return;
    }
    this.#away = store.isAway(effect.error);
    this.#failing = !this.#away;
    // The copy outlives the window, but its disk may be the same full one: the text counts as unsaved.
    const copied = this.#copy();
    if (this.#away && copied) onState('here');
    else onState('unsaved', effect.error);
  }

  #copySoon(): void {
    this.#cancelCopy ??= this.#options.schedule(copyMs, () => {
      this.#cancelCopy = null;
      const copied = this.#copy();
      if (this.#away && !copied) this.#options.onState('unsaved');
    });
  }

  /** @returns whether the page's storage has all that the store lacks */
  #copy(): boolean {
    const state = this.#state;
    if (!isDirty(state)) return true;
    const { page, copy } = this.#options;
    const text: LeftText = {
      kept: state.kept,
      sent: state.sent.map(({ revision, changes }) => ({ revision, entry: page.entryOf(changes) })),
      pending: page.entryOf(state.pending),
      replaced: state.replaced || state.sent.some((one) => one.replaces),
      content: page.read(),
    };
    return copy.write(text);
  }
}

export const createAutosave = <C>(options: AutosaveOptions<C>): Autosave<C> => new StoredDraft(options);
