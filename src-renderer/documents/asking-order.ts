/** Which documents of this window are asked for a sentence, and in which order. Pure. */

export interface OpenDocuments {
  /** The one in front. */
  readonly front: string | null;
  /** Those whose text this page has. */
  readonly read: readonly string[];
  /** All of them, whose drafts the shell has. */
  readonly tabs: readonly string[];
}

/** @param from the document that the sentence was said in, where that is known */
export function askingOrder(from: string | null, { front, read, tabs }: OpenDocuments): string[] {
  const wanted = [from, front, ...read, ...tabs].filter((id) => id !== null);
  return [...new Set(wanted)].filter((id) => read.includes(id) || tabs.includes(id));
}
