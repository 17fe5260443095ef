import type { Constant, External, Input, Node, Result, Value } from './value.ts';

export interface Graph {
  readonly name: string;
  readonly outputs: Readonly<Record<string, Result>>;
}

/** A graph's parts, each once, nodes in an order in which they can run. */
export interface Parts {
  readonly inputs: readonly Input[];
  readonly constants: readonly Constant[];
  readonly externals: readonly External[];
  readonly results: readonly Result[];
}

export function graph(name: string, outputs: Readonly<Record<string, Result>>): Graph {
  return Object.freeze({ name, outputs: Object.freeze({ ...outputs }) });
}

const operands = (node: Node): Value[] => node.inputs.filter((value) => value !== null);

/** Walks from the outputs to everything they need; without recursion, since graphs are deep. */
export function partsOf(whole: Graph): Parts {
  const seen = new Set<Value>();
  const parts = {
    inputs: [] as Input[],
    constants: [] as Constant[],
    externals: [] as External[],
    results: [] as Result[],
  };
  const pending: { value: Value; entered: boolean }[] = Object.values(whole.outputs)
    .reverse()
    .map((value) => ({ value, entered: false }));
  for (let top = pending.pop(); top; top = pending.pop()) {
    const { value, entered } = top;
    if (value.kind === 'result' && entered) parts.results.push(value);
    if (seen.has(value)) continue;
    seen.add(value);
    if (value.kind === 'input') parts.inputs.push(value);
    else if (value.kind === 'constant') parts.constants.push(value);
    else if (value.kind === 'external') parts.externals.push(value);
    else {
      pending.push({ value, entered: true });
      for (const operand of operands(value.node).reverse()) pending.push({ value: operand, entered: false });
    }
  }
  return parts;
}
