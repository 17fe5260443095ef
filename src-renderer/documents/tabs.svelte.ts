import type { Client } from '../../src-main/contract/index.ts';
import { codeOf } from '../ui/error-text.ts';
import { recordOf } from './file-record.ts';
import { mergeTabs, stillInFront, type Tab } from './tabs-state.ts';

export type { Tab } from './tabs-state.ts';

interface Kept {
  readonly list: readonly Tab[];
  readonly active: string;
}

/** Id of the draft that stores the list; no document has it. */
const listId = 'tabs';
const first: Tab = { id: 'main', title: '' };
const newTab = (): Tab => ({ id: `doc-${crypto.randomUUID()}`, title: '' });

function parse(content: string): Kept | null {
  try {
    const { list, active } = JSON.parse(content) as Partial<Kept>;
    const sound = Array.isArray(list) && list.length > 0 && list.every((tab) => typeof tab?.id === 'string');
    if (!sound || !list.some(({ id }) => id === active)) return null;
    return { list, active: String(active) };
  } catch {
    return null;
  }
}

/** The open documents in order. The list is restored at the next start and shared by all windows. */
export class Tabs {
  list = $state.raw<readonly Tab[]>([first]);
  active = $state(first.id);
  readonly #client: Client;
  readonly #onError: (error: unknown) => void;
  /** The stored list, and the revision that names it; null before there is one. */
  #stored: { readonly list: readonly Tab[]; readonly revision: string } | null = null;
  /** Revisions that this window wrote: their events are ignored. */
  #revision = '';
  #syncing = false;
  #again = false;

  constructor(client: Client, onError: (error: unknown) => void) {
    this.#client = client;
    this.#onError = onError;
  }

  async load(): Promise<void> {
    const { draft } = await this.#client.call('drafts.get', { id: listId });
    const kept = draft && parse(draft.content);
    if (draft) this.#stored = { list: kept?.list ?? [], revision: draft.revision };
    if (!kept) return;
    this.list = kept.list;
    this.active = kept.active;
  }

  /** @returns its id */
  add(): string {
    const tab = newTab();
    this.#insert(tab);
    this.active = tab.id;
    this.#keep();
    return tab.id;
  }

  /** Opens a tab next to the active one, which stays active. */
  insert(tab: Tab): void {
    this.#insert(tab);
    this.#keep();
  }

  activate(id: string): void {
    if (id === this.active || !this.list.some((tab) => tab.id === id)) return;
    this.active = id;
    this.#keep();
  }

  rename(id: string, title: string, path: string | null): void {
    const known = this.list.find((tab) => tab.id === id);
    if (known?.title === title && (known.path ?? null) === path) return;
    const named = { id, title, ...(path === null ? {} : { path }) };
    this.list = this.list.map((tab) => (tab.id === id ? named : tab));
    this.#keep();
  }

  /** Activates the next tab to the right or left, with wrap-around. */
  step(by: 1 | -1): void {
    const at = this.list.findIndex(({ id }) => id === this.active);
    const next = this.list[(at + by + this.list.length) % this.list.length];
    if (next) this.activate(next.id);
  }

  /** Closes a document; closing the last one opens an empty one. */
  close(id: string): void {
    if (!this.list.some((tab) => tab.id === id)) return;
    this.#show(this.list.filter((tab) => tab.id !== id));
    this.#keep();
    // Called after the page has unloaded the document and stored its changes.
    setTimeout(() => {
      for (const one of [id, recordOf(id)])
        void this.#client.call('drafts.remove', { id: one }).catch(this.#onError);
    }, 1000);
  }

  /** A window stored the list; null where events may have been missed. */
  told(revision: string | null): void {
    if (revision === null || revision !== this.#revision) void this.#sync();
  }

  #insert(tab: Tab): void {
    const at = this.list.findIndex(({ id }) => id === this.active) + 1;
    this.list = [...this.list.slice(0, at), tab, ...this.list.slice(at)];
  }

  #show(list: readonly Tab[]): void {
    const shown = list.length > 0 ? list : [newTab()];
    this.active = stillInFront(this.list, this.active, shown) ?? first.id;
    this.list = shown;
  }

  #keep(): void {
    void this.#sync(true);
  }

  /** One write at a time; changes meanwhile are part of the next. */
  async #sync(changed = false): Promise<void> {
    this.#again ||= changed;
    if (this.#syncing) {
      this.#again = true;
      return;
    }
    this.#syncing = true;
    try {
      if (!changed) await this.#merge();
      while (this.#again) {
        this.#again = false;
        if (await this.#put()) continue;
        this.#again = true;
        await this.#merge();
      }
    } catch (error) {
      this.#onError(error);
    } finally {
      this.#syncing = false;
    }
  }

  /** @returns false where another window wrote first */
  async #put(): Promise<boolean> {
    const { list, active } = this;
    const revision = crypto.randomUUID();
    const based = this.#stored?.revision ?? null;
    this.#revision = revision;
    try {
      const content = JSON.stringify({ list, active });
      await this.#client.call('drafts.put', { id: listId, content, revision, based });
      this.#stored = { list, revision };
      return true;
    } catch (error) {
      if (codeOf(error) !== 'draft-behind') throw error;
      return false;
    }
  }

  async #merge(): Promise<void> {
    const { draft } = await this.#client.call('drafts.get', { id: listId });
    const theirs = draft && parse(draft.content);
    const before = this.#stored?.list ?? [];
    this.#stored = draft && { list: theirs?.list ?? [], revision: draft.revision };
    if (!theirs) return;
    const merged = mergeTabs(before, this.list, theirs.list);
    // The merged list has changes of this window.
    if (JSON.stringify(merged) !== JSON.stringify(theirs.list)) this.#again = true;
    this.#show(merged);
  }
}
