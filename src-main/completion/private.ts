import type { Offer } from './decide.ts';

/** Units before the caret that are searched for labels and names. */
const reach = 60;
/** Text of a single document may be personal without being recognised as such. */
const leastDocuments = 2;

export interface Privacy {
  /** Replaces personal data and numbers by slots. */
  readonly slotted: (text: string) => string;
  /** Whether the text contains a name or continues one that starts before it. */
  readonly mayHoldName: (before: string, text: string) => boolean;
}

/**
 * Removes offers with personal data of other documents. The index has slots already; this checks the resulting text
 * once more, and more strictly, because leaving out a phrase does no harm.
 * @param before text up to the caret, after `slotted`
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
