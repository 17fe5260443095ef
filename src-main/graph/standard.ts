import { must } from '../base/assert.ts';
import { join, penalty, split } from './attention-terms.ts';
import { type Graph, graph, partsOf } from './graph.ts';
import { apply } from './node.ts';
import { GraphError } from './shaped.ts';
import { add, mul, number, switched } from './terms.ts';
import type { Node, Result, Value } from './value.ts';

/**
 * A graph without ONNX Runtime's own operators, for engines that do not know them. ONNX Runtime fuses most of what is
 * written out here when it loads the graph.
 */

/** x·Φ(x) = x/2·(1 + erf(x/√2)) (Hendrycks and Gimpel 2016) */
function gelu(x: Value): Result {
  const share = add(apply('Erf', [mul(x, number(Math.SQRT1_2))]), number(1));
  return mul(mul(x, share), number(0.5));
}

type Penalties = Map<Value, Value>;

/** softmax(Q·Kᵀ/√d)·V for each head (Vaswani et al. 2017). Keys whose mask is 0 get no weight. */
function attention({ inputs, attributes }: Node, penalties: Penalties): Result {
  const [query, key, value, , mask] = inputs;
  if (!query || !key || !value || !mask) throw new GraphError('attention lacks an input');
  const heads = attributes.num_heads as number;
  const factor = number(1 / Math.sqrt((query.dims[2] as number) / heads));
  const scores = mul(apply('MatMul', [split(query, heads), switched(split(key, heads))]), factor);
  const penalised = penalties.get(mask) ?? penalty(mask);
  penalties.set(mask, penalised);
  const shares = apply('Softmax', [add(scores, penalised)], { axis: -1 });
  return join(apply('MatMul', [shares, split(value, heads)]), query);
}

function skipLayerNormalization({ inputs, attributes }: Node): Result {
  const [x, residual, scale, shift] = inputs as readonly Value[];
  const sum = add(must(x, 'a summand'), must(residual, 'a summand'));
  return apply('LayerNormalization', [sum, must(scale, 'a scale'), must(shift, 'a shift')], {
    axis: -1,
    ...attributes,
  });
}

function standardNode(node: Node, penalties: Penalties): Result {
  if (node.op === 'Gelu') return gelu(must(node.inputs[0], 'an input'));
  if (node.op === 'MultiHeadAttention') return attention(node, penalties);
  if (node.op === 'SkipLayerNormalization') return skipLayerNormalization(node);
  return apply(node.op, node.inputs, node.attributes);
}

/** @returns the same function in ONNX's own operators; one without such a form stays as it is */
export function standardGraph(whole: Graph): Graph {
  const rewritten = new Map<Value, Value>();
  const penalties: Penalties = new Map();
  const now = (value: Value | null) => value && (rewritten.get(value) ?? value);
  for (const result of partsOf(whole).results) {
    const node = { ...result.node, inputs: result.node.inputs.map(now) };
    rewritten.set(result, standardNode(node, penalties));
  }
  const outputs = Object.entries(whole.outputs).map(([name, value]) => [name, now(value) as Result] as const);
  return graph(whole.name, Object.fromEntries(outputs));
}
