import type { Editor } from '@tiptap/core';
import type { Transaction } from '@tiptap/pm/state';
import type { Draft } from '../../src-main/contract/index.ts';
import type { Message } from '../../src-main/contract/text.ts';
import { type Places, placesIn } from '../../src-main/documents/schema/gap-nodes.ts';
import { changesOf, isOthers } from '../draft/rebase.ts';
import { Finder } from '../find/finder.svelte.ts';
import { abilitiesOf } from '../format/abilities.ts';
import { PageCount } from '../look/page-count.svelte.ts';
import type { AppState } from '../state/app-state.svelte.ts';
import { Ghosts } from '../suggest/ghost/ghosts.svelte.ts';
import { type Announcement, Suggestions } from '../suggest/suggestions.svelte.ts';
import { opening, saving, textOf } from '../ui/error-text.ts';
import { firstCharacters } from '../ui/first-characters.ts';
import { schedule } from '../ui/schedule.ts';
import type { Incoming } from './asking.ts';
import { DraftLink } from './draft-link.ts';
import { FileActions } from './file-actions.svelte.ts';
import { FileDesk } from './file-desk.svelte.ts';
import { wordsIn } from './word-count.ts';

/** Milliseconds without a change before figures of the whole document are computed. */
const calmMs = 150;

export interface OpenDocumentOptions {
  readonly app: AppState;
  /** Unique to this window. */
  readonly session: string;
  readonly id: string;
  /** The stored draft; null for a new document. */
  readonly draft: Draft | null;
  /** A file to open in the document. */
  readonly incoming: Incoming | null;
  readonly announce: (what: Announcement) => void;
  /** Opens another tab for a file. */
  readonly onNew: (incoming: Incoming | null) => void;
  /** Stores a text in a tab of its own. */
  readonly onParted: (id: string, content: string) => Promise<void>;
}

/** An open document with its editor, file and undo history. It stays loaded while another tab is active. */
export class OpenDocument {
  readonly id: string;
  readonly draft: Draft | null;
  editor = $state.raw<Editor | null>(null);
  /** Grows with every transaction: the editor itself is not reactive. */
  revision = $state(0);
  /** The revision at the last pause, for computations over the whole document. */
  calm = $state(0);
  words = $state(0);
  /** Number of gaps and blanks. */
  places = $state.raw<Places>({ gaps: 0, blanks: 0 });
  readonly suggestions: Suggestions;
  readonly ghosts: Ghosts;
  readonly finder = new Finder();
  readonly pages = new PageCount();
  readonly desk: FileDesk;
  readonly files: FileActions;
  readonly #link: DraftLink;
  readonly #incoming: Incoming | null;
  readonly #onError: (error: unknown) => void;
  #cancelCalm: (() => void) | null = null;
  /** Whether the editor shows the stored draft, so that changes count from there. */
  #restored = false;

  constructor(options: OpenDocumentOptions) {
    const { app, session, id, draft, incoming, announce } = options;
    const { client } = app;
    this.id = id;
    this.draft = draft;
    this.#incoming = incoming;
    this.#onError = (error) => app.notify({ level: 'error', text: textOf(error, opening) });
    this.suggestions = new Suggestions({
      client,
      documentId: id,
      signals: () => app.settings?.implicitSignals ?? false,
      selectionOpens: () => app.settings?.selectionOpensList ?? true,
      session,
      schedule,
      announce,
      onError: (text) => app.notify({ level: 'error', text }),
      onAnswer: (suggestion) => (app.milliseconds = suggestion.milliseconds),
      onDeclined: (place) => this.ghosts.send({ type: 'declined', place }),
      indents: () => abilitiesOf(this.files.file?.format ?? null, this.files.readOnly !== null).paragraphs,
    });
    this.ghosts = new Ghosts({
      client,
      documentId: id,
      session: `${session}-${id}`,
      schedule,
      busy: () => this.suggestions.list.open !== null || this.finder.open,
      announce: (word) => announce({ type: 'inline', word }),
      onCompleted: (candidate, suggestionId, to) => {
        announce({ type: 'accepted', word: candidate.word });
        this.suggestions.adopt(candidate, suggestionId, to);
      },
      onEnded: (...what) => this.suggestions.ended(...what),
    });
    this.desk = new FileDesk(client);
    this.files = new FileActions({
      app,
      documentId: id,
      desk: this.desk,
      written: () => this.written,
      beginning: () => this.beginning,
      onNew: options.onNew,
      onOpened: () => this.#opened(),
    });
    /** Why the text is not stored, as the writer was told. */
    let told: Message[] = [];
    this.#link = new DraftLink({
      client,
      page: session,
      id,
      draft,
      editor: () => this.editor,
      onState(state, error) {
        app.saveState = state;
        if (error && state === 'unsaved') {
          const text = textOf(error, saving);
          if (!told.some(({ code }) => code === text.code)) told.push(text);
          app.notify({ level: 'error', text });
        }
        if (state !== 'saved') return;
        for (const text of told) app.withdraw(text);
        told = [];
      },
      onAdopted: () => this.#settled(),
      onParted: options.onParted,
    });
  }

  /** Whether the document is not empty. */
  get written(): boolean {
    void this.revision;
    return this.editor !== null && !this.editor.isEmpty;
  }

  /** The first words, for a document without a name. */
  get beginning(): string {
    void this.revision;
    return firstCharacters(this.editor?.state.doc.firstChild?.textContent.trim() ?? '', 20);
  }

  /** @param whole whether the whole draft could be read */
  attach(editor: Editor, whole: boolean): void {
    this.editor = editor;
    this.desk.attach(editor);
    this.suggestions.attach(editor);
    this.ghosts.attach(editor);
    this.finder.attach(editor);
    this.#restored = true;
    this.#link.attach(editor, whole).catch(this.#onError);
    if (this.#incoming) this.files.take(this.#incoming);
    else {
      this.files.restore().catch(this.#onError);
      this.desk.loadSheet().catch(this.#onError);
    }
    this.#count();
  }

  followed(transactions: readonly Transaction[]): void {
    this.revision++;
    if (!this.#restored || !transactions.some((one) => one.docChanged)) return;
    const own = transactions.filter((one) => !isOthers(one)).flatMap((one) => changesOf(one));
    if (own.length > 0) this.#link.changed(own);
    this.files.send({ type: 'edited' });
    this.#countLater();
  }

  /** Stores unsaved changes; the open list and the suggestion close with the focus. */
  settle(): void {
    this.flush();
    this.editor?.view.dom.blur();
  }

  close(): void {
    this.#cancelCalm?.();
    this.#link.stop();
    this.files.stop();
    this.suggestions.stop();
    this.ghosts.stop();
    this.pages.stop();
    this.editor?.destroy();
    this.editor = null;
  }

  /** A closed document was saved when it was closed. */
  flush(): void {
    if (this.editor) this.#link.flush();
  }

  /** A window wrote the draft; null: it was removed. */
  told(revision: string | null): void {
    this.#link.told(revision);
  }

  /** A window wrote which file the document is. */
  fileTold(revision: string): void {
    this.files.told(revision);
  }

  /** Events may have been missed. */
  reconnected(): void {
    this.#link.reconnected();
    this.files.reconnected();
  }

  /** The document was replaced: suggestions and questions about the old one end. */
  #opened(): void {
    this.#link.replaced();
    this.#settled();
  }

  #settled(): void {
    this.suggestions.forget();
    this.ghosts.hide();
    this.#countLater();
  }

  #countLater(): void {
    this.#cancelCalm?.();
    this.#cancelCalm = schedule(calmMs, () => this.#count());
  }

  #count(): void {
    if (!this.editor) return;
    this.words = wordsIn(this.editor.state.doc);
    this.places = placesIn(this.editor.state.doc);
    this.calm = this.revision;
  }
}
