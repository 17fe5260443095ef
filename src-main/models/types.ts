import type { Bilingual } from '../contract/schemas.ts';

/** A model on disk: a folder with config.json, vocab.txt, tokenizer_config.json and model.safetensors. */
export interface InstalledModel {
  readonly id: string;
  readonly name: Bilingual;
  readonly dir: string;
}

/** The parts of config.json that decide the graphs' shape. Source: Hugging Face `BertConfig`. */
export interface BertConfig {
  readonly vocabSize: number;
  readonly hiddenSize: number;
  readonly layers: number;
  readonly heads: number;
  readonly intermediateSize: number;
  readonly maxPositions: number;
  readonly typeVocabSize: number;
  readonly layerNormEps: number;
}

export interface TensorEntry {
  readonly dtype: string;
  readonly shape: readonly number[];
  /** Bytes from the start of the file. */
  readonly offset: number;
  readonly length: number;
  /** Path below the checkpoint's folder; absent for the checkpoint's own weights file. */
  readonly file?: string;
}

/** A verified checkpoint, opened: headers and vocabulary read, weights left on disk. */
export interface Checkpoint {
  readonly dir: string;
  readonly config: BertConfig;
  /** Tokens by id. */
  readonly vocabulary: readonly string[];
  /** The `tokenizer_config.json` object (do_lower_case, tokenize_chinese_chars, strip_accents). */
  readonly tokenizerConfig: Readonly<Record<string, unknown>>;
  /** Name of the weights file inside `dir`. */
  readonly weightsFile: string;
  readonly tensors: ReadonlyMap<string, TensorEntry>;
}
