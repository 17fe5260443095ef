import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { seededRng } from '../../src-main/base/rng.ts';
import { expectedTensors } from '../../src-main/models/checkpoint.ts';
import { writeSafetensors } from '../../src-main/models/safetensors.ts';
import type { BertConfig } from '../../src-main/models/types.ts';

const characters = [...'天地人和今气很好我们去公园玩，。的是在有'];
export const tinyVocabulary = [
  '[PAD]',
  '[UNK]',
  '[CLS]',
  '[SEP]',
  '[MASK]',
  ...characters,
  ...'abcdefghij',
  '##a',
  '##b',
];

export const tinyConfig: BertConfig = {
  vocabSize: tinyVocabulary.length,
  hiddenSize: 16,
  layers: 4,
  heads: 2,
  intermediateSize: 32,
  maxPositions: 64,
  typeVocabSize: 2,
  layerNormEps: 1e-12,
};

export const tinyConfigJson = {
  architectures: ['BertForMaskedLM'],
  model_type: 'bert',
  vocab_size: tinyConfig.vocabSize,
  hidden_size: tinyConfig.hiddenSize,
  num_hidden_layers: tinyConfig.layers,
  num_attention_heads: tinyConfig.heads,
  intermediate_size: tinyConfig.intermediateSize,
  hidden_act: 'gelu',
  max_position_embeddings: tinyConfig.maxPositions,
  type_vocab_size: tinyConfig.typeVocabSize,
  layer_norm_eps: tinyConfig.layerNormEps,
};

export interface TinyModelChanges {
  /** Tensors to leave out. */
  readonly without?: (name: string) => boolean;
  readonly config?: Readonly<Record<string, unknown>>;
  readonly vocabulary?: readonly string[];
  /** Longest row, for texts longer than tests of the model itself need. */
  readonly positions?: number;
  /** Other sizes than `tinyConfig`; a vocabulary of the same size belongs to them. */
  readonly sizes?: Partial<Pick<BertConfig, 'layers' | 'vocabSize'>>;
  /** Multiplies all logits. */
  readonly logits?: number;
}

/** Tensors that logits are proportional to. */
const ofLogits = /^cls\.predictions\.(?:transform\.LayerNorm\.(?:weight|bias)|bias)$/;

/** Writes a random BERT that is as small as one can be; the same seed gives the same bytes. */
export async function writeTinyModel(dir: string, changes: TinyModelChanges = {}, seed = 1): Promise<void> {
  mkdirSync(dir, { recursive: true });
  const random = seededRng(seed);
  const maxPositions = changes.positions ?? tinyConfig.maxPositions;
  const sizes = { ...tinyConfig, ...changes.sizes };
  const { encoder, head } = expectedTensors({ ...sizes, maxPositions });
  const tensors = [...encoder, ...head].map(([name, shape]) => {
    const size = shape.reduce((all, one) => all * one, 1);
    const offset = name.endsWith('LayerNorm.weight') ? 1 : 0;
    const factor = ofLogits.test(name) ? (changes.logits ?? 1) : 1;
    const data = Float32Array.from({ length: size }, () => (offset + (random() - 0.5) * 0.4) * factor);
    return { name, shape, pieces: () => [data] };
  });
  const kept = tensors.filter(({ name }) => !changes.without?.(name));
  await writeSafetensors(join(dir, 'model.safetensors'), kept);
  writeFileSync(
    join(dir, 'config.json'),
    JSON.stringify({
      ...tinyConfigJson,
      vocab_size: sizes.vocabSize,
      num_hidden_layers: sizes.layers,
      max_position_embeddings: maxPositions,
      ...changes.config,
    }),
  );
  writeFileSync(join(dir, 'vocab.txt'), `${(changes.vocabulary ?? tinyVocabulary).join('\n')}\n`);
  writeFileSync(join(dir, 'tokenizer_config.json'), JSON.stringify({ do_lower_case: false }));
}
