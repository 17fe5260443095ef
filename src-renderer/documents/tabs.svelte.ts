import type { Client } from '../../src-main/contract/index.ts';
import { codeOf } from '../ui/error-text.ts';
import { recordOf } from './file-record.ts';
import { mergeTabs, stillInFront, type Tab } from './tabs-state.ts';

export type { Tab } from './tabs-state.ts';

interface Kept {
  readonly list: readonly Tab[];
  readonly active: string;
}

/** Where the list itself is stored; no document has this id. */
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

/** The open documents, in their order; they come back as they were, and are the same in every window. */
export class Tabs {
  list = $state.raw<readonly Tab[]>([first]);
  active = $state(first.id);
  readonly #client: Client;
  readonly #onError: (error: unknown) => void;
  /** The stored list, and the revision that names it; null before there is one. */
  #stored: { readonly list: readonly Tab[]; readonly revision: string } | null = null;
  /** What this window wrote: nothing of it is news. */
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

  /** Beside the one in front, which stays there. */
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

  /** The next tab to the right or to the left, going round. */
  step(by: 1 | -1): void {
    const at = this.list.findIndex(({ id }) => id === this.active);
    const next = this.list[(at + by + this.list.length) % this.list.length];
    if (next) this.activate(next.id);
  }

  /** Forgets a document; the last one leaves an empty one behind. */
  close(id: string): void {
    if (!this.list.some((tab) => tab.id === id)) return;
    this.#show(this.list.filter((tab) => tab.id !== id));
    this.#keep();
    // After the page has let go of it and sent what it had not saved.
    setTimeout(() => {
      for (const one of [id, recordOf(id)])
        void this.#client.call('drafts.remove', { id: one }).catch(this.#onError);
    }, 1000);
  }

  /** A window wrote the list; events may have been missed where nobody knows. */
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

  /** One at a time; what changes meanwhile goes with the next. */
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

  /** @returns false where another window was first */
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
    // Something of this window's own is in it.
    if (JSON.stringify(merged) !== JSON.stringify(theirs.list)) this.#again = true;
    this.#show(merged);
  }
}
