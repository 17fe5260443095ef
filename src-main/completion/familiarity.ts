import { longestMatch, type PhraseIndex, shortestMatch } from '../phrases/types.ts';

/** How much of what stands before the caret a source knows: whether this text is of its kind. */

/** Units before the caret where the longest match is looked at. */
const places = [3, 7, 12, 18, 25, 33, 42, 52] as const;
/** Units of a match that is no coincidence. */
const long = 6;

/** Mean length from which a text is of the kind of the source's documents; those of another kind rarely reach it. */
export const sameKind = 2;

/** Where there is no source, or nothing before the caret. */
const unknown = -1;

/** A place is asked for again at the next keys: an index never changes. */
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

/** @returns mean length of the longest match at the places, and the share of long ones */
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
