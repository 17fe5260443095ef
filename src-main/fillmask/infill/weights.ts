/**
 * The weights of a word's score, fitted by maximum likelihood on words cut from sentences
 * (test/suites/fit.ts prints them with the figures of every scoring that was tried).
 */
export const weights = {
  /** Times Σ log p of the word's characters, each normalised over Chinese characters. */
  evidence: 0.75,
  /** Times log((count + 1) / total) in the lexicon. */
  frequency: 0.6,
  /** Times Σ log p under masks with no context at all: what the model says of any place. */
  prior: -0.34,
  /** For each character of the word that stands in the context already. */
  repetition: -1.1,
  /** Added for words of length 1, 2, …: makes lengths comparable. */
  length: [0, 1.5, 2.3, 2.2, 2.2, 2.2],
  /** Times the change of Σ log p when the first character is revealed. */
  revealed: 0.38,
  /** Added to every word that was rescored that way. */
  rescored: -1,
} as const;

export type Weights = typeof weights;
