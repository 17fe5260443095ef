/** What the parts of the engine agree on. */

/** One sequence to run, `[CLS]` and `[SEP]` included. */
export interface MaskedRow {
  readonly ids: readonly number[];
  /** Positions in `ids` whose logits are wanted, ascending. */
  readonly masked: readonly number[];
}

/** A masked language model: a trunk that rows pass once, and a top that can be exchanged. */
export interface MaskedLm {
  readonly vocabSize: number;
  /** Most tokens in a row, special tokens included. */
  readonly maxTokens: number;
  /**
   * Runs rows as one batch (padded to the longest).
   * @returns per row its logits, row-major [masked.length, vocabSize]
   */
  logits(rows: readonly MaskedRow[]): Promise<readonly Float32Array[]>;
  /**
   * What a memory knows a gap by: the mean of the untaught model's last hidden states at a row's masks,
   * float32 [H]. The same under every version.
   */
  key(row: MaskedRow): Promise<Float32Array>;
  release(): Promise<void>;
}

export interface FillRequest {
  /** Holds one or more `[MASK]`. Offsets in the answer are UTF-16 code units of this string. */
  readonly text: string;
  /** Longest word to offer for a single `[MASK]`, in characters, 1–6. */
  readonly maxLength: number;
  /** Most candidates a gap. */
  readonly top: number;
  /** The sentence goes on behind the last gap, in words that are not written yet. */
  readonly tail?: boolean;
  /** Texts that may stand in the last gap; the answer scores each. */
  readonly phrases?: readonly string[];
  /** What of that which was taught beside the model counts: all of it (the default), words without the memory, nothing. */
  readonly taught?: 'all' | 'words' | 'nothing';
}

export interface Candidate {
  readonly word: string;
  /** Calibrated probability that this is the writer's word; candidates of a gap sum to at most 1. */
  readonly probability: number;
  /** Whether the lexicon has it. */
  readonly inLexicon?: boolean;
  /** Where it comes from beside the model: the writer's corrections or the glossary. */
  readonly source?: 'memory' | 'glossary';
}

export interface GapAnswer {
  /** Where the gap stands in `text`: UTF-16 offsets, end exclusive. */
  readonly start: number;
  readonly end: number;
  /** Best first; empty where the model has nothing to offer. */
  readonly candidates: readonly Candidate[];
}

export interface FillAnswer {
  readonly gaps: readonly GapAnswer[];
  /** For each of the request's phrases log p of its least probable token, nats; absent where none was given. */
  readonly phrases?: readonly number[];
  /** Rows that were run through the model for this answer. */
  readonly rows: number;
}

export interface FillOptions {
  readonly signal?: AbortSignal;
  /** The answer from the first batch alone, before the rescoring starts. */
  readonly onFirst?: (answer: FillAnswer) => void;
}

/** Answers requests with one model; the same filler serves any number of them, one at a time. */
export interface Filler {
  /** @throws CodedError `no-gap`, `text-too-long`; AbortError between two runs of the model. */
  fill(request: FillRequest, options?: FillOptions): Promise<FillAnswer>;
}
