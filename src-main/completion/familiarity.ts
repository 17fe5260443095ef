import { longestMatch, type PhraseIndex, shortestMatch } from '../phrases/types.ts';

/**
 * Measures how much of the text before the caret occurs in a source, which tells whether this kind of text is known
 * to it.
 */

/** Distances from the caret, in units, of the places where the longest match is measured. */
const places = [3, 7, 12, 18, 25, 33, 42, 52] as const;
/** Least units of a match that is no coincidence. */
const long = 6;

/** Mean length from which a text is of the kind of the source's documents; those of another kind rarely reach it. */
export const sameKind = 2;

/** Where there is no source, or nothing before the caret. */
const unknown = -1;

/** Longest matches of earlier key presses. Never outdated, because an index does not change. */
const known = new WeakMap<PhraseIndex, Map<string, number>>();
const mostKnown = 4000;

function longestIn(index: PhraseIndex, end: string): number {
  let lengths = known.get(index);
  if (!lengths || lengths.size >= mostKnown) {
    lengths = new Map();
    known.set(index, lengths);
  }
  const length = lengths.get(end) ?? index.longest(end);
  lengths.set(end, length);
  return length;
}

/** @returns mean length of the longest match at the places, and the share of matches with at least `long` units */
export function familiarity(
  context: string,
  index: PhraseIndex | null,
): readonly [mean: number, long: number] {
  if (!index) return [unknown, unknown];
  const lengths = places
    .map((back) => context.length - back)
    .filter((end) => end >= shortestMatch)
    .map((end) => longestIn(index, context.slice(Math.max(0, end - longestMatch), end)));
  if (lengths.length === 0) return [unknown, unknown];
  const sum = lengths.reduce((all, one) => all + one, 0);
  return [sum / lengths.length, lengths.filter((one) => one >= long).length / lengths.length];
}
