/** What a gap says of how sure a model is: its scores in short, from which probabilities follow for any tempering. */

/** Temperatures for which sums over all words are stored. */
export const temperatures: readonly number[] = Array.from({ length: 13 }, (_, i) => 0.5 * 6 ** (i / 12));

export interface LengthObservation {
  readonly length: number;
  /** log Σ exp(score / temperature) over the words of this length, one for each of `temperatures`. */
  readonly logSums: Float64Array;
  /** Scores of the best words, best first. */
  readonly best: readonly number[];
}

export interface Observation {
  readonly lengths: readonly LengthObservation[];
  /** The model's probability that a word belongs here at all. */
  readonly wordMass: number;
  /** Length and score of the right word; null where no table contains it. */
  readonly answer: { readonly length: number; readonly score: number } | null;
}
