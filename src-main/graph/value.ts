import type { OpType } from './ops.ts';
import { type Attributes, type Dim, type ElementType, GraphError, type Shaped, sizeOf } from './shaped.ts';

/** The data of a graph: frozen values, each with an element type and a shape. */

export interface Input extends Shaped {
  readonly kind: 'input';
  readonly name: string;
}

/** Held inside the graph. */
export interface Constant extends Shaped {
  readonly kind: 'constant';
  readonly data: Float32Array | Int8Array | Int32Array | BigInt64Array;
}

/** Held in a file that the graph only points into. */
export interface External extends Shaped {
  readonly kind: 'external';
  readonly name: string;
  /** Relative to the folder that the session is given. */
  readonly file: string;
  /** Bytes. */
  readonly offset: number;
  readonly length: number;
}

/** The one output of a node. */
export interface Result extends Shaped {
  readonly kind: 'result';
  readonly node: Node;
}

/** An operator at work; its output is a `Result`. */
export interface Node {
  readonly op: OpType;
  /** Null stands for an optional input that is left out. */
  readonly inputs: readonly (Value | null)[];
  readonly attributes: Attributes;
}

export type Value = Input | Constant | External | Result;

export const bytesPerElement = { float32: 4, int8: 1, int32: 4, int64: 8 } as const satisfies Record<
  ElementType,
  number
>;

const arrayOf = {
  float32: Float32Array,
  int8: Int8Array,
  int32: Int32Array,
  int64: BigInt64Array,
} as const;

function checkDims(name: string, dims: readonly Dim[]): readonly Dim[] {
  for (const dim of dims) {
    const valid = typeof dim === 'string' ? dim.length > 0 : Number.isSafeInteger(dim) && dim >= 0;
    if (!valid) throw new GraphError(`${name}: ${JSON.stringify(dim)} is no dimension`);
  }
  return Object.freeze([...dims]);
}

export function input(name: string, type: ElementType, dims: readonly Dim[]): Input {
  if (!name) throw new GraphError('an input needs a name');
  return Object.freeze({ kind: 'input', name, type, dims: checkDims(name, dims) });
}

/** @throws GraphError where the data and the shape disagree */
export function constant(type: ElementType, dims: readonly number[], data: Constant['data']): Constant {
  checkDims('constant', dims);
  if (!(data instanceof arrayOf[type])) throw new GraphError(`constant: data is not ${type}`);
  if (data.length !== sizeOf(dims)) {
    throw new GraphError(`constant: ${data.length} elements for shape [${dims}]`);
  }
  const content =
    type === 'int64' && dims.length === 1 ? { content: Object.freeze(Array.from(data, Number)) } : {};
  return Object.freeze({ kind: 'constant', type, dims: Object.freeze([...dims]), data, ...content });
}

/** A shape or a list of indices. */
export const int64s = (...values: readonly number[]): Constant =>
  constant('int64', [values.length], BigInt64Array.from(values, BigInt));

/** @throws GraphError where the range in the file does not hold exactly that shape */
export function external(
  name: string,
  type: ElementType,
  dims: readonly number[],
  range: { readonly file: string; readonly offset: number; readonly length: number },
): External {
  checkDims(name, dims);
  const needed = sizeOf(dims) * bytesPerElement[type];
  if (range.length !== needed)
    throw new GraphError(`${name}: ${range.length} bytes where [${dims}] needs ${needed}`);
  if (!Number.isSafeInteger(range.offset) || range.offset < 0) throw new GraphError(`${name}: bad offset`);
  return Object.freeze({ kind: 'external', name, type, dims: Object.freeze([...dims]), ...range });
}
