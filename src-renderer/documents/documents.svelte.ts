import { tick } from 'svelte';
import { findTexts } from '../editor/draft/page-copy.ts';
import { draftDocument } from '../editor/draft-content.ts';
import type { Sentence } from '../editor/find-sentence.ts';
import { placeOf } from '../editor/marked-place.ts';
import type { Announcement } from '../editor/suggestions.svelte.ts';
import { t } from '../i18n/index.svelte.ts';
import type { AppState } from '../ui/app-state.svelte.ts';
import type { Incoming } from './asking.ts';
import { OpenDocument } from './open-document.svelte.ts';
import { isDead, oneAtATime } from './page-lock.ts';
import type { Tabs } from './tabs.svelte.ts';
import { titleOf } from './title.ts';

/** Documents that keep their history and their place; one that was longest out of sight is read again from its draft. */
const most = 12;

export interface DocumentsOptions {
  readonly app: AppState;
  readonly tabs: Tabs;
  readonly session: string;
  readonly announce: (what: Announcement) => void;
}

/** The documents that live in this window. */
export class Documents {
  /** In a fixed order: what is moved on the page loses its place. */
  list = $state.raw<readonly OpenDocument[]>([]);
  current = $state.raw<OpenDocument | null>(null);
  /** A sentence to show once its document is in front. */
  wanted = $state.raw<{ readonly id: string; readonly sentence: Sentence } | null>(null);
  readonly #options: DocumentsOptions;
  /** A file that waits for the tab that is being made for it. */
  #incoming: Incoming | null = null;

  /** The one in front last. */
  #seen: OpenDocument[] = [];

  constructor(options: DocumentsOptions) {
    this.#options = options;
  }

  /** Opens a tab, empty or for a file; a file that has one already is shown there. */
  add(incoming: Incoming | null): void {
    const { tabs } = this.#options;
    const path = incoming && 'path' in incoming ? incoming.path : null;
    const there = path && tabs.list.find((tab) => tab.path === path);
    if (there) {
      tabs.activate(there.id);
      return;
    }
    this.#incoming = incoming;
    tabs.add();
  }

  /** Brings a tab's document to the front. @throws where its draft cannot be read */
  async show(id: string): Promise<void> {
    this.current?.settle();
    const open = this.list.find((one) => one.id === id) ?? (await this.#read(id));
    // The writer may have gone on to another tab meanwhile.
    if (!open || this.#options.tabs.active !== id) return;
    this.#seen = [...this.#seen.filter((one) => one !== open), open];
    const old = this.#seen.splice(0, Math.max(0, this.#seen.length - most));
    if (!this.list.includes(open)) this.list = [...this.list, open];
    this.list = this.list.filter((one) => !old.includes(one));
    for (const one of old) one.close();
    this.current = open;
    if (open.editor) void open.files.look();
  }

  /** The tab is gone. */
  forget(id: string): void {
    const gone = this.list.find((one) => one.id === id);
    this.list = this.list.filter((one) => one !== gone);
    this.#seen = this.#seen.filter((one) => one !== gone);
    gone?.close();
  }

  /** Brings the document in front that has a sentence, and asks for its place. @returns false where none has it */
  async goToSentence(sentence: Sentence): Promise<boolean> {
    const { app, tabs } = this.#options;
    const id = await this.#havingSentence(sentence);
    if (id === null) return false;
    // A dialog would cover it.
    if (!app.beside) {
      app.panel = null;
      await tick();
    }
    this.wanted = { id, sentence };
    tabs.activate(id);
    return true;
  }

  flush(): void {
    for (const one of this.list) one.flush();
  }

  /** Another program changed a file. */
  fileChanged(path: string): void {
    if (this.current?.desk.file?.path === path) void this.current.files.look();
  }

  /** A window wrote a draft; null: it was removed. */
  told(id: string, revision: string | null): void {
    this.list.find((one) => one.id === id)?.told(revision);
  }

  /** Events may have been missed. */
  reconnected(): void {
    for (const one of this.list) one.reconnected();
  }

  /** Lets go of documents whose tabs another window closed. */
  prune(): void {
    const { tabs } = this.#options;
    for (const { id } of this.list) if (!tabs.list.some((tab) => tab.id === id)) this.forget(id);
  }

  /** Texts of dead pages whose tab is gone get one of their own. */
  async takeUpOrphans(): Promise<void> {
    const { session, tabs } = this.#options;
    await oneAtATime(async () => {
      for (const { documentId, text, remove } of await findTexts(localStorage, (page) =>
        isDead(page, session),
      )) {
        if (tabs.list.some(({ id }) => id === documentId)) continue;
        await this.#part(`doc-${crypto.randomUUID()}`, text.content);
        remove();
      }
    });
  }

  /** The one in front is asked first, then those that were read, then the drafts of the others. */
  async #havingSentence(sentence: Sentence): Promise<string | null> {
    const { app, tabs } = this.#options;
    const read = [this.current, ...this.list].filter((one) => one !== null);
    const has = ({ editor }: OpenDocument) => editor !== null && placeOf(editor.state.doc, sentence) !== null;
    const known = read.find(has);
    if (known) return known.id;
    for (const { id } of tabs.list) {
      if (this.list.some((one) => one.id === id)) continue;
      const { draft } = await app.client.call('drafts.get', { id });
      if (draft && placeOf(draftDocument(draft), sentence)) return id;
    }
    return null;
  }

  /** Stores a text in a tab of its own and says so. */
  async #part(id: string, content: string): Promise<void> {
    const { app, tabs } = this.#options;
    await app.client.call('drafts.put', { id, content, revision: crypto.randomUUID() });
    if (tabs.list.some((tab) => tab.id === id)) return;
    const title = t('draft.apart', { title: titleOf(content) || t('file.untitled') });
    tabs.insert({ id, title });
    const text = t('draft.apartText', { title });
    app.notify({ level: 'warning', text: { zh: text, en: text } });
  }

  async #read(id: string): Promise<OpenDocument | null> {
    const { app, session, announce, tabs } = this.#options;
    const incoming = this.#incoming;
    this.#incoming = null;
    const { draft } = await app.client.call('drafts.get', { id });
    const open = this.list.find((one) => one.id === id);
    if (open || !tabs.list.some((tab) => tab.id === id)) return open ?? null;
    const onNew = (next: Incoming | null) => this.add(next);
    const onParted = (other: string, content: string) => this.#part(other, content);
    return new OpenDocument({ app, session, id, draft, incoming, announce, onNew, onParted });
  }
}
