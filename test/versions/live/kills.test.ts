import { expect, test } from 'vitest';
import { systemClock as clock } from '../../../src-main/base/clock.ts';
import { startLoad } from '../../../src-main/cli/load/pace.ts';
import { rolloutOf } from '../../../src-main/store/rollouts.ts';
import { ids, openSlotWorld } from '../../support/slot-world.ts';
import { tempDir } from '../../support/temp.ts';

const staged = ['shadow', '5 %', '20 %', '50 %', '100 %'];

test('an engine killed 50 times, at every point of a way into service: no request is lost, no stage left out', async () => {
  const dir = tempDir();
  let world = await openSlotWorld(dir);
  const { router } = world.slots;
  const load = startLoad({
    slots: world.slots,
    clock,
    rps: 6,
    texts: ['一', '二', '三', '四', '五', 'slow 六'],
  });
  let kills = 0;

  /** Kills the engine now; goes on as soon as the next one answers. */
  async function kill(): Promise<void> {
    await world.until(() => world.engine.state().phase === 'ready');
    world.kill();
    kills++;
    await world.until(() => world.engine.state().phase !== 'ready');
    await world.until(() => world.engine.state().phase === 'ready');
    // Three ends without an answer between them would be a broken engine.
    expect((await load.ask()).error).toBeNull();
  }
  const phase = () => router.view().rollout?.phase;
  const isAt = (index: number) => () => {
    const now = phase();
    return now?.name === 'stage' && now.index === index;
  };

  async function round(version: string, inPlace: 'loading' | 'warming', finishes: boolean): Promise<void> {
    world.slots.promote(version, 'staged');
    await world.until(() => router.view().places.includes(inPlace));
    await kill();
    await world.until(() => phase()?.name === 'shadow');
    await kill();
    for (let stage = 0; stage < (finishes ? 4 : 3); stage++) {
      router.push();
      expect(isAt(stage)()).toBe(true);
      await kill();
      expect(isAt(stage)(), 'a crash moves nothing').toBe(true);
    }
    if (finishes) {
      router.push();
      expect(router.view().main.version).toBe(version);
    }
    // Back while the engine is dead: it works at once, and the next engine follows.
    const back = router.view().backTo;
    const dying = kill();
    router.rollback();
    expect(router.view().main.version).toBe(back);
    await dying;
    expect((await load.ask()).version).toBe(back);
  }

  for (let i = 0; kills < 50; i++) {
    const version = router.view().main.version === ids.v1 ? ids.v2 : ids.v1;
    await round(version, i % 2 === 0 ? 'loading' : 'warming', i % 3 !== 2);
    // A version in service to come back to.
    if (i === 0) {
      world.slots.promote(ids.v2, 'now');
      await world.until(isAt(3));
      router.push();
    }
  }
  const served = await load.stop();
  expect(served.filter(({ error }) => error !== null)).toEqual([]);
  expect(served.length).toBeGreaterThan(100);
  for (const version of [ids.v1, ids.v2]) {
    const { items } = rolloutOf(world.store.read, version);
    expect(items.filter(({ kind }) => kind === 'failed' || kind === 'opened')).toEqual([]);
    let reached = 0;
    for (const one of items) {
      if (one.kind === 'ended') reached = 0;
      if (one.kind !== 'phase' || (one.phase === '100 %' && reached === 0)) continue;
      expect(one.phase).toBe(staged[reached++]);
    }
  }
  const { main } = router.view();
  await world.close();
  world = await openSlotWorld(dir);
  expect((await world.ask('x')).version).toBe(main.version);
  await world.close();
});
