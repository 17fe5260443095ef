import { describe, expect, test } from 'vitest';
import { commandOf } from '../../src-main/controller/inbox.ts';
import { World } from './world.ts';

/** The engine's split between the policy, a person and somebody else. */

const inStage = async (index: number, seed = 1): Promise<World> => {
  const world = new World(seed);
  for (let i = 0; i < 4_000 && world.phase() !== `stage ${index}`; i++) await world.step(5);
  await world.step();
  expect(world.phase()).toBe(`stage ${index}`);
  return world;
};

describe('silence', () => {
  test('of the engine advances nothing, is said once, and so is its end', async () => {
    const world = await inStage(0);
    world.isUp = false;
    const { answered } = world.controller.state.control.snapshot.evidence;
    for (let i = 0; i < 100; i++) {
      world.now += 3_600_000;
      await world.controller.tick();
    }
    expect(world.phase()).toBe('stage 0');
    expect(world.controller.state.control.snapshot.evidence.answered).toBe(answered);
    expect(world.said.filter((text) => text.startsWith('This step was not completed'))).toHaveLength(1);
    world.isUp = true;
    await world.step();
    expect(world.said.at(-1)).toBe('The engine is back.');
  });

  test('of the writers advances nothing, however long it lasts', async () => {
    const world = await inStage(0);
    for (let i = 0; i < 100; i++) {
      world.now += 24 * 3_600_000;
      await world.controller.tick();
    }
    expect([world.phase(), world.share('v1')]).toEqual(['stage 0', 0.05]);
  });

  test('of a version that is not there yet offers nothing', async () => {
    const world = new World(1);
    world.ready.delete('v1');
    await world.steps(50);
    expect(world.shares).toEqual({ base: 1 });
    world.ready.add('v1');
    await world.steps(2);
    expect(world.share('v1')).toBe(0.05);
  });
});

describe('a split that somebody else set', () => {
  test('is noticed, said once and left; the roll-out waits', async () => {
    const world = await inStage(1);
    world.shares = { base: 0.3, v1: 0.7 };
    await world.steps(1_000, 10);
    expect(world.shares).toEqual({ base: 0.3, v1: 0.7 });
    expect(world.phase()).toBe('stage 1');
    expect(world.said.filter((text) => text.startsWith('Somebody else set'))).toHaveLength(1);
  });

  test('ends when the split is as wanted again', async () => {
    const world = await inStage(1);
    world.shares = { base: 0.3, v1: 0.7 };
    await world.steps(3);
    world.shares = { base: 0.8, v1: 0.2 };
    await world.steps(2_000, 10);
    expect(world.phase()).not.toBe('stage 1');
  });

  test('is left also by a restart, and by the breaker, which says what should be', async () => {
    const world = await inStage(1);
    world.shares = { base: 0.3, v1: 0.7 };
    world.faults.set('v1', { errors: 0.5 });
    await world.step();
    world.restart();
    await world.steps(20);
    expect(world.shares).toEqual({ base: 0.3, v1: 0.7 });
    expect(world.controller.state.entries.at(-1)?.kind).toBe('opened');
    expect(world.said.at(-1)).toMatch(/should be base 100 %/);
    await world.controller.command(commandOf({ what: 'resume' }));
    await world.step();
    expect(world.shares).toEqual({ base: 1 });
  });

  test('before the first look is taken over: the arguments say what is wanted', async () => {
    const world = new World(1);
    world.shares = { base: 0.5, v1: 0.5 };
    await world.steps(2);
    expect(world.shares).toEqual({ base: 0.95, v1: 0.05 });
    expect(world.controller.state.foreign).toBeNull();
  });
});

test('a clock that is set back puts no event before the last one', async () => {
  const world = await inStage(0);
  world.now -= 24 * 3_600_000;
  await world.steps(5);
  const times = world.lines.map((line) => (JSON.parse(line) as { at: number }).at);
  expect(times).toEqual(times.toSorted((a, b) => a - b));
});

test('on a full disk a bad version is stopped all the same, and nothing grows', async () => {
  const world = await inStage(0);
  const full = new Error('ENOSPC');
  world.fail = (where) => {
    if (where === 'append') throw full;
  };
  await world.steps(200, 10);
  expect(world.share('v1'), 'a healthy version stays').toBe(0.05);
  world.faults.set('v1', { errors: 0.5 });
  await world.steps(60);
  expect(world.shares).toEqual({ base: 1 });
  world.fail = () => undefined;
  world.restart();
  await world.steps(60);
  expect(world.shares).toEqual({ base: 1 });
});

describe('a person', () => {
  test('goes back with one command, out of any stage and after the last', async () => {
    for (const index of [0, 1, 2, 3]) {
      const world = await inStage(index);
      await world.controller.command(commandOf({ what: 'back' }));
      await world.controller.tick();
      expect(world.shares).toEqual({ base: 1 });
      await world.steps(20);
      expect(world.shares, 'and it stays').toEqual({ base: 1 });
    }
    const world = await inStage(3);
    while (world.phase() !== 'main v1') await world.step(10);
    world.restart();
    await world.controller.command(commandOf({ what: 'back' }));
    await world.controller.tick();
    expect(world.shares).toEqual({ base: 1 });
  });

  test('has nothing to go back to before the first roll-out: nothing moves', async () => {
    const world = new World(1, { canary: null });
    await world.step();
    await world.controller.command(commandOf({ what: 'back' }));
    await world.step();
    expect(world.shares).toEqual({ base: 1 });
    expect(world.controller.state.entries).toEqual([]);
  });

  test('pins a version, pauses and pushes', async () => {
    const world = await inStage(0);
    await world.controller.command(commandOf({ what: 'pause' }));
    await world.steps(1_500, 10);
    expect(world.phase()).toBe('stage 0');
    await world.controller.command(commandOf({ what: 'push' }));
    await world.step();
    expect(world.share('v1')).toBe(0.2);
    await world.controller.command(commandOf({ what: 'pin', version: 'v1' }));
    await world.step();
    expect(world.shares).toEqual({ v1: 1 });
    await world.controller.command(commandOf({ what: 'pin', version: 'base' }));
    await world.step();
    expect(world.shares).toEqual({ base: 1 });
  });

  test('cannot send requests to a version that the engine does not have', async () => {
    const world = await inStage(0);
    await expect(world.controller.command(commandOf({ what: 'pin', version: 'v9' }))).rejects.toThrow(
      'does not serve the version v9',
    );
  });

  test('is heard once, though the command is read twice', async () => {
    const world = await inStage(0);
    const push = commandOf({ what: 'push' });
    await world.controller.command(push);
    await world.controller.command(push);
    await world.step();
    expect(world.share('v1')).toBe(0.2);
  });
});

describe('a version in service', () => {
  test('that begins to fail gives way to the one before', async () => {
    const world = await inStage(3);
    while (world.phase() !== 'main v1') await world.step(10);
    world.faults.set('v1', { errors: 0.05 });
    const before = world.requests('v1');
    for (let i = 0; i < 1_000 && world.share('v1') > 0; i++) await world.step();
    expect(world.shares).toEqual({ base: 1 });
    expect(world.requests('v1') - before).toBeLessThan(2_000);
  });

  test('is not stopped by an error in 2,000 over days of a thousand writers', async () => {
    const world = await inStage(3);
    while (world.phase() !== 'main v1') await world.step(10);
    world.faults.set('v1', { errors: 0.0005 });
    // Three working days.
    await world.steps(3 * 8 * 360, 10);
    expect(world.shares).toEqual({ v1: 1 });
  });

  test('without a version before it goes on; it is said', async () => {
    const world = new World(1, { canary: null });
    world.faults.set('base', { errors: 0.2 });
    await world.steps(100);
    expect(world.shares).toEqual({ base: 1 });
    expect(world.said.filter((text) => text.includes('there is no version to go back to'))).toHaveLength(1);
  });
});

describe('reports of desktops', () => {
  const judge = (world: World, version: string, share: number) => {
    const accepted = Math.round(10 * share);
    world.controller.report(version, { accepted, refused: 10 - accepted, errors: 0 });
  };

  test('are waited for where they are switched on', async () => {
    const world = new World(1, { acceptance: true });
    await world.steps(2_000, 10);
    expect(world.phase(), 'nobody reports').toBe('stage 0');
    for (let i = 0; i < 30; i++) {
      judge(world, 'base', 0.5);
      judge(world, 'v1', 0.5);
    }
    await world.steps(5, 10);
    expect(world.phase()).not.toBe('stage 0');
  });

  test('stop a version whose suggestions are taken clearly less often', async () => {
    const world = new World(1, { acceptance: true });
    await world.steps(2);
    for (let i = 0; i < 30; i++) {
      judge(world, 'base', 0.8);
      judge(world, 'v1', 0.1);
    }
    await world.step();
    const last = world.controller.state.entries.at(-1);
    expect(last?.kind === 'opened' && last.opening.rule).toBe('acceptance');
    expect(world.shares).toEqual({ base: 1 });
  });

  test('stop a version whose answers the desktops cannot use, though the engine counts them as answered', async () => {
    const world = new World(1);
    await world.steps(2);
    world.controller.report('v1', { accepted: 0, refused: 0, errors: 2 });
    await world.step();
    expect(world.shares).toEqual({ base: 1 });
  });
});
