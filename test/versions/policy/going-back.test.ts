import { describe, expect, test } from 'vitest';
import { base } from '../../../src-main/versions/policy/version.ts';
import { offered } from '../../support/offered.ts';
import { words } from '../../support/words.ts';
import { World } from './world.ts';

/** v2 took the place of v1 as the main version. */
async function secondMain() {
  const world = await offered('v1', 'now');
  world.askUntil(() => world.phase() === 'main v1');
  world.router.offer('v2', 'now', false);
  await world.settled();
  world.askUntil(() => world.phase() === 'main v2');
  return world;
}

describe('a bad version is stopped by itself, no request is lost, and it does not start again by itself', () => {
  const faults = {
    errors: { errors: 0.3 },
    latency: { slower: 2.2 },
    nan: { nan: true },
    constant: { constant: true },
  } as const;
  for (const [name, fault] of Object.entries(faults)) {
    for (const mode of ['staged', 'now'] as const)
      test(`${name}, ${mode}`, async () => {
        const world = await offered('v1', mode);
        world.faults.set('v1', fault);
        for (let i = 0; i < 80 && world.router.view().rollout; i++) expect(world.ask()).not.toBeNull();
        expect(world.phase()).toBe(`main ${base}`);
        expect(world.loaded.has('v1')).toBe(false);
        const last = world.entries().at(-1);
        expect(last).toMatchObject({ kind: 'opened', version: 'v1' });
        expect(world.notices).toHaveLength(1);
        expect(() => world.router.offer('v1', 'now', true)).toThrow(
          expect.objectContaining({ code: 'version-blocked' }),
        );
        world.router.offer('v1', 'shadow', false);
        expect(world.phase()).toBe('preparing');
      });
  }

  test('acceptance that is clearly worse', async () => {
    const world = await offered();
    world.ask();
    for (let i = 0; i < 40 && world.router.view().rollout; i++) world.router.replayed('v1', false, i % 3 > 0);
    expect(world.entries().at(-1)).toMatchObject({ kind: 'opened', opening: { rule: 'acceptance' } });
  });

  test('memory over the limit', async () => {
    const world = await offered();
    world.router.memory(1e12);
    expect(world.phase()).toBe(`main ${base}`);
  });

  test('what fails on every version is nobody’s fault', async () => {
    const world = await offered('v1', 'now');
    world.faults.set('v1', { errors: 1 });
    world.faults.set(base, { errors: 1 });
    for (let i = 0; i < 50; i++) expect(world.ask()).toBeNull();
    expect(world.phase()).toBe('stage 3');
    // A text at fault is not even asked again.
    const ticket = world.router.begin({ document: 'd', gap: 'g' });
    expect(world.router.finish(ticket, { kind: 'failed', fault: 'request' })).toBeNull();
    expect(world.router.view().evidence.errors.failures).toBe(0);
  });

  test('one that turns bad after it became main gives way to the one before', async () => {
    const world = await secondMain();
    world.faults.set('v2', { errors: 0.5 });
    for (let i = 0; i < 30; i++) expect(world.ask()).not.toBeNull();
    await world.settled();
    expect(world.phase()).toBe('main v1');
    expect(
      world
        .entries()
        .map((one) => one.kind)
        .slice(-2),
    ).toEqual(['opened', 'back-to']);
  });

  test('a patch that the engine refuses never gets traffic', async () => {
    const world = new World();
    await world.engineBack();
    world.refused.add('v1');
    world.router.offer('v1', 'now', false);
    await world.settled();
    expect(world.phase()).toBe(`main ${base}`);
    expect(world.router.view().failure?.version).toBe('v1');
    expect(words(world.notices[0], 'zh')).toContain('无法装入');
  });
});

describe('going back', () => {
  test('from any stage, at once, while the engine is wedged, dead, or the store is full', async () => {
    for (const trouble of ['none', 'wedged', 'dead', 'full'] as const) {
      const world = await offered('v1', 'now');
      expect(world.ask()).toBe('v1');
      if (trouble === 'wedged') world.engineAnswers = false;
      if (trouble === 'dead') world.router.engineDied();
      if (trouble === 'full') world.storeWorks = false;
      world.router.rollback();
      expect(world.phase(), trouble).toBe(`main ${base}`);
      expect(world.router.begin({ document: 'd', gap: '1' }).version).toBe(base);
      world.storeWorks = true;
      world.ask();
      expect(JSON.parse(world.stored() ?? '{}').rollout, 'stored as soon as the store works').toBeNull();
    }
  });

  test('after it became main: the version before is kept ready and answers at once', async () => {
    const world = await secondMain();
    expect(world.router.view()).toMatchObject({ backTo: 'v1', kept: 'v1' });
    const calls = world.engineCalls.length;
    world.router.rollback();
    expect(world.ask()).toBe('v1');
    expect(world.engineCalls.slice(calls)).toEqual(['unload v2']);
    expect(world.loaded).toEqual(new Set(['v1']));
  });

  test('after a start of the app the version before is loaded in the background, and never answers by itself', async () => {
    const world = await secondMain();
    world.engineCalls.length = 0;
    await world.restart();
    expect(world.engineCalls, 'whoever starts the app writes first').toEqual(['load v2']);
    expect(world.router.view()).toMatchObject({ backTo: 'v1', kept: null });
    await world.later();
    expect(world.engineCalls).toEqual(['load v2', 'load v1', 'warm v1']);
    expect(world.router.view()).toMatchObject({ backTo: 'v1', kept: 'v1', candidate: null });
    for (let i = 0; i < 50; i++) expect(world.ask()).toBe('v2');
    world.router.rollback();
    expect(world.ask()).toBe('v1');
  });

  test('it comes back where a newer version came to nothing, and not once its days are over', async () => {
    const world = await secondMain();
    world.router.offer('v3', 'now', false);
    await world.settled();
    expect(world.loaded).toEqual(new Set(['v2', 'v3']));
    world.router.abandon();
    await world.later();
    expect(world.loaded).toEqual(new Set(['v1', 'v2']));
    world.now += 8 * 24 * 3_600_000;
    await world.restart();
    await world.later();
    expect(world.loaded).toEqual(new Set(['v2']));
  });

  test('a new version that is offered while it loads takes its place', async () => {
    const world = await secondMain();
    await world.restart();
    world.engineCalls.length = 0;
    for (const run of world.timers.splice(0)) run();
    world.router.offer('v3', 'now', false);
    await world.settled();
    expect(world.engineCalls).toEqual(['load v1', 'unload v1', 'load v3', 'warm v3']);
    expect(world.ask()).toBe('v3');
  });

  test('one that cannot be loaded any more is not offered to go back to', async () => {
    const world = await secondMain();
    await world.restart();
    world.refused.add('v1');
    await world.later();
    expect(world.phase()).toBe('main v2');
    expect(world.router.view()).toMatchObject({ backTo: base, failure: { version: 'v1' } });
    expect(world.ask()).toBe('v2');
  });

  test('where it gave way to a newer one: the base model answers until it is loaded again', async () => {
    const world = await offered('v1', 'now');
    world.askUntil(() => world.phase() === 'main v1');
    for (const version of ['v2', 'v3']) {
      world.router.offer(version, 'now', false);
      await world.settled();
      world.askUntil(() => world.phase() === `main ${version}`);
    }
    expect(world.loaded).toEqual(new Set(['v2', 'v3']));
    world.router.rollback('v1');
    expect(world.ask()).toBe(base);
    expect(world.router.view().target).toBe('v1');
    await world.settled();
    expect(world.ask()).toBe('v1');
    expect(world.loaded).toEqual(new Set(['v1']));
  });

  test('the version that came back is watched as well, and nothing is offered behind it', async () => {
    const world = await offered('v1', 'now');
    world.askUntil(() => world.phase() === 'main v1');
    world.router.offer('v2', 'now', false);
    await world.settled();
    world.router.rollback('v1');
    world.router.rollback('v1');
    expect(world.phase()).toBe('main v1');
    world.router.offer('v3', 'now', false);
    await world.settled();
    world.askUntil(() => world.phase() === 'main v3');
    world.router.rollback(base);
    expect(world.router.view().backTo).toBeNull();
    world.router.rollback('v1');
    await world.settled();
    world.faults.set('v1', { errors: 0.5 });
    for (let i = 0; i < 30; i++) expect(world.ask()).not.toBeNull();
    expect(world.phase()).toBe(`main ${base}`);
    expect(world.entries().findLast((one) => one.kind === 'opened')?.version).toBe('v1');
  });

  test('to a version that is still on its last request: at once, and watched', async () => {
    const world = await offered('v1', 'now');
    world.askUntil(() => world.phase() === 'main v1');
    const last = world.router.begin({ document: 'd', gap: 'long' });
    world.router.offer('v2', 'now', false);
    await world.settled();
    world.askUntil(() => world.phase() === 'main v2');
    world.router.rollback();
    expect(world.ask()).toBe('v1');
    world.router.finish(last, world.outcome(last));
    world.faults.set('v1', { errors: 0.5 });
    for (let i = 0; i < 30; i++) world.ask();
    expect(world.phase()).toBe(`main ${base}`);
  });

  test('a version that was stopped, then started by hand and kept, is one to go back to', async () => {
    const world = await offered('v1', 'now');
    world.router.abandon();
    world.router.offer('v1', 'now', false);
    await world.settled();
    world.askUntil(() => world.phase() === 'main v1');
    world.router.offer('v2', 'now', false);
    await world.settled();
    world.askUntil(() => world.phase() === 'main v2');
    expect(world.router.view().backTo).toBe('v1');
  });

  test('is offered for seven days', async () => {
    const world = await offered('v1', 'now');
    world.askUntil(() => world.phase() === 'main v1');
    world.now += 6.9 * 24 * 3_600_000;
    expect(world.router.view().backTo).toBe(base);
    world.now += 0.2 * 24 * 3_600_000;
    expect(world.router.view().backTo).toBeNull();
  });

  test('a request in flight finishes on the version it began on, which is released after it', async () => {
    const world = await offered('v1', 'now');
    const ticket = world.router.begin({ document: 'd', gap: 'long' });
    world.router.rollback();
    expect(world.loaded.has('v1')).toBe(true);
    world.router.finish(ticket, world.outcome(ticket));
    expect(world.loaded.has('v1')).toBe(false);
  });

  test('to any of the last 20 states, with what was captured then', async () => {
    const world = await offered('v1', 'now');
    world.askUntil(() => world.phase() === 'main v1');
    for (let i = 2; i < 30; i++) {
      world.router.offer(`v${i}`, 'now', false);
      await world.settled();
    }
    const { history } = world.router.view();
    expect(history).toHaveLength(20);
    const wanted = history.at(3);
    world.router.restore(wanted?.id ?? 0);
    await world.settled();
    expect(world.ask()).toBe(wanted?.main);
    expect(world.writes.filter((one) => one.kind === 'reinstate')).toHaveLength(1);
    expect(JSON.parse(world.stored() ?? '{}').reinstate).toBeNull();
  });
});
