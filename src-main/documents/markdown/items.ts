import type { Stretch } from './delimiters.ts';
import { isNext, type Layer, type Match } from './layers.ts';
import type { SourceUnit } from './source-units.ts';
import { isSpace } from './units.ts';

/** One unit, or a span of code, which is written as a whole. */
export interface Item {
  /** Index of its first unit. */
  readonly at: number;
  readonly matches: readonly Match[];
  readonly code: Layer | null;
  /** Layers around. */
  readonly stack: readonly Layer[];
  /** Its place in the source; null where it is not written there like this. */
  readonly start: number | null;
  readonly end: number | null;
}

export const sameLayers = (stack: readonly Layer[], open: readonly Stretch[]): boolean =>
  open.length === stack.length && stack.every((layer, i) => open[i]?.layer === layer);

/** Whether the layers around an item are the source's. */
export function isOwn({ stack, matches, code }: Item): boolean {
  let span = matches[0]?.old?.span ?? null;
  if (code) span = span?.parent ?? null;
  for (const layer of stack.toReversed()) {
    if (layer.span !== span) return false;
    span = span?.parent ?? null;
  }
  return span === null;
}

/** Whether units are consecutive in the source and look the same. */
export const isWhole = (matches: readonly Match[]): boolean =>
  matches.every((match, i) => match.same && (i === 0 || isNext(matches[i - 1], match)));

export function itemsOf(
  matches: readonly Match[],
  stacks: readonly (readonly Layer[])[],
  donors: readonly SourceUnit[],
): Item[] {
  const items: Item[] = [];
  for (let at = 0; at < matches.length; ) {
    const stack = stacks[at] ?? [];
    const top = stack.at(-1);
    const code = top?.look.name === 'code' ? top : null;
    let to = at + 1;
    while (code && stacks[to]?.at(-1) === code) to++;
    const part = matches.slice(at, to);
    const [first, last] = [part[0]?.old, part.at(-1)?.old];
    const span = code?.span;
    const inside = span ? donors.filter((unit) => unit.span === span) : [];
    const start = !code ? first?.start : inside[0] === first ? span?.start : null;
    const end = !code ? last?.end : inside.at(-1) === last ? span?.end : null;
    const outer = code ? stack.slice(0, -1) : stack;
    items.push({ at, matches: part, code, stack: outer, start: start ?? null, end: end ?? null });
    at = to;
  }
  return items;
}

/** Leaves out spaces at the beginning of lines, which Markdown ignores, unless they are the source's own. */
export function countedMatches(matches: readonly Match[], first: SourceUnit | undefined): Match[] {
  const counted: Match[] = [];
  for (const [i, match] of matches.entries()) {
    const last = counted.at(-1);
    const begins = last === undefined || last.unit.kind === 'break';
    const stands = i > 0 ? isNext(matches[i - 1], match) : !!match.old && match.old === first;
    if (!begins || stands || !isSpace(match.unit)) counted.push(match);
  }
  return counted;
}
