import { describe, expect, test } from 'vitest';
import { World } from './world.ts';

/** Whole roll-outs of a thousand writers over a simulated engine, in logical time. */

const hour = 1_800;

interface Ended {
  /** Requests that the canary answered, those until the next look of the controller included. */
  readonly requests: number;
  /** Largest share that the engine ever gave it. */
  readonly largest: number;
  readonly isStopped: boolean;
}

async function untilEnd(world: World, looks: number): Promise<Ended> {
  let largest = 0;
  for (let i = 0; i < looks; i++) {
    await world.step();
    largest = Math.max(largest, world.share('v1'));
    const entries = world.controller.state.entries;
    const isStopped = entries.some(({ kind }) => kind === 'opened');
    if (isStopped && world.share('v1') === 0) return { requests: world.requests('v1'), largest, isStopped };
    if (world.phase() === 'main v1') break;
  }
  return { requests: world.requests('v1'), largest, isStopped: false };
}

const quantile = (sorted: readonly number[], q: number) => sorted[Math.floor((sorted.length - 1) * q)] ?? 0;

describe('a thousand writers', () => {
  test('a version with 5 % errors is stopped within 60 requests on average and never reaches 20 %', async () => {
    const seeds = 400;
    const ends: Ended[] = [];
    for (let seed = 1; seed <= seeds; seed++) {
      const world = new World(seed);
      world.faults.set('v1', { errors: 0.05 });
      ends.push(await untilEnd(world, hour));
    }
    const requests = ends.map((one) => one.requests).toSorted((a, b) => a - b);
    const mean = requests.reduce((sum, one) => sum + one, 0) / seeds;
    const within = requests.filter((one) => one <= 60).length / seeds;
    console.log(
      `seeds 1–${seeds}: mean ${mean.toFixed(1)}, median ${quantile(requests, 0.5)}, 90 % ${quantile(requests, 0.9)}, most ${quantile(requests, 1)}, within 60: ${(within * 100).toFixed(1)} %`,
    );
    expect(ends.every(({ isStopped }) => isStopped)).toBe(true);
    expect(Math.max(...ends.map(({ largest }) => largest))).toBe(0.05);
    expect(mean).toBeLessThan(60);
  });

  test('a version with every 20th request failing is stopped within 60 requests', async () => {
    const world = new World(1);
    let asked = 0;
    world.faults.set('v1', {
      get errors() {
        return ++asked % 20 === 0 ? 1 : 0;
      },
    });
    const { requests, largest } = await untilEnd(world, hour);
    expect(requests).toBeLessThanOrEqual(60);
    expect(largest).toBe(0.05);
  });

  test('a healthy version takes 5, 20, 50 and 100 %', async () => {
    const seeds = 12;
    let stopped = 0;
    const hours: number[] = [];
    for (let seed = 1; seed <= seeds; seed++) {
      const world = new World(seed);
      world.faults.set('v1', { errors: 0.0002 });
      world.faults.set('base', { errors: 0.0002 });
      const start = world.now;
      const { isStopped } = await untilEnd(world, 8 * hour);
      if (isStopped) stopped++;
      else {
        expect(world.phase(), `seed ${seed}`).toBe('main v1');
        expect(world.splits.map((one) => one.v1)).toEqual([0.05, 0.2, 0.5, 1]);
        hours.push((world.now - start) / 3_600_000);
      }
    }
    console.log(
      `seeds 1–${seeds}: ${stopped} stopped, ${Math.min(...hours).toFixed(1)}–${Math.max(...hours).toFixed(1)} h`,
    );
    expect(stopped).toBeLessThanOrEqual(1);
  });

  test('an error in 1,000 stops few versions, however many requests a stage sees', async () => {
    let stopped = 0;
    for (let seed = 1; seed <= 10; seed++) {
      const world = new World(seed);
      world.faults.set('v1', { errors: 0.001 });
      world.faults.set('base', { errors: 0.001 });
      if ((await untilEnd(world, 8 * hour)).isStopped) stopped++;
    }
    expect(stopped, 'of seeds 1–10').toBeLessThanOrEqual(2);
  });

  test('a version twice as slow is stopped at 5 %', async () => {
    for (let seed = 1; seed <= 10; seed++) {
      const world = new World(seed);
      world.faults.set('v1', { slower: 2 });
      const { isStopped, largest } = await untilEnd(world, 2 * hour);
      expect([isStopped, largest], `seed ${seed}`).toEqual([true, 0.05]);
    }
  });

  test('errors of the engine that all versions share stop none, and advance none', async () => {
    const world = new World(3);
    await world.steps(30);
    world.shared = 0.3;
    await world.steps(300, 10);
    expect(world.controller.state.entries.filter(({ kind }) => kind === 'opened')).toEqual([]);
    expect(world.phase()).toBe('stage 0');
  });
});
