/**
 * The documents that keep their history and their place, longest out of sight first, when one comes to the front.
 * One that may not be closed now stays, however many there are.
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
