import { type OpType, ops } from './ops.ts';
import { type Attributes, GraphError } from './shaped.ts';
import type { Node, Result, Value } from './value.ts';

/**
 * Makes a node and returns its output, typed and shaped by the operator's rule.
 * @throws GraphError naming the operator and what does not fit
 */
export function apply(op: OpType, inputs: readonly (Value | null)[], attributes: Attributes = {}): Result {
  const node: Node = Object.freeze({
    op,
    inputs: Object.freeze([...inputs]),
    attributes: Object.freeze({ ...attributes }),
  });
  const output = inferOutput(node);
  return Object.freeze({ kind: 'result', node, ...output, dims: Object.freeze([...output.dims]) });
}

/** Checks a node against its operator's rule. @returns its output's type and shape */
export function inferOutput(node: Node) {
  const rule = ops[node.op];
  if (!rule) throw new GraphError(`${node.op} is not an operator`);
  const [fewest, most] = rule.inputs;
  if (node.inputs.length < fewest || node.inputs.length > most) {
    throw new GraphError(`${node.op}: ${node.inputs.length} inputs, not ${fewest} to ${most}`);
  }
  for (const name of Object.keys(node.attributes)) {
    if (!(name in rule.attributes)) throw new GraphError(`${node.op}: no attribute ${name}`);
  }
  try {
    return rule.infer(node.inputs, node.attributes);
  } catch (error) {
    if (error instanceof GraphError) throw new GraphError(`${node.op}: ${error.message}`);
    throw error;
  }
}
