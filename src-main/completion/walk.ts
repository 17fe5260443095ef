import { longestMatch, reach, shortestMatch } from '../phrases/types.ts';
import type { Pool } from './pools.ts';

/** A unit of a path, and the state after it. */
export interface Step {
  /** Probability of the unit after those before it, by the mixture of all match lengths. */
  readonly probability: number;
  /** For each pool, the number of places of its sample that agree with the path so far. */
  readonly alive: readonly number[];
}

/** A continuation, as long as places of the pools agree. */
export interface Path {
  readonly text: string;
  readonly steps: readonly Step[];
  /** Places of each pool's sample that agree with the whole text. */
  readonly places: readonly (readonly number[])[];
}

/** A path ends where its probability by the mixture falls below this. */
const leastProduct = 0.04;
/** Least probability of the first unit of a second path. */
const leastSecond = 0.12;
/** Stands for the end of a paragraph, or a slot. */
const stop = '';

type Places = readonly (readonly number[])[];

/**
 * Distribution of the next unit by Witten–Bell smoothing (Witten & Bell 1991, method C): counts after the longest
 * context, and the distribution of the shorter contexts with the weight of the number of different units.
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

/** The most probable path, and the most probable one with another first unit. */
export function paths(pools: readonly Pool[]): Path[] {
  const all = pools.map(({ sample }) => sample.map((_, i) => i));
  const [first, second] = likeliest(mixture(pools, all, 0)).filter(([unit]) => unit !== stop);
  return [first, second && second[1] >= leastSecond ? second : undefined]
    .filter((begin) => begin !== undefined)
    .map((begin) => follow(pools, all, begin))
    .filter(({ text }) => text.length > 1);
}
