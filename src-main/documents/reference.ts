/** Names of source elements: the `src` of a node or mark is `KEY:OFFSET`. */

/** The key of everything that came from a source: the first 8 digits of its hash. */
export const keyOf = (hash: string): string => hash.slice(0, 8);

/** @param offset of the element in the source; base 36 in the reference */
export const reference = (key: string, offset: number): string => `${key}:${offset.toString(36)}`;

/** The offset that a reference names in the source of a key; null for a reference to another source. */
export function offsetIn(key: string, ref: string | null): number | null {
  const [of, offset] = ref?.split(':') ?? [];
  return of === key && offset !== undefined ? Number.parseInt(offset, 36) : null;
}
