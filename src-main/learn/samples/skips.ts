import { mostSkips, type Settings } from '../../contract/schemas.ts';

/** Time spans whose samples the memory of corrections leaves out, because an earlier state was restored. Pure. */

export type Skips = Settings['memorySkips'];

export const isSkipped = (skips: Skips, at: number): boolean =>
  skips.some(({ after, until }) => after < at && at <= until);

/**
 * Adds the span from a state's time to its restoration. Ignores an empty span, which a clock set back may cause.
 * @returns spans in ascending order, disjoint; if there are more than `mostSkips`, the two oldest are merged
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
