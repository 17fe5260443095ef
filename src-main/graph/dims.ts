import type { Attributes } from './shaped.ts';
import { type Dim, GraphError, type Shaped } from './shaped.ts';

/** What the shape rules of operators are written with. */

export type Inputs = readonly (Shaped | null)[];

export function required(inputs: Inputs, index: number): Shaped {
  const value = inputs[index];
  if (!value) throw new GraphError(`input ${index} is missing`);
  return value;
}

export function expect(holds: boolean, message: string): asserts holds {
  if (!holds) throw new GraphError(message);
}

export function float(inputs: Inputs, index: number, rank?: number): Shaped {
  const value = required(inputs, index);
  expect(value.type === 'float32', `input ${index} is ${value.type}, not float32`);
  expect(
    rank === undefined || value.dims.length === rank,
    `input ${index} has shape [${value.dims}], not rank ${rank}`,
  );
  return value;
}

export const show = (value: Shaped) => `[${value.dims.join(', ')}]`;
export const same = (a: readonly Dim[], b: readonly Dim[]) =>
  a.length === b.length && a.every((dim, i) => dim === b[i]);
export const last = (value: Shaped) => value.dims[value.dims.length - 1];
export const number = (attributes: Attributes, name: string, fallback: number) => {
  const value = attributes[name] ?? fallback;
  expect(typeof value === 'number', `${name} is no number`);
  return value;
};

/** NumPy's broadcasting; a symbol meets itself or 1. */
export function broadcast(a: readonly Dim[], b: readonly Dim[]): Dim[] {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, i) => {
    const left = a[i - rank + a.length] ?? 1;
    const right = b[i - rank + b.length] ?? 1;
    expect(left === right || left === 1 || right === 1, `[${a}] and [${b}] do not broadcast`);
    return left === 1 ? right : left;
  });
}

export function rowOf(inputs: Inputs, index: number, width: Dim | undefined): void {
  const value = float(inputs, index, 1);
  expect(value.dims[0] === width, `input ${index} has shape ${show(value)}, not [${width}]`);
}

/** Product of dimensions; symbols are joined by name so that B and S give one size B*S. */
export function product(dims: readonly Dim[]): Dim {
  const factors = dims.flatMap((dim) => String(dim).split('*'));
  const names = factors.filter((factor) => Number.isNaN(Number(factor))).sort();
  const known = factors
    .filter((factor) => !names.includes(factor))
    .reduce((all, one) => all * Number(one), 1);
  if (names.length === 0) return known;
  return known === 1 ? names.join('*') : `${known}*${names.join('*')}`;
}

/**
 * The axes that an optional input names, counted from 0 in ascending order; all of them where it is left out.
 * @throws GraphError for an axis that a tensor of `rank` has not, or has twice
 */
export function axesOf(rank: number, named: Shaped | null | undefined): number[] {
  if (!named) return Array.from({ length: rank }, (_, i) => i);
  const { content } = named;
  expect(content !== undefined, 'which axes is not known');
  const axes = content.map((axis) => (Number(axis) < 0 ? Number(axis) + rank : Number(axis)));
  expect(
    new Set(axes).size === axes.length && axes.every((axis) => axis >= 0 && axis < rank),
    `[${content}] are no axes of ${rank}`,
  );
  return axes.sort((a, b) => a - b);
}
