import { type Graph, partsOf } from './graph.ts';
import { inferOutput } from './node.ts';
import { GraphError, type Shaped, sizeOf } from './shaped.ts';
import { bytesPerElement } from './value.ts';

const shapeOf = (value: Shaped) => `${value.type} [${value.dims.join(', ')}]`;

/**
 * Proves a graph sound before it is written: names are unique, files hold what shapes promise,
 * every recorded shape is the one that the operator's rule gives.
 * @throws GraphError naming what is wrong
 */
export function verify(whole: Graph): void {
  const { inputs, externals, results } = partsOf(whole);
  if (Object.keys(whole.outputs).length === 0) throw new GraphError(`${whole.name}: no output`);
  // A value has one name in the file.
  if (new Set(Object.values(whole.outputs)).size < Object.keys(whole.outputs).length)
    throw new GraphError(`${whole.name}: two outputs are one value`);
  const names = new Set<string>();
  for (const { name } of [
    ...inputs,
    ...externals,
    ...Object.keys(whole.outputs).map((key) => ({ name: key })),
  ]) {
    if (names.has(name)) throw new GraphError(`${whole.name}: the name ${name} is used twice`);
    names.add(name);
  }
  for (const value of externals) {
    if (value.length !== sizeOf(value.dims) * bytesPerElement[value.type]) {
      throw new GraphError(`${value.name}: ${value.length} bytes do not hold ${shapeOf(value)}`);
    }
    // ONNX Runtime refuses a path that leaves the model's folder; say so before it does.
    if (/^([/\\]|[A-Za-z]:)|(^|[/\\])\.\.([/\\]|$)/.test(value.file)) {
      throw new GraphError(`${value.name}: ${value.file} leaves the model's folder`);
    }
  }
  for (const result of results) {
    const inferred = inferOutput(result.node);
    if (shapeOf(inferred) !== shapeOf(result)) {
      throw new GraphError(`${result.node.op}: recorded as ${shapeOf(result)}, is ${shapeOf(inferred)}`);
    }
  }
}
