import { expect, test } from 'vitest';
import type { FaultKind } from '../../src-main/serving/client/fault.ts';
import { render } from '../../src-main/texts/message.ts';
import {
  access,
  answering,
  type Behaviour,
  failing,
  logitsOf,
  never,
  openWorld,
  request,
  scored,
  sticky,
  taking,
  tick,
} from '../support/hedged-world.ts';

/** A gateway before this machine: who answers, and what a gateway in trouble costs. */

test('the gateway answers with the words that this machine would offer, which then runs nothing', async () => {
  const world = await openWorld();
  const local = await (await openWorld(false)).fill();
  world.batches = 0;
  const remote = await world.fill();
  expect(remote).toMatchObject({ by: 'base', words: local.words });
  expect(remote.words.length).toBeGreaterThan(0);
  expect(world.batches).toBe(0);
});

test('without a key nothing is sent: exams, shadows and the command line stay here', async () => {
  const world = await openWorld();
  world.asked = 0;
  const { gateway } = await world.host.fill('base', request);
  expect(gateway).toBeNull();
  expect(world.asked).toBe(0);
});

test('words that replace another stay here', async () => {
  const world = await openWorld();
  world.asked = 0;
  await world.host
    .fill('base', { ...request, original: { word: '天', start: 2 } }, { sticky })
    .catch(() => undefined);
  expect(world.asked).toBe(0);
});

test.each<[string, Behaviour, string]>([
  ['killed', failing('unreachable'), '连不上'],
  ['stalled', never, '不够快'],
  ['answering garbage', failing('garbled'), '没有显示'],
  ['showing a wrong certificate', failing('certificate'), '证书不对'],
  ['refusing the token', failing('token'), '令牌'],
  ['without the version', failing('version'), '没有指定的版本'],
  ['refusing', failing('refused'), '没有作答'],
  ['busy', failing('busy'), '没有作答'],
])(
  'a gateway that is %s costs less than half of the local time, then nothing, and is named',
  async (_, gateway, said) => {
    const world = await openWorld();
    const local = await (await openWorld(false)).fill();
    world.gateway = gateway;
    const tookEach: number[] = [];
    for (let i = 0; i < 12; i++) {
      const { words, by, took } = await world.fill();
      expect(by).toBeNull();
      expect(words).toEqual(local.words);
      tookEach.push(took);
    }
    expect(Math.max(...tookEach)).toBeLessThanOrEqual(1.5 * local.took);
    expect(tookEach.slice(3).every((one) => one === local.took)).toBe(true);
    const state = world.states.at(-1);
    expect(state?.phase).toBe('away');
    expect(state?.phase === 'away' && render(state.text, 'zh')).toContain(said);
  },
);

test.each([10, 19, 21, 60, 400])(
  'a gateway that takes %i ms a batch never costs half of the local time',
  async (latency) => {
    const world = await openWorld();
    const local = await (await openWorld(false)).fill();
    world.gateway = taking(world.clock, latency);
    for (let i = 0; i < 12; i++) {
      const { words, took } = await world.fill();
      expect(words).toEqual(local.words);
      expect(took).toBeLessThanOrEqual(1.5 * local.took);
    }
  },
);

test('a gateway that stops between two batches of a request: the whole answer is of this machine', async () => {
  const world = await openWorld();
  const local = await world.fill(scored);
  let calls = 0;
  world.gateway = (rows) => (calls++ % 2 === 0 ? answering('base')(rows, null) : never(rows, null));
  const { words, by, took } = await world.fill(scored);
  expect(calls).toBe(2);
  expect({ words, by }).toEqual({ words: local.words, by: null });
  expect(took).toBeLessThanOrEqual(1.5 * local.took);
});

test('a gateway comes back by its own trial, and no request of the writer is the trial', async () => {
  const world = await openWorld();
  world.gateway = failing('unreachable');
  for (let i = 0; i < 3; i++) await world.fill();
  expect(world.states.at(-1)?.phase).toBe('away');
  world.asked = 0;
  await world.fill();
  expect(world.asked).toBe(0);
  world.gateway = answering('base');
  world.clock.advance(5_000);
  await world.until(() => world.states.at(-1)?.phase === 'ready');
  expect(world.asked).toBe(0);
  expect((await world.fill()).by).toBe('base');
});

test('a gateway that is slower than this machine is left until it is faster', async () => {
  const world = await openWorld();
  world.gateway = taking(world.clock, 90);
  for (let i = 0; i < 3; i++) await world.fill();
  world.clock.advance(5_000);
  for (let i = 0; i < 400; i++) {
    await tick();
    world.clock.advance(1);
  }
  expect(world.states.at(-1)?.phase).toBe('away');
});

test('another version: this machine answers once, then the new version does, with its own prices', async () => {
  const world = await openWorld();
  world.gateway = answering('v2', 3);
  expect((await world.fill()).by).toBeNull();
  await tick();
  await tick();
  const { by } = await world.fill();
  expect(by).toBe('v2');
  expect(world.states.at(-1)).toEqual({ phase: 'ready', version: 'v2' });
});

test('two batches of one answer never come from two versions', async () => {
  const world = await openWorld();
  const local = await world.fill(scored);
  let calls = 0;
  world.gateway = async (rows, pinned) =>
    (pinned ?? (calls++ % 2 === 0 ? 'base' : 'v2')) === 'base'
      ? answering('base')(rows, null)
      : answering('v2', 3)(rows, null);
  const { by, words } = await world.fill(scored);
  expect(calls).toBe(2);
  expect({ by, words }).toEqual({ by: null, words: local.words });
});

test('a gateway with another model of the same vocabulary is refused', async () => {
  const world = await openWorld(false);
  world.gateway = async (rows) => ({ version: 'base', logits: logitsOf(rows, 0, 99) });
  world.host.useGateway(access);
  await world.until(() => world.states.at(-1)?.phase === 'away');
  const state = world.states.at(-1);
  expect(state?.phase === 'away' && render(state.text, 'zh')).toContain('不是同一个');
  world.asked = 0;
  await world.fill();
  await world.fill();
  expect(world.asked).toBe(0);
});

test.each<[FaultKind, string | null]>([
  ['garbled', 'base'],
  ['unreachable', null],
  ['busy', null],
])('a version whose answer was %s is named as %s beside this machine’s answer', async (kind, unusable) => {
  const world = await openWorld();
  world.gateway = failing(kind);
  expect(await world.fill()).toMatchObject({ by: null, unusable });
  world.gateway = answering('base');
  expect(await world.fill()).toMatchObject({ by: 'base', unusable: null });
});

test('once it is switched off nothing is sent any more', async () => {
  const world = await openWorld();
  world.host.useGateway(null);
  world.asked = 0;
  expect((await world.fill()).by).toBeNull();
  expect(world.asked).toBe(0);
  expect(world.states.at(-1)).toEqual({ phase: 'off' });
});
