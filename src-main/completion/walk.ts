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
}

/** A path ends where its probability by the mixture falls below this. */
const leastProduct = 0.04;
/** Least probability of the first unit of a second path. */
const leastSecond = 0.12;
/** Stands for the end of a paragraph, or a slot. */
const stop = '';

/** For each pool, the places of its sample that agree. Pools with the same sample share the list. */
type Places = readonly (readonly number[])[];

/** A unit and its probability. */
type Next = readonly [unit: string, probability: number];

function likeliest(units: Iterable<Next>): Next | undefined {
  let best: Next | undefined;
  for (const one of units) if (!best || one[1] > best[1]) best = one;
  return best;
}

/** The pools of one context, and their continuations. */
class Walk {
  readonly #pools: readonly Pool[];
  /** Pools whose places are not those of a shorter match, by match length, the shortest first. */
  readonly #byLength: readonly (readonly number[])[];

  constructor(pools: readonly Pool[]) {
    this.#pools = pools;
    this.#byLength = Array.from({ length: longestMatch - shortestMatch + 1 }, (_, i) =>
      [...pools.keys()].filter((at) => {
        const { length, same } = pools[at] as Pool;
        return length === shortestMatch + i && !same;
      }),
    );
  }

  start(): Places {
    return this.#each(({ sample }) => [...sample.keys()]);
  }

  /** The places that have `unit` at `depth` units after them. */
  take(places: Places, depth: number, unit: string): Places {
    const wanted = unit.charCodeAt(0);
    return this.#each(({ sample }, i) =>
      (places[i] as readonly number[]).filter((place) => sample[place]?.next.charCodeAt(depth) === wanted),
    );
  }

  /**
   * Distribution of the next unit by Witten–Bell smoothing (Witten & Bell 1991, method C):
   * counts after the longest context, and the distribution of the shorter contexts with the weight of the number of
   * different units.
   */
  next(places: Places, depth: number): ReadonlyMap<string, number> {
    const mixed = new Map<string, number>();
    for (const pools of this.#byLength) {
      const { counts, total } = this.#count(pools, places, depth);
      if (total === 0) continue;
      const kinds = counts.size;
      for (const [unit, share] of mixed) mixed.set(unit, (kinds * share) / (total + kinds));
      for (const [unit, count] of counts) mixed.set(unit, (mixed.get(unit) ?? 0) + count / (total + kinds));
    }
    return mixed;
  }

  #count(pools: readonly number[], places: Places, depth: number) {
    const counts = new Map<string, number>();
    let total = 0;
    for (const i of pools) {
      const { sample, weight } = this.#pools[i] as Pool;
      for (const place of places[i] as readonly number[]) {
        const unit = sample[place]?.next.charAt(depth) ?? stop;
        counts.set(unit, (counts.get(unit) ?? 0) + weight);
        total += weight;
      }
    }
    return { counts, total };
  }

  #each(of: (pool: Pool, i: number) => readonly number[]): Places {
    const all: (readonly number[])[] = [];
    for (const [i, pool] of this.#pools.entries()) {
      const before = all[i - 1];
      all.push(before && this.#pools[i - 1]?.sample === pool.sample ? before : of(pool, i));
    }
    return all;
  }
}

function follow(walk: Walk, start: Places, first: Next): Path {
  let text = '';
  let places = start;
  let product = 1;
  let next: Next | undefined = first;
  const steps: Step[] = [];
  while (next && next[0] !== stop && text.length < reach && product * next[1] >= leastProduct) {
    const [unit, probability] = next;
    places = walk.take(places, text.length, unit);
    product *= probability;
    text += unit;
    steps.push({ probability, alive: places.map((some) => some.length) });
    next = likeliest(walk.next(places, text.length));
  }
  return { text, steps };
}

/** The most probable path, and the most probable one with another first unit. */
export function paths(pools: readonly Pool[]): Path[] {
  const walk = new Walk(pools);
  const start = walk.start();
  const units = [...walk.next(start, 0)].filter(([unit]) => unit !== stop);
  const first = likeliest(units);
  const second = likeliest(units.filter((one) => one !== first));
  return [first, second && second[1] >= leastSecond ? second : undefined]
    .filter((begin) => begin !== undefined)
    .map((begin) => follow(walk, start, begin))
    .filter(({ text }) => text.length > 1);
}
