/**
 * Texts are indexed and asked for as they are after `slotted`: what is personal, and every number, date and amount,
 * is one private-use character that says its kind. No continuation goes past one.
 */

/** Longest end of a context that is looked for, and the shortest, in UTF-16 units. */
export const longestMatch = 12;
export const shortestMatch = 2;
/** Places in a sample, at most. */
export const mostSampled = 64;
/** Units of a continuation at most. */
export const reach = 24;

/** A place where the end of a context stands, and how the text goes on there. */
export interface Occurrence {
  /** The document, by its number in the index. */
  readonly document: number;
  /** Up to `reach` units, the end of the paragraph, or a slot. */
  readonly next: string;
}

/** The places where the last `length` units of a context stand. */
export interface Match {
  readonly length: number;
  /** All of them, those that `sample` leaves out too. */
  readonly count: number;
  /** Some of them, spread evenly; all of them where they are few. */
  readonly sample: readonly Occurrence[];
}

export interface IndexedDocument {
  readonly title: string;
  /** When it was changed last, milliseconds since the epoch; 0 for the phrasebook. */
  readonly at: number;
}

/** Where phrases come from: the index of the writer's documents, the phrasebook, the document being written. */
export interface PhraseIndex {
  /** @param context text that ends at the caret, after `slotted` @returns longest match first; none where nothing matches */
  matches(context: string): readonly Match[];
  /** Units of the context's end that stand anywhere, `longestMatch` at most; 0 where fewer than `shortestMatch` do. */
  longest(context: string): number;
  document(number: number): IndexedDocument | null;
}
