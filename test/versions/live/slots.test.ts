import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { systemClock as clock } from '../../../src-main/base/clock.ts';
import { CodedError } from '../../../src-main/base/error.ts';
import { seededRng } from '../../../src-main/base/rng.ts';
import { parseFault, withFault } from '../../../src-main/cli/load/faults.ts';
import { startLoad } from '../../../src-main/cli/load/pace.ts';
import { rolloutOf } from '../../../src-main/store/rollouts.ts';
import { getSettings, setSettings } from '../../../src-main/store/settings.ts';
import { readSlotState } from '../../../src-main/store/slot-state.ts';
import { asWritten } from '../../../src-main/texts/message.ts';
import { ids, openSlotWorld, type SlotWorld } from '../../support/slot-world.ts';
import { tempDir } from '../../support/temp.ts';
import { words } from '../../support/words.ts';

let dir: string;
let world: SlotWorld;

const phase = () => {
  const { rollout, main } = world.slots.router.view();
  return rollout ? `${rollout.version} ${rollout.phase.name}` : `main ${main.version}`;
};

async function reopen(): Promise<void> {
  await world.close();
  world = await openSlotWorld(dir);
}

/** Puts a version into service and waits for its first answer. */
async function become(version: string): Promise<void> {
  world.slots.promote(version, 'now');
  await world.until(() => phase() === `${version} stage`);
  world.slots.router.push();
}

beforeEach(async () => {
  dir = tempDir();
  world = await openSlotWorld(dir);
});
afterEach(() => world.close());

describe('the slot over an engine', () => {
  test('a version takes over, and the one before answers again at once', async () => {
    expect(await world.ask('x')).toEqual({ word: 'x', version: 'base' });
    await become(ids.v1);
    await become(ids.v2);
    expect((await world.ask('x')).version).toBe(ids.v2);
    world.slots.router.rollback();
    expect((await world.ask('x')).word).toBe(`${ids.v1}:x`);
    expect(world.slots.view().target).toBeNull();
  });

  test('after a start the version in service answers the first request already, without an error', async () => {
    await become(ids.v1);
    await reopen();
    const first = await Promise.all(['a', 'b', 'c'].map((text) => world.ask(text)));
    expect(first.map(({ version }) => version)).toEqual([ids.v1, ids.v1, ids.v1]);
    expect(world.slots.router.view().main).toMatchObject({ version: ids.v1, errors: 0 });
  });

  test('after a crash the request that ran is answered by the version it began on', async () => {
    await become(ids.v1);
    const running = world.ask('slow one');
    await new Promise((resolve) => setTimeout(resolve, 100));
    world.kill();
    expect((await running).version).toBe(ids.v1);
    expect(world.slots.router.view().main.errors).toBe(0);
  });

  test('an engine that ends again and again is no fault of the version in service', async () => {
    await world.close();
    let looping = false;
    const refused = new CodedError('engine-crash-loop', asWritten(''));
    world = await openSlotWorld(dir, (engine) => ({
      ...engine,
      fill: (...request) => (looping ? Promise.reject(refused) : engine.fill(...request)),
    }));
    await become(ids.v1);
    looping = true;
    for (const text of ['a', 'b', 'c']) await expect(world.ask(text)).rejects.toBe(refused);
    expect(world.slots.router.view().main).toMatchObject({ version: ids.v1, errors: 0 });
    expect(world.notices).toEqual([]);
  });

  test('a version that was given up while the engine was dead is not loaded again', async () => {
    await become(ids.v1);
    world.kill();
    await world.until(() => world.engine.state().phase !== 'ready');
    world.slots.router.rollback('base');
    expect((await world.ask('x')).version).toBe('base');
    const stray = world.engine.fill({ text: 'x', maxLength: 1, top: 1, version: ids.v1 });
    await expect(stray).rejects.toMatchObject({ code: 'version-not-loaded' });
  });

  test('a patch that cannot be loaded, or ends engines, is refused; nobody notices', async () => {
    for (const version of [ids.broken, ids.fatal]) {
      world.slots.promote(version, 'now');
      await world.until(() => phase() === 'main base');
      expect((await world.ask('x')).word).toBe('x');
      const [failed] = rolloutOf(world.store.read, version).items.filter(({ kind }) => kind === 'failed');
      expect(failed).toMatchObject({ version, wasMain: false });
      expect(() => world.slots.offer(version, 'now')).toThrow(
        expect.objectContaining({ code: 'version-blocked' }),
      );
    }
    expect(world.engine.state().phase).toBe('ready');
  });

  test.each([
    ['constant answers', ids.constant, 'constant'],
    ['answers that are not finite', ids.notFinite, 'errors-in-last'],
  ])('%s stop a version, and every request is answered', async (_name, version, rule) => {
    world.slots.promote(version, 'now');
    await world.until(() => phase() === `${version} stage`);
    for (let i = 0; i < 8; i++) expect((await world.ask(`x ${i}`)).word).toBeDefined();
    expect(phase()).toBe('main base');
    const opened = rolloutOf(world.store.read, version).items.find((one) => one.kind === 'opened');
    expect(opened).toMatchObject({ opening: { rule } });
    expect(words(world.notices.at(-1), 'zh')).toBeTruthy();
  });

  test('a version of another base model is refused by name, before anything is tried', () => {
    expect(() => world.slots.promote(ids.foreign, 'now')).toThrow(
      expect.objectContaining({ code: 'patch-foreign' }),
    );
    expect(phase()).toBe('main base');
  });

  test('each base model has its own state; switching keeps both, and requests go on', async () => {
    await become(ids.v1);
    const pending = world.ask('slow');
    await world.use('other');
    expect((await pending).version, 'where it began').toBe(ids.v1);
    expect((await world.ask('x')).version).toBe('base');
    expect(phase()).toBe('main base');
    await become(ids.foreign);
    expect((await world.ask('x')).version).toBe(ids.foreign);
    await world.use('good');
    expect((await world.ask('x')).version).toBe(ids.v1);
    const mainOf = (base: string) => JSON.parse(readSlotState(world.store.read, base) ?? '{}').main;
    expect([mainOf('b'), mainOf('other')]).toEqual([ids.v1, ids.foreign]);
    expect(rolloutOf(world.store.read, ids.v1).items.map(({ kind }) => kind)).not.toContain('failed');
  });
});

test('a restored state brings its settings back, the memory among them, and leaves the model as it is', async () => {
  const { store, slots } = world;
  await become(ids.v1);
  setSettings(store.write, { memory: false, top: 9, modelId: 'another' });
  slots.router.restore(slots.router.view().history[0]?.id ?? 0);
  expect(getSettings(store.read)).toMatchObject({ memory: true, modelId: 'another' });
  expect(getSettings(store.read).top).not.toBe(9);
  expect(phase()).toBe('main base');
});

describe('faults put into one version', () => {
  test('are read as they are written', () => {
    expect(parseFault('errors:5%')).toEqual({ kind: 'errors', share: 0.05 });
    expect(parseFault('latency:2x')).toEqual({ kind: 'latency', times: 2 });
    expect([parseFault('nan'), parseFault('kill')]).toEqual([{ kind: 'nan' }, { kind: 'kill' }]);
    for (const bad of ['errors:0%', 'errors:5', 'latency:0x', 'latency', '', 'errors:500%'])
      expect(parseFault(bad), bad).toBeNull();
  });

  test.each([
    ['errors:50%', 'errors-in-last'],
    ['latency:4x', 'latency'],
  ])('%s stop it within 60 requests and fail none', async (text, rule) => {
    const fault = parseFault(text);
    if (!fault) throw new Error(text);
    await world.close();
    const version = () => ids.v1;
    world = await openSlotWorld(dir, (engine) =>
      withFault(engine, { fault, version, clock, rng: seededRng(2) }),
    );
    world.slots.promote(ids.v1, 'staged');
    await world.until(() => phase() === `${ids.v1} shadow`);
    let asked = 0;
    for (; phase() !== 'main base' && asked < 60; asked++) await world.ask(`text ${asked}`);
    // A shadow tells how it ended after the answer.
    await world.ask('last');
    expect(phase()).toBe('main base');
    const opened = rolloutOf(world.store.read, ids.v1).items.find((one) => one.kind === 'opened');
    expect(opened).toMatchObject({ opening: { rule } });
  });
});

test('a load keeps its pace whatever becomes of the requests, and ends with all of them', async () => {
  const load = startLoad({ slots: world.slots, clock, rps: 50, texts: ['a', 'b'] });
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  const first = load.answerOf('base');
  expect((await load.ask()).error).toBeNull();
  expect((await first).version).toBe('base');
  const served = await load.stop();
  expect(served.length).toBeGreaterThan(30);
  expect(served.every(({ error }) => error === null)).toBe(true);
});
