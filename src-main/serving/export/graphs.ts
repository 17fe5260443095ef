import { type LayerContext, unfold, weightsOf } from '../../fillmask/bert/layers.ts';
import { headLogits, lastLayers } from '../../fillmask/bert/top.ts';
import { asResult, embedding, encode, layerContext, trunkLayers } from '../../fillmask/bert/trunk.ts';
import { type Graph, graph } from '../../graph/graph.ts';
import { apply } from '../../graph/node.ts';
import { standardGraph } from '../../graph/standard.ts';
import { input, int64s, type Value } from '../../graph/value.ts';
import { portable, writeOnnx } from '../../graph/write.ts';
import type { Checkpoint } from '../../models/types.ts';
import { tensorNames } from '../protocol.ts';

/**
 * The model as serving engines run it, in ONNX's own operators.
 * B rows of S tokens, M positions a row whose logits are wanted, V tokens in the vocabulary; padding is 0 everywhere.
 */

/** float32 [B, S, H], between trunk and top. */
export const hiddenName = 'hidden';

/** TensorProto.DataType.INT32 */
const int32 = 6;

function contextOf(checkpoint: Checkpoint): LayerContext {
  const mask = apply('Cast', [input(tensorNames.mask, 'int64', ['B', 'S'])], { to: int32 });
  return layerContext(checkpoint, weightsOf(checkpoint), mask);
}

/** @returns [B·S, H] */
function trunk(checkpoint: Checkpoint, context: LayerContext): Value {
  const { weights } = context;
  const ids = input(tensorNames.ids, 'int64', ['B', 'S']);
  const table = weights('bert.embeddings.position_embeddings.weight');
  const places = apply('Slice', [table, int64s(0), apply('Shape', [ids], { start: 1, end: 2 })]);
  return encode(checkpoint, context, embedding(weights, 'word', ids), places, trunkLayers(checkpoint));
}

/** @param start [B·S, H] @returns [B, M, V] */
function top(checkpoint: Checkpoint, context: LayerContext, start: Value) {
  const { hiddenSize, vocabSize } = checkpoint.config;
  const positions = input(tensorNames.positions, 'int64', ['B', 'M']);
  const indices = apply('Unsqueeze', [positions, int64s(2)]);
  const hidden = lastLayers(checkpoint, context, start, trunkLayers(checkpoint), {
    take(x) {
      const rows = apply('GatherND', [unfold(x, context.mask, hiddenSize), indices], { batch_dims: 1 });
      return apply('Reshape', [rows, int64s(-1, hiddenSize)]);
    },
    shapedLike: positions,
  });
  return unfold(headLogits(checkpoint, context.weights, hidden), positions, vocabSize);
}

/** `input_ids`, `attention_mask`, `positions` → `logits` */
export function servedGraph(checkpoint: Checkpoint): Graph {
  const context = contextOf(checkpoint);
  const logits = top(checkpoint, context, trunk(checkpoint, context));
  return standardGraph(graph('bumo', { [tensorNames.logits]: logits }));
}

/** The part that no version changes: `input_ids`, `attention_mask` → `hidden` */
export function servedTrunk(checkpoint: Checkpoint): Graph {
  const context = contextOf(checkpoint);
  const hidden = unfold(trunk(checkpoint, context), context.mask, checkpoint.config.hiddenSize);
  return standardGraph(graph('bumo_trunk', { [hiddenName]: asResult(hidden) }));
}

/** The part that a version changes: `hidden`, `attention_mask`, `positions` → `logits` */
export function servedTop(checkpoint: Checkpoint): Graph {
  const { hiddenSize } = checkpoint.config;
  const hidden = input(hiddenName, 'float32', ['B', 'S', hiddenSize]);
  const start = apply('Reshape', [hidden, int64s(-1, hiddenSize)]);
  const logits = top(checkpoint, contextOf(checkpoint), start);
  return standardGraph(graph('bumo_top', { [tensorNames.logits]: logits }));
}

/** @returns the graph as a file for serving engines */
export const writeServed = (whole: Graph): Uint8Array => writeOnnx(whole, portable);
