import { copyFileSync, linkSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encoderLayer, gelu, layerNorm, linear, weightsOf } from '../../src-main/fillmask/bert/layers.ts';
import { graph } from '../../src-main/graph/graph.ts';
import { apply } from '../../src-main/graph/node.ts';
import { constant, input, int64s, type Value } from '../../src-main/graph/value.ts';
import { writeOnnx } from '../../src-main/graph/write.ts';
import type { Checkpoint } from '../../src-main/models/types.ts';

/**
 * The whole model as an exporter lays it out, for rows of one length: `input_ids` and `attention_mask` in,
 * logits of every position out. The peer gets the same fused operators as Bumo, so that what is measured is
 * the pipeline and not the exporter.
 */
function wholeGraph(checkpoint: Checkpoint, tokens: number): Uint8Array {
  const { config } = checkpoint;
  const weights = weightsOf(checkpoint);
  const ids = input('input_ids', 'int64', ['B', tokens]);
  const longMask = input('attention_mask', 'int64', ['B', tokens]);
  // The narrowing cast as a table of two rows.
  const mask = apply('Gather', [constant('int32', [2], Int32Array.of(0, 1)), longMask], { axis: 0 });
  const embedding = (name: string, indices: Value) =>
    apply('Gather', [weights(`bert.embeddings.${name}.weight`), indices], { axis: 0 });
  const place = apply('Add', [
    embedding('position_embeddings', int64s(...Array.from({ length: tokens }, (_, i) => i))),
    embedding('token_type_embeddings', int64s(0)),
  ]);
  const words = apply('Add', [embedding('word_embeddings', ids), place]);
  const rows = apply('Reshape', [words, int64s(-1, config.hiddenSize)]);
  const context = {
    weights,
    mask,
    heads: config.heads,
    hiddenSize: config.hiddenSize,
    epsilon: config.layerNormEps,
  };
  let hidden: Value = layerNorm(weights, rows, 'bert.embeddings.LayerNorm', config.layerNormEps);
  for (let layer = 0; layer < config.layers; layer++) hidden = encoderLayer(context, hidden, layer);
  const dense = gelu(linear(weights, hidden, 'cls.predictions.transform.dense'));
  const transformed = layerNorm(weights, dense, 'cls.predictions.transform.LayerNorm', config.layerNormEps);
  const decoder = weights('bert.embeddings.word_embeddings.weight');
  const flat = apply('Gemm', [transformed, decoder, weights('cls.predictions.bias')], { transB: 1 });
  const shape = apply('Concat', [apply('Shape', [longMask]), int64s(config.vocabSize)], { axis: 0 });
  const logits = apply('Reshape', [flat, shape]);
  return writeOnnx(graph('whole', { logits }));
}

const specials = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]'];

function tokenizerJson({ vocabulary, tokenizerConfig }: Checkpoint) {
  const lowercase = tokenizerConfig.do_lower_case !== false;
  const idOf = (token: string) => vocabulary.indexOf(token);
  const special = (token: string) => ({ id: token, ids: [idOf(token)], tokens: [token] });
  const piece = (id: string) => ({ SpecialToken: { id, type_id: 0 } });
  return {
    version: '1.0',
    added_tokens: specials.map((content) => ({
      id: idOf(content),
      content,
      special: true,
      single_word: false,
      lstrip: false,
      rstrip: false,
      normalized: false,
    })),
    normalizer: {
      type: 'BertNormalizer',
      clean_text: true,
      handle_chinese_chars: true,
      strip_accents: lowercase,
      lowercase,
    },
    pre_tokenizer: { type: 'BertPreTokenizer' },
    post_processor: {
      type: 'TemplateProcessing',
      single: [piece('[CLS]'), { Sequence: { id: 'A', type_id: 0 } }, piece('[SEP]')],
      pair: [],
      special_tokens: { '[CLS]': special('[CLS]'), '[SEP]': special('[SEP]') },
    },
    decoder: { type: 'WordPiece', prefix: '##', cleanup: true },
    model: {
      type: 'WordPiece',
      unk_token: '[UNK]',
      continuing_subword_prefix: '##',
      max_input_chars_per_word: 100,
      vocab: Object.fromEntries(vocabulary.map((token, id) => [token, id])),
    },
  };
}

/** Writes a folder that transformers.js loads as a model; the weights are linked, not copied, where possible. */
export function writePeerModel(checkpoint: Checkpoint, folder: string, tokens: number): void {
  mkdirSync(join(folder, 'onnx'), { recursive: true });
  copyFileSync(join(checkpoint.dir, 'config.json'), join(folder, 'config.json'));
  writeFileSync(join(folder, 'tokenizer.json'), JSON.stringify(tokenizerJson(checkpoint)));
  const tokenizerConfig = {
    ...checkpoint.tokenizerConfig,
    tokenizer_class: 'BertTokenizer',
    mask_token: '[MASK]',
    pad_token: '[PAD]',
    cls_token: '[CLS]',
    sep_token: '[SEP]',
    unk_token: '[UNK]',
  };
  writeFileSync(join(folder, 'tokenizer_config.json'), JSON.stringify(tokenizerConfig));
  writeFileSync(join(folder, 'onnx', 'model.onnx'), wholeGraph(checkpoint, tokens));
  const weights = join(folder, 'onnx', checkpoint.weightsFile);
  try {
    linkSync(join(checkpoint.dir, checkpoint.weightsFile), weights);
  } catch {
    copyFileSync(join(checkpoint.dir, checkpoint.weightsFile), weights);
  }
}
