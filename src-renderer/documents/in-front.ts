/**
 * Moves a document to the end of the loaded ones, which are in order of last use, and drops the first ones over the
 * limit. Documents that may not be closed now stay.
 */
export function inFront<D>(
  seen: readonly D[],
  shown: D,
  most: number,
  mayClose: (document: D) => boolean,
): { readonly seen: readonly D[]; readonly closed: readonly D[] } {
  const others = seen.filter((one) => one !== shown);
  const tooMany = Math.max(0, others.length + 1 - most);
  const closed = others.filter(mayClose).slice(0, tooMany);
  return { seen: [...others.filter((one) => !closed.includes(one)), shown], closed };
}
