import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { CodedError } from '../base/error.ts';
import { maskText } from '../contract/gap.ts';
import { asWritten, message } from '../texts/message.ts';
import { readSafetensorsHeader } from './safetensors.ts';
import type { BertConfig, Checkpoint, TensorEntry } from './types.ts';

/** Opens a model's folder in Hugging Face layout and checks that the graphs can run with it. */

export const weightsFile = 'model.safetensors';
export const modelFiles = ['config.json', 'vocab.txt', 'tokenizer_config.json', weightsFile] as const;

const Config = z.object({
  model_type: z.string().default('bert'),
  architectures: z.array(z.string()).default([]),
  vocab_size: z.int().positive(),
  hidden_size: z.int().positive(),
  num_hidden_layers: z.int().positive(),
  num_attention_heads: z.int().positive(),
  intermediate_size: z.int().positive(),
  max_position_embeddings: z.int().positive(),
  type_vocab_size: z.int().positive().default(2),
  layer_norm_eps: z.number().positive().default(1e-12),
  hidden_act: z.string().default('gelu'),
  position_embedding_type: z.string().default('absolute'),
});

const missing = (dir: string, file: string, cause: unknown) =>
  new CodedError(
    'model-incomplete',
    message('models.file-missing', { file, dir, files: modelFiles.map((one) => asWritten(one)) }),
    { cause },
  );

const wrongArchitecture = (found: string) =>
  new CodedError(
    'model-wrong-architecture',
    message('models.wrong-architecture', {}, message('models.needs-masked-lm', { found })),
  );

async function readText(dir: string, file: string): Promise<string> {
  try {
    return await readFile(join(dir, file), 'utf8');
  } catch (cause) {
    throw missing(dir, file, cause);
  }
}

function parseJson(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const why = message('models.not-json', { file });
    throw new CodedError('model-corrupt', why, { cause });
  }
}

function parseConfig(text: string): BertConfig {
  const parsed = Config.safeParse(parseJson('config.json', text));
  if (!parsed.success)
    throw wrongArchitecture(`config.json: ${z.prettifyError(parsed.error).replaceAll('\n', ' ')}`);
  const config = parsed.data;
  if (config.model_type !== 'bert') throw wrongArchitecture(`model_type ${config.model_type}`);
  if (config.hidden_act !== 'gelu') throw wrongArchitecture(`hidden_act ${config.hidden_act}`);
  if (config.position_embedding_type !== 'absolute') throw wrongArchitecture(config.position_embedding_type);
  if (config.hidden_size % config.num_attention_heads !== 0) {
    throw wrongArchitecture(`hidden_size ${config.hidden_size}, ${config.num_attention_heads} heads`);
  }
  return {
    vocabSize: config.vocab_size,
    hiddenSize: config.hidden_size,
    layers: config.num_hidden_layers,
    heads: config.num_attention_heads,
    intermediateSize: config.intermediate_size,
    maxPositions: config.max_position_embeddings,
    typeVocabSize: config.type_vocab_size,
    layerNormEps: config.layer_norm_eps,
  };
}

const specialTokens = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', maskText];

function parseVocabulary(text: string, config: BertConfig): string[] {
  const tokens = text.split(/\r?\n/);
  if (tokens.at(-1) === '') tokens.pop();
  const absent = specialTokens.filter((token) => !tokens.includes(token));
  if (tokens.length !== config.vocabSize || absent.length > 0) {
    const detail = absent.length > 0 ? absent.join(' ') : `${tokens.length} ≠ ${config.vocabSize}`;
    throw new CodedError('model-wrong-vocabulary', message('models.vocabulary-of-another', {}, detail));
  }
  return tokens;
}

type Shapes = ReadonlyMap<string, readonly number[]>;

/** Name and shape of every tensor that the graphs read; names as in Hugging Face's `BertForMaskedLM`. */
export function expectedTensors(config: BertConfig): { encoder: Shapes; head: Shapes } {
  const { hiddenSize: h, intermediateSize: i, vocabSize: v } = config;
  const encoder = new Map<string, readonly number[]>();
  const head = new Map<string, readonly number[]>();
  const norm = (to: Map<string, readonly number[]>, name: string) => {
    to.set(`${name}.weight`, [h]).set(`${name}.bias`, [h]);
  };
  const linear = (to: Map<string, readonly number[]>, name: string, out: number, inner: number) => {
    to.set(`${name}.weight`, [out, inner]).set(`${name}.bias`, [out]);
  };
  encoder.set('bert.embeddings.word_embeddings.weight', [v, h]);
  encoder.set('bert.embeddings.position_embeddings.weight', [config.maxPositions, h]);
  encoder.set('bert.embeddings.token_type_embeddings.weight', [config.typeVocabSize, h]);
  norm(encoder, 'bert.embeddings.LayerNorm');
  for (let layer = 0; layer < config.layers; layer++) {
    const prefix = `bert.encoder.layer.${layer}`;
    for (const part of ['query', 'key', 'value']) linear(encoder, `${prefix}.attention.self.${part}`, h, h);
    linear(encoder, `${prefix}.attention.output.dense`, h, h);
    norm(encoder, `${prefix}.attention.output.LayerNorm`);
    linear(encoder, `${prefix}.intermediate.dense`, i, h);
    linear(encoder, `${prefix}.output.dense`, h, i);
    norm(encoder, `${prefix}.output.LayerNorm`);
  }
  linear(head, 'cls.predictions.transform.dense', h, h);
  norm(head, 'cls.predictions.transform.LayerNorm');
  head.set('cls.predictions.bias', [v]);
  return { encoder, head };
}

/** Checkpoints converted from TensorFlow use its names; in some the decoder has the head's bias. */
function canonicalName(name: string): string {
  return name
    .replace(/LayerNorm\.gamma$/, 'LayerNorm.weight')
    .replace(/LayerNorm\.beta$/, 'LayerNorm.bias')
    .replace(/^cls\.predictions\.decoder\.bias$/, 'cls.predictions.bias');
}

function checkTensors(file: string, tensors: ReadonlyMap<string, TensorEntry>, config: BertConfig): void {
  const { encoder, head } = expectedTensors(config);
  if (![...head.keys()].every((name) => tensors.has(name))) {
    throw new CodedError('model-no-head', message('models.no-head', {}, message('models.no-predictions')));
  }
  for (const [name, shape] of [...encoder, ...head]) {
    const entry = tensors.get(name);
    if (!entry) throw wrongArchitecture(`${basename(file)}: ${name}`);
    if (entry.dtype !== 'F32') throw wrongArchitecture(`${name}: ${entry.dtype} ≠ F32`);
    if (entry.shape.join() === shape.join()) continue;
    if (entry.shape[0] !== shape[0] && shape[0] === config.vocabSize) {
      throw new CodedError(
        'model-wrong-vocabulary',
        message('models.files-of-several', {}, `vocab_size: ${entry.shape[0]} ≠ ${shape[0]}`),
      );
    }
    throw wrongArchitecture(`${name}: [${entry.shape}] ≠ [${shape}]`);
  }
}

/**
 * Opens a model: reads and checks config, vocabulary and the table of tensors. The weights stay unread.
 * @throws CodedError `model-incomplete`, `model-corrupt`, `model-truncated`, `model-wrong-architecture`,
 *   `model-wrong-vocabulary`, `model-no-head`
 */
export async function openCheckpoint(dir: string): Promise<Checkpoint> {
  const config = parseConfig(await readText(dir, 'config.json'));
  const vocabulary = parseVocabulary(await readText(dir, 'vocab.txt'), config);
  const rawTokenizer = await readText(dir, 'tokenizer_config.json').catch(() => '{}');
  const tokenizerConfig = z
    .record(z.string(), z.unknown())
    .catch({})
    .parse(parseJson('tokenizer_config.json', rawTokenizer));
  const file = join(dir, weightsFile);
  const { tensors: entries } = await readSafetensorsHeader(file).catch((error: unknown) => {
    if (error instanceof CodedError) throw error;
    throw missing(dir, weightsFile, error);
  });
  const tensors = new Map<string, TensorEntry>();
  for (const [name, entry] of entries) tensors.set(canonicalName(name), entry);
  checkTensors(file, tensors, config);
  return { dir, config, vocabulary, tokenizerConfig, weightsFile, tensors };
}
