import { longestMatch, reach, shortestMatch } from '../phrases/types.ts';
import type { Pool } from './pools.ts';

/** A unit of a path and what is known once it is taken. */
export interface Step {
  /** Of the unit, given those before it, by the mixture of all match lengths. */
  readonly probability: number;
  /** For each pool, how many places of its sample go on with the path so far. */
  readonly alive: readonly number[];
}

/** The text goes on this way, as far as the places of the pools do. */
export interface Path {
  readonly text: string;
  readonly steps: readonly Step[];
  /** Places of each pool's sample that go on with the whole text. */
  readonly places: readonly (readonly number[])[];
}

/** A path is given up where the mixture makes it less likely than this. */
const leastProduct = 0.04;
/** A second path begins with a unit that is at least this likely. */
const leastSecond = 0.12;
/** The end of a paragraph, or a slot. */
const stop = '';

type Places = readonly (readonly number[])[];

/**
 * What follows, by Witten–Bell smoothing: the units after the longest context, and as many parts of the shorter
 * contexts' distribution as different units were seen (Witten & Bell 1991, method C).
 */
function mixture(pools: readonly Pool[], places: Places, depth: number): Map<string, number> {
  let mixed = new Map<string, number>();
  for (let length = shortestMatch; length <= longestMatch; length++) {
    const counts = new Map<string, number>();
    let total = 0;
    pools.forEach((pool, i) => {
      if (pool.length !== length || pool.same) return;
      for (const place of places[i] as readonly number[]) {
        const unit = pool.sample[place]?.next[depth] ?? stop;
        counts.set(unit, (counts.get(unit) ?? 0) + pool.weight);
        total += pool.weight;
      }
    });
    if (total === 0) continue;
    const kinds = counts.size;
    const next = new Map<string, number>();
    for (const [unit, share] of mixed) next.set(unit, (kinds * share) / (total + kinds));
    for (const [unit, count] of counts) next.set(unit, (next.get(unit) ?? 0) + count / (total + kinds));
    mixed = next;
  }
  return mixed;
}

function likeliest(mixed: ReadonlyMap<string, number>): [string, number][] {
  return [...mixed].sort(([, a], [, b]) => b - a);
}

function going(pools: readonly Pool[], places: Places, depth: number, unit: string): Places {
  return places.map((some, i) => {
    const { sample } = pools[i] as Pool;
    return some.filter((place) => sample[place]?.next[depth] === unit);
  });
}

function follow(pools: readonly Pool[], all: Places, first: readonly [string, number]): Path {
  let text = '';
  let places = all;
  let product = 1;
  let next: readonly [string, number] | undefined = first;
  const steps: Step[] = [];
  while (next && next[0] !== stop && text.length < reach && product * next[1] >= leastProduct) {
    const [unit, probability] = next;
    places = going(pools, places, text.length, unit);
    product *= probability;
    text += unit;
    steps.push({ probability, alive: places.map((some) => some.length) });
    next = likeliest(mixture(pools, places, text.length))[0];
  }
  return { text, steps, places };
}

/** The likeliest path, and the likeliest that begins otherwise. */
export function paths(pools: readonly Pool[]): Path[] {
  const all = pools.map(({ sample }) => sample.map((_, i) => i));
  const [first, second] = likeliest(mixture(pools, all, 0)).filter(([unit]) => unit !== stop);
  return [first, second && second[1] >= leastSecond ? second : undefined]
    .filter((begin) => begin !== undefined)
    .map((begin) => follow(pools, all, begin))
    .filter(({ text }) => text.length > 1);
}
