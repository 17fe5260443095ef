/** Pictures of a file's package, by the name of their part. */

export interface Media {
  /** As `image/png`. */
  readonly type: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** @param source of the file, as the document names it. @returns null where the file holds no such part */
export type ReadMedia = (source: string, part: string) => Promise<Media | null>;

/** A picture as a node names it. `src`: the element of a file that the node stands for, as `KEY:OFFSET`. */
export interface NamedPicture {
  readonly part: string;
  readonly src: string | null;
}

/** Draws pictures that nodes name. */
export interface PictureDrawer {
  /** Puts the picture into an element once that is near the window. `failed` is run where nothing can be shown. */
  show(image: HTMLImageElement, picture: NamedPicture, failed: () => void): void;
  forget(image: HTMLImageElement): void;
}

/** Whether a node stands for an element of a file: pasted HTML may name any part, and knows no file's key. */
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

  /** @param source of the document as it is now; null for one that came from no file */
  constructor(read: ReadMedia, source: () => string | null) {
    this.#read = read;
    this.#source = source;
    this.#observer = new IntersectionObserver((entries) => this.#seen(entries), { rootMargin: ahead });
  }

  show(image: HTMLImageElement, { part, src }: NamedPicture, failed: () => void): void {
    this.#load(image, part, (source) => isOfFile(src, source), failed);
  }

  /** For nodes that the shell read from the file itself and nobody edits: headers and footers. */
  ofHeaders(): PictureDrawer {
    return {
      show: (image, { part }, failed) => this.#load(image, part, () => true, failed),
      forget: (image) => this.forget(image),
    };
  }

  /** @param isAllowed asked when the picture is loaded, with the file that the document comes from then */
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

  /** What cannot be read is shown by its name. */
  async #readAddress(source: string, part: string): Promise<string | null> {
    const media = await this.#read(source, part).catch(() => null);
    if (media === null || !drawn.test(media.type)) return null;
    return URL.createObjectURL(new Blob([media.bytes], { type: media.type }));
  }
}
