import type { Message } from '../contract/text.ts';

/** A model on disk: a folder with config.json, vocab.txt, tokenizer_config.json and model.safetensors. */
export interface InstalledModel {
  readonly id: string;
  readonly name: Message;
  readonly dir: string;
}

/** The fields of config.json that the graphs depend on. Source: Hugging Face `BertConfig`. */
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

/** A checked checkpoint. Config, vocabulary and the table of tensors are in memory; the weights stay on the disk. */
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
