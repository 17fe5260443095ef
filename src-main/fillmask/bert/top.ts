import { type Graph, graph } from '../../graph/graph.ts';
import { apply } from '../../graph/node.ts';
import { input, int64s, type Value } from '../../graph/value.ts';
import type { Checkpoint } from '../../models/types.ts';
import {
  encoderLayer,
  gelu,
  type LayerContext,
  layerNorm,
  linear,
  type Queries,
  type Weights,
  weightsOf,
} from './layers.ts';
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
  const mask = input('mask', 'int32', ['B', 'S']);
  const masked = input('masked', 'int64', ['B', 'K']);
  const rows = apply('Reshape', [masked, int64s(-1)]);
  const context = layerContext(checkpoint, weights, mask);
  const start = input('hidden', 'float32', ['B*S', checkpoint.config.hiddenSize]);
  const hidden = lastLayers(checkpoint, context, start, from, {
    take: (x) => apply('Gather', [x, rows], { axis: 0 }),
    shapedLike: masked,
  });
  const wanted = isScored ? apply('Gather', [hidden, input('scored', 'int64', ['P'])], { axis: 0 }) : hidden;
  return graph('top', {
    logits: asResult(headLogits(checkpoint, weights, wanted)),
    last: asResult(hidden),
  });
}

/** Layers from `from` on; the last one for the queries alone. @returns [B·K, H] */
export function lastLayers(
  { config }: Checkpoint,
  context: LayerContext,
  start: Value,
  from: number,
  queries: Queries,
): Value {
  const last = config.layers - 1;
  let below = start;
  for (let layer = from; layer < last; layer++) below = encoderLayer(context, below, layer);
  return encoderLayer(context, below, last, queries);
}

/** The masked-language-model head. @param hidden [rows, H] @returns [rows, V] */
export function headLogits({ config }: Checkpoint, weights: Weights, hidden: Value): Value {
  const dense = gelu(linear(weights, hidden, 'cls.predictions.transform.dense'));
  const transformed = layerNorm(weights, dense, 'cls.predictions.transform.LayerNorm', config.layerNormEps);
  const decoder = weights('bert.embeddings.word_embeddings.weight');
  return apply('Gemm', [transformed, decoder, weights('cls.predictions.bias')], { transB: 1 });
}
