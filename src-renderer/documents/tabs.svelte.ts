import type { Client } from '../../src-main/contract/index.ts';

export interface Tab {
  /** Of its draft. */
  readonly id: string;
  /** Empty for a document without a name or a word. */
  readonly title: string;
  /** Of its file; absent for one without a place on this machine. */
  readonly path?: string;
}

interface Kept {
  readonly list: readonly Tab[];
  readonly active: string;
}

/** Where the list itself is kept; no document has this id. */
const listId = 'tabs';
const first: Tab = { id: 'main', title: '' };

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

/** The open documents, in their order; they come back as they were. */
export class Tabs {
  list = $state.raw<readonly Tab[]>([first]);
  active = $state(first.id);
  readonly #client: Client;
  readonly #onError: (error: unknown) => void;

  constructor(client: Client, onError: (error: unknown) => void) {
    this.#client = client;
    this.#onError = onError;
  }

  async load(): Promise<void> {
    const { draft } = await this.#client.call('drafts.get', { id: listId });
    const kept = draft && parse(draft.content);
    if (!kept) return;
    this.list = kept.list;
    this.active = kept.active;
  }

  add(): void {
    const id = `doc-${crypto.randomUUID()}`;
    const at = this.list.findIndex((tab) => tab.id === this.active) + 1;
    this.list = [...this.list.slice(0, at), { id, title: '' }, ...this.list.slice(at)];
    this.active = id;
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
    const at = this.list.findIndex((tab) => tab.id === id);
    if (at < 0) return;
    const rest = this.list.filter((tab) => tab.id !== id);
    const neighbour = rest[Math.min(at, rest.length - 1)];
    if (neighbour) {
      this.list = rest;
      if (this.active === id) this.active = neighbour.id;
    } else {
      const fresh = `doc-${crypto.randomUUID()}`;
      this.list = [{ id: fresh, title: '' }];
      this.active = fresh;
    }
    this.#keep();
    // After the page has let go of it and sent what it had not saved.
    setTimeout(() => {
      for (const one of [id, `${id}.file`])
        void this.#client.call('drafts.remove', { id: one }).catch(this.#onError);
    }, 1000);
  }

  #keep(): void {
    const content = JSON.stringify({ list: this.list, active: this.active });
    void this.#client.call('drafts.put', { id: listId, content }).catch(this.#onError);
  }
}
