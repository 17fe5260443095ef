/** Bytes that are read in pieces. */
export interface ByteSource {
  readonly length: number;
  /** Fills `into` from `offset` on; what lies behind the end stays as it is. */
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

/** The same memory twice. */
interface Page {
  readonly numbers: Uint16Array | Uint32Array;
  readonly bytes: Uint8Array;
}

/**
 * Numbers of a file, read by the page when they are asked for. The system has the file in its own memory; a few pages
 * are kept here so that neighbours cost no call.
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

  /** @param width bytes of a number @param most pages that are kept */
  constructor(source: ByteSource, offset: number, length: number, width: 2 | 4, most: number) {
    this.#source = source;
    this.#offset = offset;
    this.length = length;
    this.#width = width;
    this.#perPage = pageBytes / width;
    this.#most = most;
  }

  /** @returns 0 outside */
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
      // The one that was asked for longest ago comes first.
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

  /** Of the page that was asked for longest ago, once there are enough: nothing is left to be collected. */
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
