/** Merges the list of open documents, which several windows change. Pure. */

export interface Tab {
  /** Id of its draft. */
  readonly id: string;
  /** Empty for a document without a name or text. */
  readonly title: string;
  /** Path of its file; absent without one on this machine. */
  readonly path?: string;
}

const same = (a: Tab | undefined, b: Tab | undefined): boolean =>
  a?.title === b?.title && a?.path === b?.path;

/**
 * Merges this window's list with another's.
 * @param before the list that both started from
 * @returns the other's list, without the tabs that were closed here, with those that were opened and renamed here
 */
export function mergeTabs(before: readonly Tab[], mine: readonly Tab[], theirs: readonly Tab[]): Tab[] {
  const at = (list: readonly Tab[], id: string) => list.find((one) => one.id === id);
  const merged = theirs
    .filter(({ id }) => at(mine, id) || !at(before, id))
    .map((one) => {
      const own = at(mine, one.id);
      return own && !same(own, at(before, one.id)) ? own : one;
    });
  for (const [i, tab] of mine.entries()) {
    if (at(before, tab.id) || at(merged, tab.id)) continue;
    // Next to the same tab as in this window.
    const left = mine.slice(0, i).findLast(({ id }) => at(merged, id));
    merged.splice(left ? merged.findIndex(({ id }) => id === left.id) + 1 : 0, 0, tab);
  }
  return merged;
}

/** The active tab after a change of the list: the same one, or the one in its place. */
export function stillInFront(before: readonly Tab[], active: string, now: readonly Tab[]): string | null {
  if (now.some(({ id }) => id === active)) return active;
  const at = before.findIndex(({ id }) => id === active);
  return now[Math.min(Math.max(at, 0), now.length - 1)]?.id ?? null;
}
