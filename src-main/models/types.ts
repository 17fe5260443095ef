import type { Bilingual } from '../base/error.ts';
import type { Pace } from './progress.ts';

/** Where models come from. */
export const sourceNames = ['huggingface', 'mirror', 'modelscope', 'maven', 'folder', 'resources'] as const;
export type SourceName = (typeof sourceNames)[number];

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

/** One source's answer to a wish for a model. */
export interface Attempt {
  readonly source: SourceName;
  readonly served: boolean;
  readonly text: Bilingual;
}

export interface ModelInfo {
  id: string;
  name: Bilingual;
  licence: string | null;
  bytes: number;
  installed: boolean;
  isDefault: boolean;
  installedFrom: SourceName | null;
  sources: SourceName[];
}

/** How an installation goes; the contract's `DownloadEvent`. */
export type DownloadEvent = { modelId: string } & (
  | { phase: 'asking' | 'converting' | 'verifying'; source: SourceName }
  | ({
      phase: 'downloading';
      source: SourceName;
      file: string;
      receivedBytes: number;
      totalBytes: number | null;
    } & Pace)
  /** The model is there; what is measured on it once is being measured. */
  | { phase: 'measuring'; done: number; of: number }
  /** Of a model that was there before. */
  | { phase: 'measured' }
  | { phase: 'refused'; attempt: Attempt }
  | { phase: 'done'; source: SourceName; attempts: Attempt[] }
  | { phase: 'failed'; text: Bilingual; attempts: Attempt[] }
  | { phase: 'cancelled' }
);
