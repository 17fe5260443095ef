/**
 * The weights of a word's score, fitted by maximum likelihood on words cut from sentences
 * (test/suites/fit.ts prints them with the figures of every scoring that was tried).
 */
export const weights = {
  /** Times Σ log p of the word's characters, each normalised over Chinese characters. */
  evidence: 0.85,
  /** Times Σ log of the share of the vocabulary's probability that words hold at each mask. */
  wordMass: 1.71,
  /** Times log((count + 1) / total) in the lexicon. */
  frequency: 0.56,
  /** Times Σ log p under masks with no context at all: what the model says of any place. */
  prior: -0.29,
  /** For each character of the word that stands in the gap's sentence already. */
  repetition: -1.35,
  /** Added for words of length 1, 2, …: makes lengths comparable. Beyond 4 the last one is carried on. */
  length: [0, 2.13, 2.71, -0.02, -0.02, -0.02],
  /** Added to a single character that makes a word of 2, 3 or more characters with its neighbours. */
  joined: { 2: 1.49, 3: 2.04, 4: 3 },
  /** Times log of its share of all words that these neighbours leave open, `joinedDoubt` added to their count. */
  joinedShare: 0.14,
  joinedDoubt: 50,
  /** Times the change of Σ log p when the first character is revealed. */
  revealed: 0.54,
  /** Added to every word that was rescored that way. */
  rescored: -1.69,
  /**
   * Times log(1 + count) for words of two characters and more that the document has outside the gap's sentence
   * (fitted on one half of test/suites/documents.txt).
   */
  document: 1.2,
} as const;

export type Weights = typeof weights;
