/** One page of results. */
interface Page<Item> {
  readonly items: readonly Item[];
  /** Number of all results. */
  readonly total: number;
}

interface Wanted {
  /** Trimmed query; empty for all items. */
  readonly query: string;
  readonly limit: number;
  readonly offset: number;
}

/** How many items a page holds. */
export const pageSize = 50;

/** A searchable list that is read page by page. */
export class Listing<Item> {
  items = $state.raw<readonly Item[]>([]);
  /** Number of all results; null until the first answer. */
  total = $state<number | null>(null);
  /** The query as typed. */
  query = $state('');
  /** The query of the shown items. */
  #answered = $state('');
  #asked = 0;
  readonly #read: (wanted: Wanted) => Promise<Page<Item> | null>;

  /** @param read returns null after an error, which was shown already */
  constructor(read: (wanted: Wanted) => Promise<Page<Item> | null>) {
    this.#read = read;
  }

  /** Whether the shown items are search results. */
  get searched(): boolean {
    return this.#answered !== '';
  }

  /** Whether to show the search box: not for an empty list, unless it is in use. */
  get searchable(): boolean {
    return this.total !== null && (this.total > 0 || this.searched || this.query !== '');
  }

  /** Number of results that are not shown yet. */
  get left(): number {
    return Math.max(0, (this.total ?? 0) - this.items.length);
  }

  /** @param keep number of shown items that stay */
  async load(keep = 0): Promise<void> {
    const mine = ++this.#asked;
    const query = this.query.trim();
    const page = await this.#read({ query, limit: pageSize, offset: keep });
    // The query changed meanwhile: the answer is outdated.
    if (!page || mine !== this.#asked) return;
    this.items = [...this.items.slice(0, keep), ...page.items];
    this.total = page.total;
    this.#answered = query;
  }

  loadMore(): Promise<void> {
    return this.load(this.items.length);
  }

  /** Removes an item without reading the others again. */
  drop(gone: (item: Item) => boolean): void {
    const kept = this.items.filter((item) => !gone(item));
    this.total = (this.total ?? 0) - (this.items.length - kept.length);
    this.items = kept;
  }
}
