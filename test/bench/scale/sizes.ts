import { quantile } from '../statistics.ts';
import { assumed, batchTime, callsOf, fullRate, goalOf, rowsPerAsk } from './demand.ts';
import { type Answered, type Fleet, type Outcome, type Replica, simulate } from './fleet.ts';
import type { Precision } from './measured.ts';

/** How many replicas a rate of asks needs. */

const seed = 20_261_128;
const second = 1000;
/** Asks of a run at least, and its bounds in seconds: enough for a 99th percentile. */
const leastAsks = 20_000;
const seconds = { least: 8, most: 600 } as const;
/** What was asked before is not counted: the fleet begins empty. */
const settled = 3 * second;

export const times = <T>(count: number, make: () => T): T[] => Array.from({ length: count }, make);

/** A fleet at a steady rate; the run's length follows from the rate. */
export function steady(precision: Precision, rate: number, replicas: readonly Replica[]): Fleet {
  const length = Math.min(seconds.most, Math.max(seconds.least, leastAsks / rate));
  return {
    replicas,
    batchTime: (rows) => batchTime(precision, rows),
    mostRows: assumed.mostRows,
    calls: callsOf,
    rate: () => rate,
    highestRate: rate,
    version: () => 'stable',
    between: assumed.between,
    noticed: assumed.noticed,
    milliseconds: settled + length * second,
    seed,
  };
}

export const tookOf = (answered: readonly Answered[]): number[] => answered.map(({ took }) => took);
export const counted = ({ answered }: Outcome): Answered[] => answered.filter(({ at }) => at >= settled);
export const p99Of = (outcome: Outcome): number => quantile(tookOf(counted(outcome)), 0.99);

export interface Sized {
  readonly replicas: number;
  readonly outcome: Outcome;
}

/** The fewest replicas for which the goal is met, by bisection. @param make a fleet of so many replicas */
export function fewest(precision: Precision, rate: number, make: (replicas: number) => Fleet): Sized {
  let least = Math.max(1, Math.floor((rate * rowsPerAsk()) / fullRate(precision)));
  const meets = (replicas: number): Sized | null => {
    const outcome = simulate(make(replicas));
    return p99Of(outcome) <= goalOf(precision) ? { replicas, outcome } : null;
  };
  let found = meets(least);
  if (found) return found;
  let most = least;
  while (!found) {
    least = most;
    most = Math.ceil(1.3 * most);
    found = meets(most);
  }
  while (most - least > 1) {
    const middle = (least + most) >> 1;
    const one = meets(middle);
    if (one) [found, most] = [one, middle];
    else least = middle;
  }
  return found;
}

const known = new Map<string, Sized>();

/** The fewest replicas of one version. */
export function sizeFor(precision: Precision, rate: number): Sized {
  const key = `${precision} ${rate}`;
  const found =
    known.get(key) ??
    fewest(precision, rate, (n) =>
      steady(
        precision,
        rate,
        times(n, () => ({ serves: ['stable'] })),
      ),
    );
  known.set(key, found);
  return found;
}
