import { expect, test } from 'vitest';
import { erlangC, waitMD1, waitMMc } from '../bench/scale/closed-form.ts';
import { EventQueue } from '../bench/scale/event-queue.ts';
import { type Fleet, type Outcome, simulate } from '../bench/scale/fleet.ts';

/** One ask is one call of one row, which takes 10 ms alone. */
const simple: Fleet = {
  replicas: [{ serves: ['a'] }],
  batchTime: () => 10,
  mostRows: 1,
  calls: () => [1],
  rate: () => 50,
  highestRate: 50,
  version: () => 'a',
  between: 0,
  noticed: 20,
  milliseconds: 2_000_000,
  seed: 3,
};

const mean = (values: readonly number[]) => values.reduce((sum, one) => sum + one, 0) / values.length;
const meanTime = ({ answered }: Outcome) => mean(answered.map(({ took }) => took));

test.each([30, 50, 80])('one replica of constant time waits as M/D/1 says, at %d asks a second', (rate) => {
  const found = meanTime(simulate({ ...simple, rate: () => rate, highestRate: rate })) - 10;
  const expected = waitMD1(rate / 1000, 10);
  expect(found / expected).toBeGreaterThan(0.95);
  expect(found / expected).toBeLessThan(1.05);
});

test('one replica of exponential time waits as M/M/1 says', () => {
  const found = meanTime(
    simulate({ ...simple, batchTime: (_, rng) => -10 * Math.log(1 - rng()), milliseconds: 6_000_000 }),
  );
  expect(found / (10 + waitMMc(1, 0.05, 10))).toBeGreaterThan(0.95);
  expect(found / (10 + waitMMc(1, 0.05, 10))).toBeLessThan(1.05);
});

test('replicas that are drawn at random are M/D/1 queues with their share of the asks', () => {
  const replicas = Array.from({ length: 8 }, () => ({ serves: ['a'] }));
  const rate = 400;
  const found =
    meanTime(simulate({ ...simple, replicas, rate: () => rate, highestRate: rate, choice: 'random' })) - 10;
  expect(found / waitMD1(0.05, 10)).toBeGreaterThan(0.95);
  expect(found / waitMD1(0.05, 10)).toBeLessThan(1.05);
});

test('the less busy of two waits less than one at random, and more than one queue for all', () => {
  const replicas = Array.from({ length: 8 }, () => ({ serves: ['a'] }));
  const fleet: Fleet = {
    ...simple,
    replicas,
    batchTime: (_, rng) => -10 * Math.log(1 - rng()),
    rate: () => 640,
    highestRate: 640,
    milliseconds: 400_000,
  };
  const two = meanTime(simulate(fleet)) - 10;
  expect(two).toBeLessThan(0.6 * waitMMc(1, 0.08, 10));
  expect(two).toBeGreaterThan(waitMMc(8, 0.64, 10));
});

test('the closed forms agree where they say the same', () => {
  expect(erlangC(1, 0.5)).toBeCloseTo(0.5);
  // 2 servers, offered 1: 1/3 (a table of Erlang C).
  expect(erlangC(2, 1)).toBeCloseTo(1 / 3);
  expect(waitMMc(1, 0.05, 10)).toBeCloseTo(10);
  expect(waitMD1(0.05, 10)).toBeCloseTo(5);
});

test('what waits runs as one batch of one version, up to the most rows', () => {
  const sizes: number[] = [];
  const fleet: Fleet = {
    ...simple,
    replicas: [{ serves: ['a', 'b'] }],
    mostRows: 8,
    calls: () => [4],
    batchTime: (rows) => {
      sizes.push(rows);
      return 10;
    },
    rate: () => 180,
    highestRate: 180,
    version: (_, rng) => (rng() < 0.5 ? 'a' : 'b'),
    milliseconds: 60_000,
  };
  const outcome = simulate(fleet);
  expect(new Set(sizes)).toEqual(new Set([4, 8]));
  expect(outcome.rows).toBe(4 * outcome.answered.length);
  // Two versions on one replica share no batch, so that each waits for the other's.
  expect(meanTime(outcome)).toBeGreaterThan(meanTime(simulate({ ...fleet, version: () => 'a' })));
});

test('a lost replica loses no ask: what it had is answered by the others', () => {
  const replicas = [{ serves: ['a'], until: 30_000 }, { serves: ['a'] }];
  const outcome = simulate({ ...simple, replicas, rate: () => 90, highestRate: 90, milliseconds: 60_000 });
  expect(outcome.answered.every(({ took }) => Number.isFinite(took))).toBe(true);
  const again = outcome.answered.filter((one) => one.again);
  expect(again.length).toBeGreaterThan(0);
  for (const { at, took } of again) {
    expect(at).toBeLessThan(30_000);
    expect(at + took).toBeGreaterThan(30_000 + simple.noticed);
  }
});

test('the same seed gives the same run, another seed another', () => {
  const short = { ...simple, milliseconds: 20_000 };
  expect(simulate(short)).toEqual(simulate(short));
  expect(simulate({ ...short, seed: 4 })).not.toEqual(simulate(short));
});

test('events come by time, and in order where they are due together', () => {
  const queue = new EventQueue<number>();
  const times = [5, 1, 3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5];
  for (const [i, at] of times.entries()) queue.put(at, i);
  const taken = times.map(() => queue.take());
  expect(taken).toEqual([1, 3, 5, 8, 2, 11, 4, 0, 6, 10, 12, 9, 7]);
  expect(queue.take()).toBeUndefined();
});
