import type { Offer } from './decide.ts';

/** Units before the caret that tell whether what follows them is personal. */
const reach = 60;
/** What stands in one document alone may be personal in a way that nobody recognised. */
const leastDocuments = 2;

export interface Privacy {
  /** Puts slots into a text. */
  readonly slotted: (text: string) => string;
  /** Whether what looks like a name stands in a text, or begins before it. */
  readonly mayHoldName: (before: string, text: string) => boolean;
}

/**
 * The offers that hold nothing personal of other documents. Those have their slots already; this looks once more, at
 * the text that would come about, and is stricter: a phrase that is left out is no loss.
 * @param before text up to the caret, with its slots
 */
export function withoutPersonal<T extends Pick<Offer, 'text' | 'origin' | 'documents'>>(
  offers: readonly T[],
  before: string,
  { slotted, mayHoldName }: Privacy,
): readonly T[] {
  const left = before.slice(-reach);
  return offers.filter(({ text, origin, documents }) => {
    if (/[\n⟦⟧\uE000-\uF8FF]/.test(text)) return false;
    if (origin !== 'own-documents') return true;
    if (documents.length < leastDocuments || mayHoldName(left, text)) return false;
    return slotted(left + text).endsWith(text);
  });
}
