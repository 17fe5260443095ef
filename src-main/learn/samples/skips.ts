import { mostSkips, type Settings } from '../../contract/schemas.ts';

/** Spans of time whose samples the memory leaves out, since a state from before them was restored. Pure. */

export type Skips = Settings['memorySkips'];

export const isSkipped = (skips: Skips, at: number): boolean =>
  skips.some(({ after, until }) => after < at && at <= until);

/**
 * Adds a span: from a state's moment to its restoration. A clock that was put back meanwhile gives none.
 * @returns ascending, none touching the next; of more than `mostSkips` the oldest two become one
 */
export function withSkip(skips: Skips, after: number, until: number): Skips {
  const all = [...skips, { after, until }].filter((one) => one.after < one.until);
  const joined: { after: number; until: number }[] = [];
  for (const one of all.toSorted((a, b) => a.after - b.after)) {
    const last = joined.at(-1);
    if (last && one.after <= last.until) last.until = Math.max(last.until, one.until);
    else joined.push({ ...one });
  }
  const [first, second, ...rest] = joined;
  if (!first || !second || joined.length <= mostSkips) return joined;
  return [{ after: first.after, until: second.until }, ...rest];
}
