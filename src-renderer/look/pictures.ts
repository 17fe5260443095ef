/** Pictures of a file's package, by the name of their part. */

export interface Media {
  /** As `image/png`. */
  readonly type: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** @param source of the file, as the document names it. @returns null where the file holds no such part */
export type ReadMedia = (source: string, part: string) => Promise<Media | null>;

/** Types that a browser draws; others (EMF, WMF, TIFF) are shown by their name. */
const drawn = /^image\/(?:png|jpeg|gif|bmp|webp|svg\+xml)$/;

/** Pixels outside of the window within which a picture is loaded ahead. */
const ahead = '600px';

/** Loads pictures when they come near the window, each part once. */
export class Pictures {
  readonly #read: ReadMedia;
  readonly #source: () => string | null;
  readonly #addresses = new Map<string, Promise<string | null>>();
  readonly #waiting = new Map<Element, () => void>();
  readonly #observer: IntersectionObserver;

  /** @param source of the document as it is now; null for one that came from no file */
  constructor(read: ReadMedia, source: () => string | null) {
    this.#read = read;
    this.#source = source;
    this.#observer = new IntersectionObserver((entries) => this.#seen(entries), { rootMargin: ahead });
  }

  /** Puts the picture into an element once that is near the window. `failed` is run where nothing can be shown. */
  show(image: HTMLImageElement, part: string, failed: () => void): void {
    this.#waiting.set(image, () => {
      void this.#address(part).then((address) => {
        if (address === null) failed();
        else image.src = address;
      });
    });
    this.#observer.observe(image);
  }

  forget(image: HTMLImageElement): void {
    this.#waiting.delete(image);
    this.#observer.unobserve(image);
  }

  destroy(): void {
    this.#observer.disconnect();
    this.#waiting.clear();
    for (const address of this.#addresses.values())
      void address.then((url) => url !== null && URL.revokeObjectURL(url));
    this.#addresses.clear();
  }

  #seen(entries: readonly IntersectionObserverEntry[]): void {
    for (const { target, isIntersecting } of entries) {
      if (!isIntersecting) continue;
      const load = this.#waiting.get(target);
      this.#waiting.delete(target);
      this.#observer.unobserve(target);
      load?.();
    }
  }

  #address(part: string): Promise<string | null> {
    const source = this.#source();
    if (source === null) return Promise.resolve(null);
    const key = `${source} ${part}`;
    const known = this.#addresses.get(key);
    if (known) return known;
    const made = this.#load(source, part);
    this.#addresses.set(key, made);
    return made;
  }

  /** What cannot be read is shown by its name. */
  async #load(source: string, part: string): Promise<string | null> {
    const media = await this.#read(source, part).catch(() => null);
    if (media === null || !drawn.test(media.type)) return null;
    return URL.createObjectURL(new Blob([media.bytes], { type: media.type }));
  }
}
