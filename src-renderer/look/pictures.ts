/** Loads pictures of a file's package by the names of their parts. */

export interface Media {
  /** Media type, e.g. `image/png`. */
  readonly type: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** @param source hash of the source. @returns null where the file has no such part */
export type ReadMedia = (source: string, part: string) => Promise<Media | null>;

/** A picture of a node. `src`: the source element of the node, as `KEY:OFFSET`. */
export interface NamedPicture {
  readonly part: string;
  readonly src: string | null;
}

/** Draws pictures of nodes. */
export interface PictureDrawer {
  /** Loads the picture into an element once it is near the window. `failed` runs where nothing can be shown. */
  show(image: HTMLImageElement, picture: NamedPicture, failed: () => void): void;
  forget(image: HTMLImageElement): void;
}

/** Whether a node has a source element: pasted HTML may name any part but knows no file's key. */
export const isOfFile = (src: string | null, source: string): boolean =>
  src?.startsWith(`${source.slice(0, 8)}:`) ?? false;

/** Types that a browser draws; others (EMF, WMF, TIFF) are shown by their name. */
const drawn = /^image\/(?:png|jpeg|gif|bmp|webp|svg\+xml)$/;

/** Pixels outside of the window within which a picture is loaded ahead. */
const ahead = '600px';

/** Loads pictures when they come near the window, each part once. */
export class Pictures implements PictureDrawer {
  readonly #read: ReadMedia;
  readonly #source: () => string | null;
  readonly #addresses = new Map<string, Promise<string | null>>();
  readonly #waiting = new Map<Element, () => void>();
  readonly #observer: IntersectionObserver;

  /** @param source the document's present source; null for a document without one */
  constructor(read: ReadMedia, source: () => string | null) {
    this.#read = read;
    this.#source = source;
    this.#observer = new IntersectionObserver((entries) => this.#seen(entries), { rootMargin: ahead });
  }

  show(image: HTMLImageElement, { part, src }: NamedPicture, failed: () => void): void {
    this.#load(image, part, (source) => isOfFile(src, source), failed);
  }

  /** For nodes that the shell read and nobody edits: headers and footers. */
  ofHeaders(): PictureDrawer {
    return {
      show: (image, { part }, failed) => this.#load(image, part, () => true, failed),
      forget: (image) => this.forget(image),
    };
  }

  /** @param isAllowed called when the picture is loaded, with the document's source at that time */
  #load(
    image: HTMLImageElement,
    part: string,
    isAllowed: (source: string) => boolean,
    failed: () => void,
  ): void {
    this.#waiting.set(image, () => {
      const source = this.#source();
      const address =
        source !== null && isAllowed(source) ? this.#address(source, part) : Promise.resolve(null);
      void address.then((found) => {
        if (found === null) failed();
        else image.src = found;
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

  #address(source: string, part: string): Promise<string | null> {
    const key = `${source} ${part}`;
    const known = this.#addresses.get(key);
    if (known) return known;
    const made = this.#readAddress(source, part);
    this.#addresses.set(key, made);
    return made;
  }

  /** An unreadable picture is shown by its name. */
  async #readAddress(source: string, part: string): Promise<string | null> {
    const media = await this.#read(source, part).catch(() => null);
    if (media === null || !drawn.test(media.type)) return null;
    return URL.createObjectURL(new Blob([media.bytes], { type: media.type }));
  }
}
