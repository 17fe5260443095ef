import type { Offer } from './decide.ts';

/** Units before the caret that tell whether what follows them is personal. */
const reach = 60;

/**
 * The offers that hold nothing personal. What comes from other documents has its slots already; this looks once more,
 * at the text that would come about.
 * @param before text up to the caret, with its slots @param slotted puts slots into a text
 */
export function withoutPersonal<T extends Pick<Offer, 'text' | 'origin'>>(
  offers: readonly T[],
  before: string,
  slotted: (text: string) => string,
): readonly T[] {
  const left = before.slice(-reach);
  return offers.filter(({ text, origin }) => {
    if (/[\n⟦⟧\uE000-\uF8FF]/.test(text)) return false;
    if (origin !== 'own-documents' && origin !== 'phrasebook') return true;
    return slotted(left + text).endsWith(text);
  });
}
