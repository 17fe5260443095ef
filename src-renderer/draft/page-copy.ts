/**
 * Keeps unstored text in the page's own storage, which outlives the page if the app ends. Each window writes under
 * its own name and holds a lock while it lives, so that only texts of dead pages are taken over.
 */

export interface LeftText {
  /** The newest stored revision that the text contains. */
  readonly kept: string | null;
  /** Writes that may have been stored, in order; entries as in the store's journal. */
  readonly sent: readonly { readonly revision: string; readonly entry: string }[];
  readonly pending: string;
  /** Whether the document was replaced as a whole. */
  readonly replaced: boolean;
  /** The whole document. */
  readonly content: string;
}

/** A page's storage for one document. */
export interface PageCopy {
  /** @returns false where the storage is full or missing */
  write(text: LeftText): boolean;
  clear(): void;
}

export interface FoundText {
  readonly documentId: string;
  readonly text: LeftText;
  remove(): void;
}

type Storage = Pick<globalThis.Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>;

const prefix = 'bumo.text.';
const keyOf = (documentId: string, page: string) => `${prefix}${page}.${documentId}`;
export const lockOf = (page: string): string => `bumo.page.${page}`;

/** @param page unique to the window */
export function createPageCopy(storage: Storage, page: string, documentId: string): PageCopy {
  const key = keyOf(documentId, page);
  let written = false;
  return {
    write(text) {
      try {
        storage.setItem(key, JSON.stringify(text));
        written = true;
        return true;
      } catch {
        return false;
      }
    },
    clear() {
      if (!written) return;
      storage.removeItem(key);
      written = false;
    },
  };
}

function parse(json: string | null): LeftText | null {
  try {
    const text = JSON.parse(json ?? '') as Partial<LeftText>;
    return typeof text.content === 'string' && Array.isArray(text.sent) ? (text as LeftText) : null;
  } catch {
    return null;
  }
}

/** Texts that pages left. @param isDead whether the page that wrote a text has ended */
export async function findTexts(
  storage: Storage,
  isDead: (page: string) => Promise<boolean>,
): Promise<FoundText[]> {
  const keys = Array.from({ length: storage.length }, (_, i) => storage.key(i) ?? '').filter((key) =>
    key.startsWith(prefix),
  );
  const found: FoundText[] = [];
  for (const key of keys) {
    const [page = '', ...rest] = key.slice(prefix.length).split('.');
    const text = parse(storage.getItem(key));
    if (!text || !(await isDead(page))) continue;
    found.push({ documentId: rest.join('.'), text, remove: () => storage.removeItem(key) });
  }
  return found;
}
