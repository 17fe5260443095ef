/**
 * Texts are indexed and looked up after `slotted`: each piece of personal data and each number is one private-use
 * character for its kind. No continuation crosses one. A place is an offset in an indexed text; a match is the set
 * of places that the end of a context precedes.
 */

/** Longest and shortest match, in UTF-16 units. */
export const longestMatch = 12;
export const shortestMatch = 2;
/** Most places in a sample. */
export const mostSampled = 64;
/** Most UTF-16 units of a continuation. */
export const reach = 24;

/** A place, as its document and its continuation. */
export interface Occurrence {
  /** Number of the document in the index. */
  readonly document: number;
  /** Up to `reach` units, the end of the paragraph, or a slot. */
  readonly next: string;
}

/** The places that the last `length` units of a context precede. */
export interface Match {
  readonly length: number;
  /** Number of places, including those outside `sample`. */
  readonly count: number;
  /** Places spread evenly over all; all places if there are at most `mostSampled`. */
  readonly sample: readonly Occurrence[];
}

export interface IndexedDocument {
  readonly title: string;
  /** Time of the last change, milliseconds since the epoch; 0 for the phrasebook. */
  readonly at: number;
}

/** A source of phrases: the index of the writer's documents, the phrasebook, or the document being written. */
export interface PhraseIndex {
  /** @param context text up to the caret, after `slotted` @returns matches, the longest first */
  matches(context: string): readonly Match[];
  /** Units of the longest match, at most `longestMatch`; 0 if it is shorter than `shortestMatch`. */
  longest(context: string): number;
  document(number: number): IndexedDocument | null;
}
