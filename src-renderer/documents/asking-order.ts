/** The order in which this window's documents are searched for a sentence. Pure. */

export interface OpenDocuments {
  /** The active document. */
  readonly front: string | null;
  /** Documents that this page has loaded. */
  readonly read: readonly string[];
  /** All open documents, whose drafts the shell has. */
  readonly tabs: readonly string[];
}

/** @param from the document of the sentence, where that is known */
export function askingOrder(from: string | null, { front, read, tabs }: OpenDocuments): string[] {
  const wanted = [from, front, ...read, ...tabs].filter((id) => id !== null);
  return [...new Set(wanted)].filter((id) => read.includes(id) || tabs.includes(id));
}
