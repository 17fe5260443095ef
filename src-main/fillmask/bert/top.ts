import { type Graph, graph } from '../../graph/graph.ts';
import { apply } from '../../graph/node.ts';
import { input, int64s } from '../../graph/value.ts';
import type { Checkpoint } from '../../models/types.ts';
import { encoderLayer, gelu, layerNorm, linear, type Weights, weightsOf } from './layers.ts';
import { asResult, layerContext, trunkLayers } from './trunk.ts';

/**
 * The last layers and the masked-language-model head, decoder tied to the word embeddings.
 * The very last layer and the head are computed for the masked positions alone: nothing else is read from them.
 * Inputs: `hidden` float32 [B·S, H], `mask` int32 [B, S], `masked` int64 [B, K], row numbers into `hidden`.
 * Outputs: `logits` float32 [B·K, V]; `last` float32 [B·K, H], the last layer's hidden states at `masked`.
 */
export function topGraph(checkpoint: Checkpoint, weights: Weights = weightsOf(checkpoint)): Graph {
  const { config } = checkpoint;
  const mask = input('mask', 'int32', ['B', 'S']);
  const masked = input('masked', 'int64', ['B', 'K']);
  const rows = apply('Reshape', [masked, int64s(-1)]);
  const context = layerContext(checkpoint, weights, mask);
  const last = config.layers - 1;
  const start = input('hidden', 'float32', ['B*S', config.hiddenSize]);
  let below: Parameters<typeof encoderLayer>[1] = start;
  for (let layer = trunkLayers(checkpoint); layer < last; layer++)
    below = encoderLayer(context, below, layer);
  const hidden = encoderLayer(context, below, last, { rows, shapedLike: masked });
  const dense = gelu(linear(weights, hidden, 'cls.predictions.transform.dense'));
  const transformed = layerNorm(weights, dense, 'cls.predictions.transform.LayerNorm', config.layerNormEps);
  const decoder = weights('bert.embeddings.word_embeddings.weight');
  const logits = apply('Gemm', [transformed, decoder, weights('cls.predictions.bias')], { transB: 1 });
  return graph('top', { logits: asResult(logits), last: asResult(hidden) });
}
