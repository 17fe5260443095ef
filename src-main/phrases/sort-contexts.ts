import { longestMatch } from './types.ts';

/**
 * Sorts places by the units in front of them, read backwards. All places after the same units are then adjacent, for
 * every match length.
 */

const unitValues = 0x1_0000;

/**
 * Replaces units by their ranks among the units that occur, so that the counters of the sort fit into the
 * processor's cache.
 */
function ranked(text: Uint16Array): { ranks: Uint16Array; count: number } {
  const rankOf = new Uint16Array(unitValues);
  for (let i = 0; i < text.length; i++) rankOf[text[i] ?? 0] = 1;
  // Units before the start of the text count as 0, the separator.
  rankOf[0] = 1;
  let count = 0;
  for (let unit = 0; unit < unitValues; unit++) if (rankOf[unit]) rankOf[unit] = count++;
  const ranks = new Uint16Array(text.length);
  for (let i = 0; i < text.length; i++) ranks[i] = rankOf[text[i] ?? 0] ?? 0;
  return { ranks, count };
}

/** For each rank, the target index of the first place whose unit at `distance` has that rank. */
function firstOf(ranks: Uint16Array, places: Uint32Array, count: number, distance: number): Uint32Array {
  const first = new Uint32Array(count + 1);
  for (let i = 0; i < places.length; i++) {
    const rank = ranks[(places[i] ?? 0) - distance] ?? 0;
    first[rank + 1] = (first[rank + 1] ?? 0) + 1;
  }
  for (let rank = 0; rank < count; rank++) first[rank + 1] = (first[rank + 1] ?? 0) + (first[rank] ?? 0);
  return first;
}

/**
 * Sorts by the `longestMatch` units in front of each place: a radix sort that starts with the farthest unit.
 * @param places ascending
 * @returns the places; those after equal units are in ascending order
 */
export function sortContexts(text: Uint16Array, places: Uint32Array): Uint32Array {
  const { ranks, count } = ranked(text);
  let current = places;
  let to = new Uint32Array(places.length);
  let other = new Uint32Array(places.length);
  for (let distance = longestMatch; distance >= 1; distance--) {
    const next = firstOf(ranks, places, count, distance);
    for (let i = 0; i < current.length; i++) {
      const place = current[i] ?? 0;
      const rank = ranks[place - distance] ?? 0;
      const at = next[rank] ?? 0;
      to[at] = place;
      next[rank] = at + 1;
    }
    current = to;
    [to, other] = [other, to];
  }
  return current;
}
