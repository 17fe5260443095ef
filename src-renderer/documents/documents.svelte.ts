import { tick } from 'svelte';
import type { Draft } from '../../src-main/contract/index.ts';
import { message } from '../../src-main/texts/message.ts';
import { draftDocument } from '../draft/draft-content.ts';
import { findTexts } from '../draft/page-copy.ts';
import { t } from '../i18n/index.svelte.ts';
import type { AppState } from '../state/app-state.svelte.ts';
import type { Announcement } from '../suggest/suggestions.svelte.ts';
import type { Sentence } from '../text/find-sentence.ts';
import { placeOf } from '../text/marked-place.ts';
import type { Incoming } from './asking.ts';
import { askingOrder } from './asking-order.ts';
import { recordOf } from './file-record.ts';
import { inFront } from './in-front.ts';
import { OpenDocument } from './open-document.svelte.ts';
import { isDead, oneAtATime } from './page-lock.ts';
import type { Tabs } from './tabs.svelte.ts';
import { titleOf } from './title.ts';

/**
 * Most documents that stay loaded; the one that was inactive longest is unloaded and later read again from its draft.
 */
const most = 12;

export interface DocumentsOptions {
  readonly app: AppState;
  readonly tabs: Tabs;
  readonly session: string;
  readonly announce: (what: Announcement) => void;
}

/** The loaded documents of this window. */
export class Documents {
  /** In a fixed order: a moved element would lose its scroll position. */
  list = $state.raw<readonly OpenDocument[]>([]);
  current = $state.raw<OpenDocument | null>(null);
  /** A sentence to show once its document is active. */
  wanted = $state.raw<{ readonly id: string; readonly sentence: Sentence } | null>(null);
  readonly #options: DocumentsOptions;
  /** Files for the documents of new tabs, by the tab's id. */
  readonly #incoming = new Map<string, Incoming>();

  /** The tab whose draft is being read. The previous document is still shown and takes no keys. */
  reading = $state<string | null>(null);
  /** Tabs of this window that have no draft yet. */
  readonly #unwritten = new Set<string>();
  /** Ids by last use, the active document last. */
  #seen: readonly OpenDocument[] = [];

  constructor(options: DocumentsOptions) {
    this.#options = options;
  }

  /** Opens a tab, empty or for a file; a file that is open already is activated. */
  add(incoming: Incoming | null): void {
    const { tabs } = this.#options;
    const path = incoming && 'path' in incoming ? incoming.path : null;
    const there = path && tabs.list.find((tab) => tab.path === path);
    if (there) {
      tabs.activate(there.id);
      return;
    }
    const id = tabs.add();
    this.#unwritten.add(id);
    if (incoming) this.#incoming.set(id, incoming);
  }

  /** Activates a tab's document. @throws where its draft cannot be read */
  async show(id: string): Promise<void> {
    const { tabs } = this.#options;
    this.current?.settle();
    const known = this.list.find((one) => one.id === id);
    const isNew = this.#unwritten.delete(id);
    // A new tab is active before the next key, which must not go into the previous document.
    const draft = known || isNew ? null : await this.#read(id);
    // Another tab may have been activated meanwhile.
    if (tabs.active !== id) return;
    // Another call may have loaded it.
    const open = this.list.find((one) => one.id === id) ?? this.#make(id, draft);
    const { seen, closed } = inFront(this.#seen, open, most, (one) => !one.files.busy);
    this.#seen = seen;
    if (!this.list.includes(open)) this.list = [...this.list, open];
    this.list = this.list.filter((one) => !closed.includes(one));
    for (const one of closed) one.close();
    this.current = open;
    if (open.editor) open.files.look();
  }

  async #read(id: string): Promise<Draft | null> {
    this.reading = id;
    try {
      return (await this.#options.app.client.call('drafts.get', { id })).draft;
    } finally {
      if (this.reading === id) this.reading = null;
    }
  }

  /** The tab was closed. */
  forget(id: string): void {
    this.#incoming.delete(id);
    this.#unwritten.delete(id);
    const gone = this.list.find((one) => one.id === id);
    this.list = this.list.filter((one) => one !== gone);
    this.#seen = this.#seen.filter((one) => one !== gone);
    gone?.close();
  }

  /** Activates the document with a sentence and asks for its place. @returns false where no document has it */
  async goToSentence(sentence: Sentence): Promise<boolean> {
    const { app, tabs } = this.#options;
    const id = await this.#havingSentence(sentence);
    if (id === null) return false;
    // A dialog would cover the text.
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
    if (this.current?.files.file?.path === path) this.current.files.look();
  }

  /** A window wrote a draft; null: it was removed. */
  told(id: string, revision: string | null): void {
    for (const one of this.list) {
      if (one.id === id) one.told(revision);
      else if (id === recordOf(one.id) && revision !== null) one.fileTold(revision);
    }
  }

  /** Events may have been missed. */
  reconnected(): void {
    for (const one of this.list) one.reconnected();
  }

  /** Unloads documents whose tabs another window closed. */
  prune(): void {
    const { tabs } = this.#options;
    for (const { id } of this.list) if (!tabs.list.some((tab) => tab.id === id)) this.forget(id);
  }

  /** Texts of dead pages whose tab is closed get a new tab. */
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

  /** @returns the first document with a sentence, in asking order */
  async #havingSentence(sentence: Sentence): Promise<string | null> {
    const { tabs } = this.#options;
    const open = {
      front: this.current?.id ?? null,
      read: this.list.map(({ id }) => id),
      tabs: tabs.list.map(({ id }) => id),
    };
    for (const id of askingOrder(sentence.documentId ?? null, open))
      if (await this.#hasSentence(id, sentence)) return id;
    return null;
  }

  async #hasSentence(id: string, sentence: Sentence): Promise<boolean> {
    const known = this.list.find((one) => one.id === id);
    if (known) return known.editor !== null && placeOf(known.editor.state.doc, sentence) !== null;
    const { draft } = await this.#options.app.client.call('drafts.get', { id });
    return draft !== null && placeOf(draftDocument(draft), sentence) !== null;
  }

  /** Stores a text in a new tab and shows a notice. */
  async #part(id: string, content: string): Promise<void> {
    const { app, tabs } = this.#options;
    await app.client.call('drafts.put', { id, content, revision: crypto.randomUUID() });
    if (tabs.list.some((tab) => tab.id === id)) return;
    const title = t('draft.apart', { title: titleOf(content) || t('file.untitled') });
    tabs.insert({ id, title });
    app.notify({ level: 'warning', text: message('draft.apartText', { title }) });
  }

  #make(id: string, draft: Draft | null): OpenDocument {
    const { app, session, announce } = this.#options;
    const incoming = this.#incoming.get(id) ?? null;
    this.#incoming.delete(id);
    const onNew = (next: Incoming | null) => this.add(next);
    const onParted = (other: string, content: string) => this.#part(other, content);
    return new OpenDocument({ app, session, id, draft, incoming, announce, onNew, onParted });
  }
}
