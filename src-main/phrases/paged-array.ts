/** Bytes with random access. */
export interface ByteSource {
  readonly length: number;
  /** Fills `into` from `offset`. The rest of `into` is unchanged if the source ends before. */
  read(offset: number, into: Uint8Array): void;
  close(): void;
}

export const memorySource = (pieces: readonly Uint8Array[]): ByteSource => {
  const bytes = Buffer.concat(pieces);
  return {
    length: bytes.length,
    read: (offset, into) => into.set(bytes.subarray(offset, Math.min(bytes.length, offset + into.length))),
    close: () => undefined,
  };
};

const pageBytes = 4096;

/** Two views of the same memory. */
interface Page {
  readonly numbers: Uint16Array | Uint32Array;
  readonly bytes: Uint8Array;
}

/**
 * Numbers of a file, read in pages on demand. The operating system caches the file; a few pages are cached here so
 * that adjacent reads cost no system call.
 */
export class PagedArray {
  readonly length: number;
  readonly #source: ByteSource;
  readonly #offset: number;
  readonly #width: 2 | 4;
  readonly #perPage: number;
  readonly #most: number;
  readonly #pages = new Map<number, Page>();
  #last = -1;
  #lastPage: Page['numbers'] = new Uint16Array(0);

  /** @param width bytes of a number @param most pages to cache */
  constructor(source: ByteSource, offset: number, length: number, width: 2 | 4, most: number) {
    this.#source = source;
    this.#offset = offset;
    this.length = length;
    this.#width = width;
    this.#perPage = pageBytes / width;
    this.#most = most;
  }

  /** @returns the number; 0 outside the array */
  at(index: number): number {
    if (index < 0 || index >= this.length) return 0;
    const page = Math.floor(index / this.#perPage);
    if (page !== this.#last) {
      this.#lastPage = this.#page(page);
      this.#last = page;
    }
    return this.#lastPage[index - page * this.#perPage] ?? 0;
  }

  #page(page: number): Page['numbers'] {
    const found = this.#pages.get(page);
    if (found) {
      // Moves the page to the end: the map's order is that of the last use.
      this.#pages.delete(page);
      this.#pages.set(page, found);
      return found.numbers;
    }
    const read = this.#room();
    const first = page * pageBytes;
    const length = Math.min(pageBytes, this.length * this.#width - first);
    this.#source.read(this.#offset + first, length < pageBytes ? read.bytes.subarray(0, length) : read.bytes);
    this.#pages.set(page, read);
    return read.numbers;
  }

  /** A page to fill: the least recently used one if the cache is full. Reusing it avoids garbage. */
  #room(): Page {
    if (this.#pages.size >= this.#most) {
      const [oldest] = this.#pages;
      if (oldest) {
        this.#pages.delete(oldest[0]);
        return oldest[1];
      }
    }
    const numbers = this.#width === 2 ? new Uint16Array(this.#perPage) : new Uint32Array(this.#perPage);
    return { numbers, bytes: new Uint8Array(numbers.buffer) };
  }
}
