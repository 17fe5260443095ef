import type { RunFormat, RunOverride } from '../../contract/document-formats.ts';

/**
 * The look of text as marks: bold, italic, underline and strike have marks of their own, the other fields share one
 * `font` mark.
 */

/** Fields of `RunFormat` that a `font` mark carries. */
export const fontFields = [
  'eastAsia',
  'ascii',
  'size',
  'color',
  'highlight',
  'shading',
  'vertical',
  'caps',
  'hidden',
  'spacing',
  'scale',
  'position',
  'emphasis',
  'border',
  'hint',
] as const satisfies readonly (keyof RunFormat)[];

/** Attributes of a `font` mark. */
export type FontAttributes = Pick<RunOverride, (typeof fontFields)[number]>;

const same = (a: unknown, b: unknown): boolean =>
  a === b || (typeof a === 'object' && JSON.stringify(a) === JSON.stringify(b));

/** The fields in which a run differs from its paragraph; `none` for a value that only the paragraph has. */
export function fontDifference(run: RunFormat, base: RunFormat): FontAttributes {
  const difference: Record<string, unknown> = {};
  for (const field of fontFields)
    if (!same(run[field], base[field])) difference[field] = run[field] ?? 'none';
  return difference;
}

/** The format of a run with these attributes: the inverse of `fontDifference`. */
export function withFont(base: RunFormat, attributes: FontAttributes): RunFormat {
  const look: Record<string, unknown> = { ...base };
  for (const [field, value] of Object.entries(attributes)) {
    if (value === 'none') delete look[field];
    else if (value !== null && value !== undefined) look[field] = value;
  }
  return look;
}
