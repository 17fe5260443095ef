/** One page of what was found. */
interface Page<Item> {
  readonly items: readonly Item[];
  /** Of all that was found. */
  readonly total: number;
}

interface Wanted {
  /** Without spaces around it; empty for everything. */
  readonly query: string;
  readonly limit: number;
  readonly offset: number;
}

/** How many items a page holds. */
export const pageSize = 50;

/** A list that is searched, and read page by page where it is long. */
export class Listing<Item> {
  items = $state.raw<readonly Item[]>([]);
  /** Of all that was found; null until the first answer. */
  total = $state<number | null>(null);
  /** As the writer types it. */
  query = $state('');
  /** What the items shown were searched with. */
  #answered = $state('');
  #asked = 0;
  readonly #read: (wanted: Wanted) => Promise<Page<Item> | null>;

  /** @param read null where it failed, which the writer was told */
  constructor(read: (wanted: Wanted) => Promise<Page<Item> | null>) {
    this.#read = read;
  }

  /** Whether the items shown are the outcome of a search. */
  get searched(): boolean {
    return this.#answered !== '';
  }

  /** A box to search an empty list would be in the way; one that is in use stays. */
  get searchable(): boolean {
    return this.total !== null && (this.total > 0 || this.searched || this.query !== '');
  }

  /** How many are not shown yet. */
  get left(): number {
    return Math.max(0, (this.total ?? 0) - this.items.length);
  }

  /** @param keep how many are shown already and stay */
  async load(keep = 0): Promise<void> {
    const mine = ++this.#asked;
    const query = this.query.trim();
    const page = await this.#read({ query, limit: pageSize, offset: keep });
    // A search that was typed over is late.
    if (!page || mine !== this.#asked) return;
    this.items = [...this.items.slice(0, keep), ...page.items];
    this.total = page.total;
    this.#answered = query;
  }

  loadMore(): Promise<void> {
    return this.load(this.items.length);
  }

  /** Takes one away without asking for the others again. */
  drop(gone: (item: Item) => boolean): void {
    const kept = this.items.filter((item) => !gone(item));
    this.total = (this.total ?? 0) - (this.items.length - kept.length);
    this.items = kept;
  }
}
