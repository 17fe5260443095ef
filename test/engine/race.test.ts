import { expect, test } from 'vitest';
import { type Rng, seededRng } from '../../src-main/base/rng.ts';
import type { FillAnswer } from '../../src-main/fillmask/types.ts';
import { VersionsMixed } from '../../src-main/serving/client/client.ts';
import type { FaultKind } from '../../src-main/serving/client/fault.ts';
import {
  access,
  answering,
  type Behaviour,
  failing,
  logitsOf,
  never,
  openWorld,
  perBatch,
  request,
  scored,
  sticky,
  taking,
  tick,
  type World,
  wordsOf,
} from '../support/hedged-world.ts';

/** The gateway against this machine. A request with `scored` takes three batches, 150 milliseconds here. */

const local = 3 * perBatch;

/** A world whose time for `scored` is known, and where the gateway answers as the test wants from now on. */
async function racing(latencies: readonly [number, ...number[]] | null): Promise<World> {
  const world = await openWorld();
  expect((await world.fill(scored)).took).toBe(local);
  world.gateway = latencies === null ? never : taking(world.clock, ...latencies);
  world.batches = 0;
  world.asked = 0;
  return world;
}

/** @returns the words of each first answer that was shown, and what came last */
async function watched(world: World) {
  const firsts: string[][] = [];
  const onFirst = (answer: FillAnswer) => void firsts.push(wordsOf(answer));
  return { firsts, ...(await world.fill(scored, { onFirst })) };
}

test('the gateway goes on when this machine has started, is first, and ends the run here at its next batch', async () => {
  const world = await racing([30]);
  const { by, took } = await world.fill(scored);
  expect(by).toBe('base');
  // A batch that has begun here cannot be ended.
  expect(took).toBeLessThan(0.4 * local + perBatch + 5);
  expect(world.batches).toBe(1);
  for (let i = 0; i < 50; i++) await tick();
  expect(world.batches).toBe(1);
});

test('a gateway answer that comes second is not shown, and no further batch is sent', async () => {
  const world = await racing([250]);
  const { by, took } = await world.fill(scored);
  expect({ by, took }).toEqual({ by: null, took: 1.4 * local });
  world.clock.advance(300);
  for (let i = 0; i < 50; i++) await tick();
  expect(world.asked).toBe(1);
  expect(world.states.at(-1)?.phase).toBe('ready');
});

test('where this machine shows candidates first, the answer is its own although the gateway would be faster', async () => {
  const world = await racing([115, 1]);
  const { firsts, by, took } = await watched(world);
  expect({ firsts: firsts.length, by, took }).toEqual({ firsts: 1, by: null, took: 1.4 * local });
  expect(world.asked).toBe(1);
});

test('where the gateway shows candidates first, this machine shows none, and the answer is the gateway’s', async () => {
  const world = await racing([10, 40]);
  const { firsts, by, took } = await watched(world);
  expect({ firsts: firsts.length, by }).toEqual({ firsts: 1, by: 'base' });
  expect(took).toBeLessThanOrEqual(local);
});

test('what the gateway sent while a run blocked the thread is shown before this machine’s candidates', async () => {
  const world = await racing([80]);
  const first = world.gateway;
  world.gateway = (rows, pinned) => (world.asked === 1 ? first : answering('base'))(rows, pinned);
  const { firsts, by } = await watched(world);
  expect({ firsts: firsts.length, by }).toEqual({ firsts: 1, by: 'base' });
});

test('a gateway that stops after its first candidates: one whole answer of this machine’s within the bound', async () => {
  const world = await racing(null);
  const stop = world.gateway;
  world.gateway = (rows, pinned) =>
    world.asked === 1 ? answering('base')(rows, pinned) : stop(rows, pinned);
  const { firsts, by, took } = await watched(world);
  expect({ firsts: firsts.length, by, took }).toEqual({ firsts: 1, by: null, took: 1.4 * local });
});

test('an error of the gateway’s ends the waiting at once', async () => {
  const world = await racing(null);
  world.gateway = async (rows, pinned) => {
    await taking(world.clock, 7)(rows, pinned);
    return failing('garbled')(rows, pinned);
  };
  expect(await world.fill(scored)).toMatchObject({ by: null, took: 7 + local });
});

test('a writer who goes on typing ends both sides at once, however long the gateway is silent', async () => {
  const world = await racing(null);
  const abort = new AbortController();
  const filling = world.host.fill('base', { ...request, ...scored }, { sticky, signal: abort.signal });
  const told = filling.then(
    () => 'answered',
    (error) => error.name,
  );
  for (let i = 0; i < 20; i++) await tick();
  abort.abort();
  expect(await told).toBe('AbortError');
  world.clock.advance(10_000);
  for (let i = 0; i < 50; i++) await tick();
  expect([world.batches, world.asked]).toEqual([0, 1]);
});

test('a gateway that is usually early is waited for as long as is usual for it', async () => {
  const world = await racing([4]);
  for (let i = 0; i < 20; i++) expect((await world.fill()).by).toBe('base');
  world.gateway = never;
  // Twice its usual 4 milliseconds; a machine that knows nothing of the gateway waits for 20.
  expect((await world.fill()).took).toBe(8 + perBatch);
});

const faults: readonly FaultKind[] = ['unreachable', 'busy', 'refused', 'garbled', 'slow'];

/** Each batch: an answer or a fault after up to 300 milliseconds, or silence. */
function moody(world: World, rng: Rng): Behaviour {
  return async (rows, pinned) => {
    const mood = rng();
    if (mood < 0.15) return never(rows, pinned);
    const answer = await taking(world.clock, Math.floor(300 * rng() ** 2))(rows, pinned);
    if (mood > 0.3) return answer;
    return failing(faults[Math.floor(rng() * faults.length)] ?? 'garbled')(rows, pinned);
  };
}

const seed = Number(process.env.BUMO_TEST_SEED ?? Math.floor(Math.random() * 1e9));
test(`whatever a gateway does, a request takes at most half as long again (seed ${seed})`, async () => {
  const rng = seededRng(seed);
  const sides = new Set<string | null>();
  for (let i = 0; i < 8; i++) {
    const world = await racing(null);
    const { words } = await (await openWorld(false)).fill(scored);
    world.gateway = moody(world, rng);
    for (let j = 0; j < 12; j++) {
      const firsts: string[][] = [];
      const onFirst = (answer: FillAnswer) => void firsts.push(wordsOf(answer));
      const filled = await world.fill(scored, { onFirst });
      sides.add(filled.by);
      expect(filled.took).toBeLessThanOrEqual(1.5 * local);
      expect(filled.words).toEqual(words);
      expect(firsts.length).toBeLessThanOrEqual(1);
    }
  }
  expect(sides).toEqual(new Set([null, 'base']));
});

test('no candidates are shown after the whole answer', async () => {
  const world = await racing(null);
  const firsts: FillAnswer[] = [];
  expect((await world.fill({}, { onFirst: (first) => void firsts.push(first) })).by).toBeNull();
  for (let i = 0; i < 20; i++) await tick();
  expect(firsts).toEqual([]);
});

test('no more than three calls wait for a silent gateway', async () => {
  const world = await racing(null);
  for (let i = 0; i < 5; i++) {
    const abort = new AbortController();
    const filling = world.host.fill('base', request, { sticky, signal: abort.signal });
    for (let j = 0; j < 5; j++) await tick();
    abort.abort();
    await filling.catch(() => undefined);
  }
  expect(world.asked).toBe(3);
});

test('an error that comes after this machine’s answer counts', async () => {
  const world = await racing(null);
  world.gateway = async (rows, pinned) => {
    await taking(world.clock, 400)(rows, pinned);
    return failing('token')(rows, pinned);
  };
  expect((await world.fill()).by).toBeNull();
  expect(world.states.at(-1)?.phase).toBe('ready');
  world.clock.advance(400);
  await tick();
  expect(world.states.at(-1)?.phase).toBe('away');
});

test('a gateway that answers parts of a batch by two versions is asked for whole batches, and not blamed', async () => {
  const world = await racing(null);
  const wholes: (boolean | undefined)[] = [];
  world.gateway = async (rows, pinned, whole) => {
    wholes.push(whole);
    if (!whole) throw new VersionsMixed('base, v2');
    return answering('base')(rows, pinned);
  };
  expect((await world.fill()).by).toBeNull();
  expect((await world.fill()).by).toBe('base');
  expect(wholes).toEqual([undefined, true]);
});

test('slow answers are no faults: two that come second and two errors do not end the use of a gateway', async () => {
  const world = await racing([400]);
  for (let i = 0; i < 2; i++) await world.fill();
  world.gateway = failing('busy');
  for (let i = 0; i < 2; i++) await world.fill();
  expect(world.states.at(-1)?.phase).toBe('ready');
});

test('a gateway that is second three times in a row is left', async () => {
  const world = await racing([400]);
  for (let i = 0; i < 3; i++) await world.fill();
  expect(world.states.at(-1)?.phase).toBe('away');
});

test.each([
  [14, 'ready'],
  [16, 'away'],
] as const)('a gateway whose call takes %i ms where an answer here takes 50: %s', async (latency, phase) => {
  const world = await openWorld(false);
  await world.fill();
  world.gateway = taking(world.clock, latency);
  world.host.useGateway(access);
  await world.until(() => ['ready', 'away'].includes(world.states.at(-1)?.phase ?? ''));
  expect(world.states.at(-1)?.phase).toBe(phase);
});

test('once it is switched off the second batch of a request is not sent any more', async () => {
  const world = await racing(null);
  const release = Promise.withResolvers<void>();
  world.gateway = async (rows) => {
    await release.promise;
    return { version: 'base', logits: logitsOf(rows) };
  };
  const filling = world.host.fill('base', { ...request, ...scored }, { sticky });
  await tick();
  world.host.useGateway(null);
  release.resolve();
  await tick();
  world.clock.advance(local);
  expect((await filling).gateway).toBeNull();
  expect(world.asked).toBe(1);
});
