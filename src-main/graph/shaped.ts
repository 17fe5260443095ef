/** What operators know of their inputs and outputs: element type and shape. */

export type ElementType = 'float32' | 'int8' | 'int32' | 'int64';

/** Elements along an axis: known now, or the name of a size that is known at run time. */
export type Dim = number | string;

export interface Shaped {
  readonly type: ElementType;
  readonly dims: readonly Dim[];
  /** What a one-dimensional int64 value holds where that is known before the run: a shape, in practice. */
  readonly content?: readonly Dim[];
}

/** Of a node. */
export type Attributes = Readonly<Record<string, number | readonly number[]>>;

/** A graph that cannot be built or is not sound. Always a bug of ours or a file that lies about itself. */
export class GraphError extends Error {
  override readonly name = 'GraphError';
}

/** Elements of a shape that is known. @throws GraphError for a symbolic one */
export function sizeOf(dims: readonly Dim[]): number {
  return dims.reduce<number>((product, dim) => {
    if (typeof dim !== 'number') throw new GraphError(`${dim} is not known before the run`);
    return product * dim;
  }, 1);
}
