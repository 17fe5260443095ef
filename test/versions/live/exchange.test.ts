import { afterEach, beforeEach, expect, test } from 'vitest';
import { systemClock as clock } from '../../../src-main/base/clock.ts';
import { startLoad } from '../../../src-main/cli/load/pace.ts';
import { rolloutOf } from '../../../src-main/store/rollouts.ts';
import { createLeakWatch } from '../../../src-main/versions/live/leak-watch.ts';
import { ids, openSlotWorld, passing, type SlotWorld } from '../../support/slot-world.ts';
import { tempDir } from '../../support/temp.ts';

/** Engine processes that are exchanged under the slot. */

let world: SlotWorld;

const view = () => world.slots.router.view();
const failures = (version: string) =>
  rolloutOf(world.store.read, version).items.filter(({ kind }) => kind === 'failed' || kind === 'opened');

async function become(version: string): Promise<void> {
  world.slots.promote(version, 'now');
  await world.until(() => view().rollout?.version === version && view().rollout?.phase.name === 'stage');
  world.slots.router.push();
}

beforeEach(async () => {
  world = await openSlotWorld(tempDir());
});
afterEach(() => world.close());

test('another provider takes over under load: no request fails, and no version leaves its stage', async () => {
  await become(ids.v1);
  world.slots.promote(ids.v2, 'staged');
  await world.until(() => view().rollout?.phase.name === 'shadow');
  for (let i = 0; i < 3; i++) world.slots.router.push();
  const load = startLoad({ slots: world.slots, clock, rps: 40, texts: ['一', '二', '三', 'slow'] });
  await load.answerOf(ids.v2);
  for (const provider of ['auto', 'cpu', 'auto'] as const) {
    await world.use('good', provider);
    expect((await load.answerOf(ids.v1)).version).toBe(ids.v1);
    expect((await load.answerOf(ids.v2)).version).toBe(ids.v2);
  }
  const served = await load.stop();
  expect(served.map(({ error }) => error).filter((error) => error !== null)).toEqual([]);
  expect(new Set(served.map(({ version }) => version))).toEqual(new Set([ids.v1, ids.v2]));
  expect(view()).toMatchObject({
    main: { version: ids.v1 },
    rollout: { version: ids.v2, phase: { index: 2 } },
  });
  expect([world.starts(), failures(ids.v1), failures(ids.v2)]).toEqual([4, [], []]);
});

test('another model takes over under load, and the one before again', async () => {
  await become(ids.v1);
  const load = startLoad({ slots: world.slots, clock, rps: 40, texts: ['一', 'slow'] });
  await load.answerOf(ids.v1);
  await world.use('other');
  expect((await load.ask()).version).toBe('base');
  await world.use('good');
  // Not just any answer of that version: those asked before the exchange may come late.
  expect((await load.ask()).version).toBe(ids.v1);
  const served = await load.stop();
  expect(served.every(({ error }) => error === null)).toBe(true);
  const order = served.toSorted((a, b) => a.asked - b.asked).map(({ version }) => version);
  // Once the first model is back its own version answers, not the untaught one.
  expect(order.filter((version, i) => version !== order[i - 1])).toEqual([ids.v1, 'base', ids.v1]);
});

test('a version that is on its way while processes are exchanged is not blamed, and arrives', async () => {
  world.slots.promote(ids.v1, 'staged');
  const onItsWay = () => view().places.includes('warming') || view().places.includes('loading');
  let during = 0;
  for (const provider of ['auto', 'cpu', 'auto'] as const) {
    const use = world.use('good', provider);
    // On a busy machine it may arrive before the last exchange begins.
    await world.until(() => onItsWay() || view().rollout?.phase.name === 'shadow');
    if (onItsWay()) during++;
    await use;
  }
  expect(during).toBeGreaterThan(0);
  for (const model of ['other', 'good', 'other', 'good']) await world.use(model);
  await world.until(() => view().rollout?.phase.name === 'shadow');
  expect(failures(ids.v1)).toEqual([]);
});

test('what answers on a model is loaded before its engine takes over, and nothing else', async () => {
  await world.close();
  const said: unknown[] = [];
  world = await openSlotWorld(tempDir(), undefined, async (next) => {
    const asked = next.fill({ text: 'x', maxLength: 1, top: 1, version: ids.v1 });
    said.push(
      await asked.then(
        ({ gaps }) => gaps[0]?.candidates[0]?.word,
        ({ code }) => code,
      ),
    );
  });
  await become(ids.v1);
  await world.use('good', 'auto');
  await world.use('other');
  await world.use('good');
  expect(said).toEqual([`${ids.v1}:x`, 'version-not-loaded', `${ids.v1}:x`]);
});

test('a version that goes out of service once a process is prepared is not in it', async () => {
  await world.close();
  const rollBack = () => world.slots.router.rollback('base');
  world = await openSlotWorld(tempDir(), undefined, rollBack);
  await become(ids.v1);
  await world.use('good', 'auto');
  expect((await world.ask('x')).version).toBe('base');
  const stray = world.engine.fill({ text: 'x', maxLength: 1, top: 1, version: ids.v1 });
  await expect(stray).rejects.toMatchObject({ code: 'version-not-loaded' });
});

test.each([
  ['sound', 1],
  ['leaky', 2],
] as const)('after eight %s versions there have been %i processes', async (kind, processes) => {
  for (const version of passing(kind)) {
    await become(version);
    for (let i = 0; i < 3; i++) expect((await world.ask(`x ${i}`)).version).toBe(version);
  }
  await world.until(() => world.starts() === processes);
  await world.until(() => {
    const state = world.engine.state();
    return state.phase === 'ready' && state.next === null;
  });
  expect((await world.ask('y')).version).toBe(passing(kind).at(-1));
});

test('memory that is back after an unload is no leak; with more versions loaded there may be more of it', () => {
  const watch = createLeakWatch();
  const after = (loaded: number, ...all: number[]) =>
    all.map((bytes) => {
      watch.unloaded();
      return watch.grown(bytes, () => loaded);
    });
  expect(after(2, 100, 103, 98, 113, 112, 114, 120, 113, 120, 120)).not.toContain(true);
  expect(after(3, 150, 150, 160, 170)).not.toContain(true);
  expect(
    watch.grown(500, () => 2),
    'between two swaps',
  ).toBe(false);
  expect(after(2, 114)).toEqual([true]);
  expect(after(2, 900, 900), 'once a process').toEqual([false, false]);
  watch.started();
  expect(after(2, 200, 299, 301), 'so much at once needs no second look').toEqual([false, false, false]);
  expect(after(2, 452)).toEqual([true]);
});
