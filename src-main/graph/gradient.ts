import { must } from '../base/assert.ts';
import { gradientRules } from './gradient-rules.ts';
import { graph, partsOf } from './graph.ts';
import { apply } from './node.ts';
import { GraphError, sizeOf } from './shaped.ts';
import { constant, type Result, type Value } from './value.ts';

/**
 * Reverse-mode differentiation: one walk from the loss back, each node asked once for the gradients of its
 * inputs. What comes out are values like any others, made of ONNX's own operators alone, so that whatever
 * runs the graph forward trains it too.
 */

/** Everything computed on the way from `wanted` to the loss, in running order, and `wanted` itself. */
function pathTo(loss: Result, wanted: readonly Value[]): { path: Set<Value>; steps: Result[] } {
  const path = new Set<Value>(wanted);
  const steps = partsOf(graph('forward', { loss })).results.filter((result) => {
    const depends = result.node.inputs.some((value) => value !== null && path.has(value));
    if (depends) path.add(result);
    return depends;
  });
  return { path, steps };
}

/**
 * @param loss a single float32 number
 * @param wanted float32 values that it depends on
 * @returns d loss / d value for each wanted value, of the value's own shape, in their order
 * @throws GraphError where the loss is no number, does not depend on a wanted value, or does so through an
 *   operator without a derivative
 */
export function gradientsOf(loss: Result, wanted: readonly Value[]): Result[] {
  if (loss.type !== 'float32' || sizeOf(loss.dims) !== 1)
    throw new GraphError(`a loss is one float32 number, not ${loss.type} [${loss.dims}]`);
  const { path, steps } = pathTo(loss, wanted);
  const ones = loss.dims.map(() => 1);
  const known = new Map<Value, Value>([[loss, constant('float32', ones, Float32Array.of(1))]]);
  for (const output of steps.toReversed()) {
    const gradient = must(known.get(output), 'every step leads to the loss');
    const { op, inputs, attributes } = output.node;
    const rule = gradientRules[op];
    if (rule === 'no derivative') throw new GraphError(`${op} has no derivative`);
    const passed = rule({ inputs, attributes, output, gradient });
    for (const [i, value] of inputs.entries()) {
      const part = passed[i];
      if (!value || !path.has(value)) continue;
      if (!part) throw new GraphError(`${op} has no derivative in input ${i}`);
      const sum = known.get(value);
      known.set(value, sum ? apply('Add', [sum, part]) : part);
    }
  }
  return wanted.map((value, i) => {
    const gradient = known.get(value);
    if (!gradient) throw new GraphError(`the loss does not depend on wanted value ${i}`);
    // Two values may have one gradient, or a constant one; each becomes an output of its own.
    return apply('Identity', [gradient]);
  });
}
