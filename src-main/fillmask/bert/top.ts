import { type Graph, graph } from '../../graph/graph.ts';
import { apply } from '../../graph/node.ts';
import { input, int64s } from '../../graph/value.ts';
import type { Checkpoint } from '../../models/types.ts';
import { encoderLayer, gelu, layerNorm, linear, type Weights, weightsOf } from './layers.ts';
import { asResult, layerContext, trunkLayers } from './trunk.ts';

export interface TopOptions {
  /** First layer of the top; the trunk below it has this many layers. */
  readonly from?: number;
  readonly isScored?: boolean;
}

/**
 * The last layers and the masked-language-model head, decoder tied to the word embeddings.
 * The very last layer and the head are computed for the masked positions alone: nothing else is read from them.
 * Inputs: `hidden` float32 [B·S, H], `mask` int32 [B, S], `masked` int64 [B, K], row numbers into `hidden`.
 * With `isScored` also `scored` int64 [P], the rows of [B·K, H] for which logits are computed; the others fill up rows.
 * Outputs: `logits` float32 [B·K, V], or [P, V]; `last` float32 [B·K, H], the last layer's hidden states at `masked`.
 */
export function topGraph(
  checkpoint: Checkpoint,
  weights: Weights = weightsOf(checkpoint),
  { from = trunkLayers(checkpoint), isScored = false }: TopOptions = {},
): Graph {
  const { config } = checkpoint;
  const mask = input('mask', 'int32', ['B', 'S']);
  const masked = input('masked', 'int64', ['B', 'K']);
  const rows = apply('Reshape', [masked, int64s(-1)]);
  const context = layerContext(checkpoint, weights, mask);
  const last = config.layers - 1;
  const start = input('hidden', 'float32', ['B*S', config.hiddenSize]);
  let below: Parameters<typeof encoderLayer>[1] = start;
  for (let layer = from; layer < last; layer++) below = encoderLayer(context, below, layer);
  const hidden = encoderLayer(context, below, last, { rows, shapedLike: masked });
  const wanted = isScored ? apply('Gather', [hidden, input('scored', 'int64', ['P'])], { axis: 0 }) : hidden;
  const dense = gelu(linear(weights, wanted, 'cls.predictions.transform.dense'));
  const transformed = layerNorm(weights, dense, 'cls.predictions.transform.LayerNorm', config.layerNormEps);
  const decoder = weights('bert.embeddings.word_embeddings.weight');
  const logits = apply('Gemm', [transformed, decoder, weights('cls.predictions.bias')], { transB: 1 });
  return graph('top', { logits: asResult(logits), last: asResult(hidden) });
}
