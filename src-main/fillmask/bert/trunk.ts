import { type Graph, graph } from '../../graph/graph.ts';
import { apply } from '../../graph/node.ts';
import { GraphError } from '../../graph/shaped.ts';
import { input, int64s, type Result, type Value } from '../../graph/value.ts';
import { topLayers } from '../../models/patch.ts';
import type { Checkpoint } from '../../models/types.ts';
import { encoderLayer, type LayerContext, layerNorm, type Weights, weightsOf } from './layers.ts';

/** Encoder layers in the trunk; a model too small to give three away keeps at least none. */
export const trunkLayers = (checkpoint: Checkpoint): number =>
  Math.max(0, checkpoint.config.layers - topLayers);

export function asResult(value: Value): Result {
  if (value.kind !== 'result') throw new GraphError('an output must be computed');
  return value;
}

/**
 * Embeddings and all layers but the last three, or the first `layers`.
 * Inputs: `ids` int64 [B, S], `positions` int64 [B, S], `mask` int32 [B, S] (1 token, 0 padding).
 * Output: `hidden` float32 [B·S, H].
 */
export const trunkGraph = (checkpoint: Checkpoint, layers = trunkLayers(checkpoint)): Graph =>
  graph('trunk', { hidden: encoderGraph(checkpoint, weightsOf(checkpoint), layers) });

/** Embeddings and the first `layers` layers, of the trunk's inputs. @returns float32 [B·S, H] */
export function encoderGraph(checkpoint: Checkpoint, weights: Weights, layers: number): Result {
  const ids = input('ids', 'int64', ['B', 'S']);
  const positions = input('positions', 'int64', ['B', 'S']);
  const context = layerContext(checkpoint, weights, input('mask', 'int32', ['B', 'S']));
  const places = embedding(weights, 'position', positions);
  return encode(checkpoint, context, embedding(weights, 'word', ids), places, layers);
}

export const embedding = (weights: Weights, of: 'word' | 'position' | 'token_type', indices: Value): Result =>
  apply('Gather', [weights(`bert.embeddings.${of}_embeddings.weight`), indices], { axis: 0 });

/**
 * The sum of the embeddings and the first `layers` layers. Every token is of the first segment.
 * @param words [B, S, H]
 * @param places of the positions, [B, S, H] or [S, H]
 * @returns float32 [B·S, H]
 */
export function encode(
  { config }: Checkpoint,
  context: LayerContext,
  words: Value,
  places: Value,
  layers: number,
): Result {
  const { weights } = context;
  const place = apply('Add', [places, embedding(weights, 'token_type', int64s(0))]);
  const rows = apply('Reshape', [apply('Add', [words, place]), int64s(-1, config.hiddenSize)]);
  let hidden = layerNorm(weights, rows, 'bert.embeddings.LayerNorm', config.layerNormEps);
  for (let layer = 0; layer < layers; layer++) hidden = encoderLayer(context, hidden, layer);
  return asResult(hidden);
}

export function layerContext(
  { config }: Checkpoint,
  weights: LayerContext['weights'],
  mask: LayerContext['mask'],
): LayerContext {
  return { weights, mask, heads: config.heads, hiddenSize: config.hiddenSize, epsilon: config.layerNormEps };
}
