import { describe, expect, test } from 'vitest';
import { seededRng } from '../../src-main/base/rng.ts';
import { sameShares, sharesOf } from '../../src-main/controller/shares.ts';
import { Crash, World } from './world.ts';

/** Ends of the controller's process at any moment: the next one continues where the ledger ends. */

/** Looks until a healthy version is in service at a look every ten seconds: about two hours. */
const looks = 2_400;

/** Crashes at a chance at every point where something lasts. */
function crashing(world: World, seed: number, chance: number): void {
  const rng = seededRng(seed + 1_000);
  world.fail = () => {
    if (rng() < chance) throw new Crash();
  };
}

/** A look of the controller; where its process ended, another one starts. */
async function look(world: World): Promise<void> {
  world.ask(10);
  await world.controller.tick().catch((error: unknown) => {
    if (!(error instanceof Crash)) throw error;
  });
  if (!world.crashed) return;
  world.crashed = false;
  world.restart();
}

const phases = (world: World) =>
  world.controller.state.entries.flatMap((one) => (one.kind === 'phase' ? [one.phase] : []));

describe('a process that ends at any moment', () => {
  test('a healthy version takes each stage once, and the split is never ahead of the ledger', async () => {
    for (let seed = 1; seed <= 15; seed++) {
      const world = new World(seed);
      crashing(world, seed, 0.03);
      for (let i = 0; i < looks && world.phase() !== 'main v1'; i++) {
        await look(world);
        const { control } = world.replayed() ?? world.controller.state;
        const allowed = sharesOf(control).v1 ?? 0;
        expect(world.share('v1'), `seed ${seed}, look ${i}`).toBeLessThanOrEqual(allowed + 1e-9);
        expect(world.controller.state.foreign, `seed ${seed}, look ${i}`).toBeNull();
      }
      world.fail = () => undefined;
      await world.steps(3);
      expect(phases(world), `seed ${seed}`).toEqual(['5 %', '20 %', '50 %', '100 %']);
      expect(world.shares, `seed ${seed}`).toEqual({ v1: 1 });
    }
  });

  test('a bad version is stopped for good', async () => {
    for (let seed = 1; seed <= 40; seed++) {
      const world = new World(seed);
      world.faults.set('v1', { errors: 0.05 });
      crashing(world, seed, 0.05);
      let stoppedAt = -1;
      for (let i = 0; i < 400; i++) {
        await look(world);
        expect(world.share('v1'), `seed ${seed}`).toBeLessThanOrEqual(0.05);
        const isStopped = world.replayed()?.entries.some(({ kind }) => kind === 'opened') ?? false;
        if (isStopped && stoppedAt < 0) stoppedAt = i;
      }
      world.fail = () => undefined;
      await world.steps(2);
      expect(stoppedAt, `seed ${seed}`).toBeGreaterThan(-1);
      expect(world.shares, `seed ${seed}`).toEqual({ base: 1 });
      expect(world.controller.state.control.snapshot.blocked).toEqual(['v1']);
    }
  });

  test('the ledger alone gives the state of the process that wrote it', async () => {
    for (let seed = 1; seed <= 5; seed++) {
      const world = new World(seed, { acceptance: true });
      for (let i = 0; i < 200; i++) {
        await world.step();
        const accepted = Math.floor(world.rng() * 4);
        world.controller.report(world.rng() < 0.5 ? 'v1' : 'base', { accepted, refused: 1, errors: 0 });
        if (i % 20 === 0) expect(world.replayed(), `seed ${seed}`).toEqual(world.controller.state);
      }
    }
  });

  test('a split whose setting was never answered is found again as its own', async () => {
    const world = new World(5);
    world.fail = (where, when) => {
      if (where === 'set' && when === 'after') throw new Error('the answer was lost');
    };
    await world.steps(2);
    expect(world.shares).toEqual({ base: 0.95, v1: 0.05 });
    world.fail = () => undefined;
    await world.step();
    const { state } = world.controller;
    expect([state.foreign, state.asked]).toEqual([null, []]);
    expect(sameShares(state.applied ?? {}, world.shares)).toBe(true);
  });

  test('a second start with the same arguments offers nothing again', async () => {
    const world = new World(6);
    world.faults.set('v1', { errors: 1 });
    await world.steps(30);
    expect(world.shares).toEqual({ base: 1 });
    world.restart();
    await world.steps(30);
    expect(world.shares).toEqual({ base: 1 });
    expect(phases(world)).toEqual(['5 %']);
  });
});
