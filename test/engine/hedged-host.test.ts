import { beforeAll, expect, test } from 'vitest';
import { seededRng } from '../../src-main/base/rng.ts';
import type { GatewayState } from '../../src-main/contract/gateway.ts';
import { type GatewayHost, hedgedHost } from '../../src-main/engine/hedged-host.ts';
import type { Common, Host } from '../../src-main/engine/host.ts';
import { asShipped } from '../../src-main/fillmask/calibration/ranking.ts';
import { createFiller } from '../../src-main/fillmask/filler.ts';
import { untaught } from '../../src-main/fillmask/infill/taught.ts';
import { createLanguage, type Language } from '../../src-main/fillmask/language.ts';
import { loadLexicon } from '../../src-main/fillmask/lexicon.ts';
import type { FillRequest, MaskedRow, RowModel } from '../../src-main/fillmask/types.ts';
import type { GatewayClient, Inferred } from '../../src-main/serving/client/client.ts';
import { type FaultKind, GatewayFault } from '../../src-main/serving/client/fault.ts';
import { render } from '../../src-main/texts/message.ts';
import { type ManualClock, manualClock } from '../support/manual-clock.ts';
import { tinyVocabulary } from '../support/tiny-model.ts';

/** A gateway before this machine, in logical time: a batch here takes 50 milliseconds, whatever the machine. */

const perBatch = 50;
const access = { address: 'https://gateway.example', ca: null, token: null, version: null };
const sticky = '0'.repeat(32);
const request: FillRequest = { text: '今天[MASK]气很好，我们去公园玩。', maxLength: 4, top: 5 };
let language: Language;

beforeAll(async () => {
  language = createLanguage({ vocabulary: tinyVocabulary, tokenizerConfig: {} }, await loadLexicon());
});

/** Logits that depend on the row and on a version's number; versions differ a little, models (`salt`) altogether. */
function logitsOf(rows: readonly MaskedRow[], version = 0, salt = 0): Float32Array[] {
  return rows.map(({ ids, masked }) => {
    const base = seededRng(ids.reduce((hash, id) => (hash * 31 + id) % 65_521, 7 + salt));
    const own = seededRng(version);
    const noise = () => base() * 8 + (version === 0 ? 0 : own() * 2);
    return Float32Array.from({ length: masked.length * tinyVocabulary.length }, noise);
  });
}

interface World {
  readonly clock: ManualClock;
  readonly host: GatewayHost;
  readonly states: GatewayState[];
  /** Batches that ran here. */
  batches: number;
  /** What the gateway does with a batch. */
  gateway: (rows: readonly MaskedRow[], pinned: string | null) => Promise<Inferred>;
  /** Batches that the gateway was sent with the writer's key. */
  asked: number;
  /** Fills, and moves time on until the answer is there. */
  fill(change?: Partial<FillRequest>): Promise<{ words: string[]; by: string | null; took: number }>;
  until(isDone: () => boolean, most?: number): Promise<void>;
}

const answering =
  (version: string, number = 0): World['gateway'] =>
  async (rows) => ({ version, logits: logitsOf(rows, number) });

const failing =
  (kind: FaultKind): World['gateway'] =>
  async () => {
    throw new GatewayFault(kind, 'as the test wants');
  };

/** Runs a second batch. */
const scored = { tail: true, phrases: ['天气'] };
const tick = () => new Promise((resolve) => setImmediate(resolve));

async function open(connected = true): Promise<World> {
  const clock = manualClock();
  const states: GatewayState[] = [];
  const world = {
    clock,
    states,
    batches: 0,
    asked: 0,
    gateway: answering('base'),
  } as { -readonly [K in keyof World]: World[K] };
  const model: RowModel & { spent(): number } = {
    async logits(rows) {
      world.batches++;
      clock.advance(perBatch);
      return logitsOf(rows);
    },
    key: async () => new Float32Array(4),
    states: async (rows) => rows.map(() => new Float32Array(4)),
    spent: () => 0,
  };
  const filler = await createFiller({ model, language });
  const common: Common = {
    language,
    vocabSize: tinyVocabulary.length,
    ranking: asShipped,
    temperatureOf: () => 1,
    taught: () => untaught,
    model,
  };
  const local = {
    async fill(_version: string, wanted: FillRequest) {
      const began = clock.monotonic();
      const answer = await filler.fill(wanted);
      return { answer, milliseconds: clock.monotonic() - began, topMilliseconds: 0, gateway: null };
    },
    common: () => common,
  } as unknown as Host;
  const client: GatewayClient = {
    ready: async () => undefined,
    metadata: async () => ({ name: 'bumo' }),
    infer: (rows, { version, sticky: key }) => {
      if (key !== undefined) world.asked++;
      return world.gateway(rows, version);
    },
    received: () => 0,
    close: () => undefined,
  };
  world.host = hedgedHost(local, {
    clock,
    connect: () => client,
    onState: (state) => void states.push(state),
  });
  world.until = async (isDone, most = 2_000) => {
    for (let i = 0; i < most && !isDone(); i++) {
      for (let j = 0; j < 5; j++) await tick();
      if (!isDone()) clock.advance(1);
    }
    expect(isDone()).toBe(true);
  };
  world.fill = async (change = {}) => {
    const began = clock.monotonic();
    const filling = world.host.fill('base', { ...request, ...change }, { sticky });
    let isDone = false;
    void filling.finally(() => {
      isDone = true;
    });
    await world.until(() => isDone);
    const { answer, gateway } = await filling;
    const words = answer.gaps.flatMap(({ candidates }) => candidates.map(({ word }) => word));
    return { words, by: gateway, took: clock.monotonic() - began };
  };
  if (connected) {
    world.host.useGateway(access);
    await world.until(() => states.at(-1)?.phase === 'ready');
    expect((await world.fill()).by).toBeNull();
  }
  return world;
}

test('the gateway answers with the words that this machine would offer, which then runs nothing', async () => {
  const world = await open();
  const local = await (await open(false)).fill();
  world.batches = 0;
  const remote = await world.fill();
  expect(remote).toMatchObject({ by: 'base', words: local.words });
  expect(remote.words.length).toBeGreaterThan(0);
  expect(world.batches).toBe(0);
});

test('without a key nothing is sent: exams, shadows and the command line stay here', async () => {
  const world = await open();
  world.asked = 0;
  const { gateway } = await world.host.fill('base', request);
  expect(gateway).toBeNull();
  expect(world.asked).toBe(0);
});

test('words that replace another stay here', async () => {
  const world = await open();
  world.asked = 0;
  await world.host
    .fill('base', { ...request, original: { word: '天', start: 2 } }, { sticky })
    .catch(() => undefined);
  expect(world.asked).toBe(0);
});

const never: World['gateway'] = () => new Promise(() => undefined);

test.each<[string, World['gateway'], string]>([
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
    const world = await open();
    const local = await (await open(false)).fill();
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
    const world = await open();
    const local = await (await open(false)).fill();
    world.gateway = (rows) =>
      new Promise((resolve) =>
        world.clock.after(latency, () => resolve({ version: 'base', logits: logitsOf(rows) })),
      );
    for (let i = 0; i < 12; i++) {
      const { words, took } = await world.fill();
      expect(words).toEqual(local.words);
      expect(took).toBeLessThanOrEqual(1.5 * local.took);
    }
  },
);

test('a gateway that stops between two batches of a request: the whole answer is of this machine', async () => {
  const world = await open();
  const local = await world.fill(scored);
  let calls = 0;
  world.gateway = (rows) => (calls++ % 2 === 0 ? answering('base')(rows, null) : never(rows, null));
  const { words, by, took } = await world.fill(scored);
  expect(calls).toBe(2);
  expect({ words, by }).toEqual({ words: local.words, by: null });
  expect(took).toBeLessThanOrEqual(1.5 * local.took);
});

test('a gateway comes back by its own trial, and no request of the writer is the trial', async () => {
  const world = await open();
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
  const world = await open();
  const slowly: World['gateway'] = (rows) =>
    new Promise((resolve) =>
      world.clock.after(90, () => resolve({ version: 'base', logits: logitsOf(rows) })),
    );
  world.gateway = slowly;
  for (let i = 0; i < 3; i++) await world.fill();
  world.clock.advance(5_000);
  for (let i = 0; i < 400; i++) {
    await tick();
    world.clock.advance(1);
  }
  expect(world.states.at(-1)?.phase).toBe('away');
});

test('another version: this machine answers once, then the new version does, with its own prices', async () => {
  const world = await open();
  world.gateway = answering('v2', 3);
  expect((await world.fill()).by).toBeNull();
  await tick();
  await tick();
  const { by } = await world.fill();
  expect(by).toBe('v2');
  expect(world.states.at(-1)).toEqual({ phase: 'ready', version: 'v2' });
});

test('two batches of one answer never come from two versions', async () => {
  const world = await open();
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
  const world = await open(false);
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

test('once it is switched off nothing is sent any more', async () => {
  const world = await open();
  world.host.useGateway(null);
  world.asked = 0;
  expect((await world.fill()).by).toBeNull();
  expect(world.asked).toBe(0);
  expect(world.states.at(-1)).toEqual({ phase: 'off' });
});
