/** Where a sample came from. */
export type SampleSource = 'correction' | 'confirmation' | 'implicit' | 'glossary' | 'style';

/** One gap and the word that belongs there. */
export interface TrainingSample {
  readonly id: string;
  /** Scrubbed; holds exactly one `[MASK]`, a word of unknown length. */
  readonly text: string;
  /** 1–6 characters. */
  readonly answer: string;
  /** Words that the writer refused at this place. */
  readonly rejected: readonly string[];
  /** How much it counts, 0–1 (exclusive 0). */
  readonly weight: number;
  /** Samples of one group (same word, same pair) are held out together. */
  readonly group: string;
  /** Ids of the documents that it comes from, which are held out together too; absent where none is known. */
  readonly documents?: readonly string[];
  readonly source: SampleSource;
}
