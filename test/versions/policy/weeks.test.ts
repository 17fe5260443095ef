import { describe, expect, test } from 'vitest';
import { type Faults, World } from './world.ts';

/** Whole weeks of one writer through the router: replayed gaps, requests, judgements. */

const perDay = 300;
/** 300 requests in a day of eight hours. */
const secondsBetween = (8 * 3_600) / perDay;

async function start(seed: number, mode: 'now' | 'staged', faults: Faults): Promise<World> {
  const world = new World(seed);
  world.faults.set('v1', faults);
  await world.engineBack();
  world.router.offer('v1', mode, false);
  await world.settled();
  return world;
}

/** Equal on the whole: the versions differ on 15 % of the stored gaps. */
function replay(world: World, gaps: number): void {
  for (let i = 0; i < gaps && world.router.view().rollout; i++) {
    const [newRight, oldRight] = [world.rng() < 0.5, world.rng() < 0.5];
    world.router.replayed('v1', newRight, world.rng() < 0.3 ? oldRight : newRight);
  }
}

const stopped = (world: World) => world.entries().some((one) => one.kind === 'opened');

/** @returns requests until the version was stopped, Infinity where it was not */
function untilStopped(world: World, requests: number): number {
  for (let i = 1; i <= requests; i++) {
    const version = world.ask(undefined, secondsBetween);
    if (version && world.rng() < 0.6) world.router.judged(version, world.rng() < 0.5);
    if (stopped(world)) return i;
  }
  return Number.POSITIVE_INFINITY;
}

describe('weeks of one writer', () => {
  test('a healthy version is stopped in at most 1 % of weeks and mostly is in service at their end', async () => {
    const weeks = 400;
    let wrong = 0;
    let served = 0;
    for (let seed = 1; seed <= weeks; seed++) {
      const world = await start(seed, 'staged', { errors: 0.0002 });
      replay(world, 200);
      if (untilStopped(world, 7 * perDay) < Number.POSITIVE_INFINITY) wrong++;
      else if (world.phase() === 'main v1') served++;
    }
    expect(wrong / weeks).toBeLessThanOrEqual(0.01);
    expect(served / weeks).toBeGreaterThan(0.95);
  });

  for (const mode of ['staged', 'now'] as const) {
    test(`${mode}: 5 % errors or doubled latency are stopped within 60 requests on average, always`, async () => {
      for (const faults of [{ errors: 0.05 }, { slower: 2 }]) {
        const counts: number[] = [];
        for (let seed = 1; seed <= 200; seed++)
          counts.push(untilStopped(await start(seed, mode, faults), 2_000));
        const mean = counts.reduce((sum, one) => sum + one, 0) / counts.length;
        expect(mean, JSON.stringify(faults)).toBeLessThan(60);
      }
    });
  }
});
