/** One sequence to run, `[CLS]` and `[SEP]` included. */
export interface MaskedRow {
  readonly ids: readonly number[];
  /** Positions in `ids` whose logits are wanted, ascending. */
  readonly masked: readonly number[];
}

/** Runs rows through a masked language model. */
export interface RowModel {
  /**
   * Runs rows as one batch (padded to the longest).
   * @returns per row its logits, row-major [masked.length, vocabSize]
   */
  logits(rows: readonly MaskedRow[]): Promise<readonly Float32Array[]>;
  /**
   * The key under which the memory of corrections stores a gap: the mean of the base version's last hidden states at
   * the row's masks, float32 [H]. The same under every version.
   */
  key(row: MaskedRow): Promise<Float32Array>;
  /**
   * Runs rows as one batch.
   * @returns per row the last hidden states at its `masked` positions, whatever stands there, [masked.length, H]
   */
  states(rows: readonly MaskedRow[]): Promise<readonly Float32Array[]>;
}

export interface MaskedLm extends RowModel {
  readonly vocabSize: number;
  release(): Promise<void>;
}

export interface FillRequest {
  /** Contains one or more `[MASK]`. Offsets in the answer count UTF-16 code units of this string. */
  readonly text: string;
  /** Longest word to offer for a single `[MASK]`, in characters, 1–6. */
  readonly maxLength: number;
  /** Characters of the word at the gap at `start`, which is a single `[MASK]`; `maxLength` counts elsewhere. */
  readonly length?: { readonly characters: number; readonly start: number };
  /**
   * The word that stands at the gap at `start`, which is a single `[MASK]`: words that say the same are wanted. The
   * answer has that gap alone.
   */
  readonly original?: { readonly word: string; readonly start: number };
  /** Most candidates for each gap. */
  readonly top: number;
  /** The sentence continues after the last gap with words that are not written yet. */
  readonly tail?: boolean;
  /** Texts that may stand in the last gap; the answer scores each. */
  readonly phrases?: readonly string[];
  /**
   * What counts besides the model's weights: the writer's words and the memory of corrections (`all`, the default),
   * the writer's words alone, or nothing.
   */
  readonly taught?: 'all' | 'words' | 'nothing';
}

export interface Candidate {
  readonly word: string;
  /** Calibrated probability that this is the writer's word; candidates of a gap sum to at most 1. */
  readonly probability: number;
  /** Whether the lexicon contains the word. */
  readonly inLexicon?: boolean;
  /** Set where the word comes from the writer's corrections or glossary. */
  readonly source?: 'memory' | 'glossary';
}

export interface GapAnswer {
  /** Position of the gap in `text`: UTF-16 offsets, end exclusive. */
  readonly start: number;
  readonly end: number;
  /** Most probable first; empty where no word is probable enough. */
  readonly candidates: readonly Candidate[];
  /** Words of the writer's that fit here too and are no candidates, best first; absent where there are none. */
  readonly own?: readonly string[];
}

export interface FillAnswer {
  readonly gaps: readonly GapAnswer[];
  /** For each of the request's phrases log p of its least probable token, nats; absent where none was given. */
  readonly phrases?: readonly number[];
  /** Rows that the model ran for this answer. */
  readonly rows: number;
}

export interface FillOptions {
  readonly signal?: AbortSignal;
  /** Called with the answer of the first batch, before rescoring starts. */
  readonly onFirst?: (answer: FillAnswer) => void;
}
