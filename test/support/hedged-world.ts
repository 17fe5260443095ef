import { expect } from 'vitest';
import { seededRng } from '../../src-main/base/rng.ts';
import { turn } from '../../src-main/base/turn.ts';
import type { GatewayState } from '../../src-main/contract/gateway.ts';
import { type GatewayHost, hedgedHost } from '../../src-main/engine/hedged-host.ts';
import type { Common, Host } from '../../src-main/engine/host.ts';
import { asShipped } from '../../src-main/fillmask/calibration/ranking.ts';
import { createFiller } from '../../src-main/fillmask/filler.ts';
import { untaught } from '../../src-main/fillmask/infill/taught.ts';
import { createLanguage, type Language } from '../../src-main/fillmask/language.ts';
import { loadLexicon } from '../../src-main/fillmask/lexicon.ts';
import type {
  FillAnswer,
  FillOptions,
  FillRequest,
  MaskedRow,
  RowModel,
} from '../../src-main/fillmask/types.ts';
import type { GatewayClient, Inferred } from '../../src-main/serving/client/client.ts';
import { type FaultKind, GatewayFault } from '../../src-main/serving/client/fault.ts';
import { type ManualClock, manualClock } from './manual-clock.ts';
import { tinyVocabulary } from './tiny-model.ts';

/** A gateway before this machine, in logical time: a batch here blocks the thread for `perBatch`. */

/** Milliseconds. */
export const perBatch = 50;
export const access = { address: 'https://gateway.example', ca: null, token: null, version: null };
export const sticky = '0'.repeat(32);
/** Runs one batch. */
export const request: FillRequest = { text: '今天[MASK]气很好，我们去公园玩。', maxLength: 4, top: 5 };
/** Runs a second batch, after the first candidates. */
export const scored: Partial<FillRequest> = { tail: true, phrases: ['天气'] };

/** What a gateway does with a batch. @param whole whether it comes as one call for certain */
export type Behaviour = (
  rows: readonly MaskedRow[],
  pinned: string | null,
  whole?: boolean,
) => Promise<Inferred>;

/** Logits that depend on the row and on a version's number; versions differ a little, models (`salt`) altogether. */
export function logitsOf(rows: readonly MaskedRow[], version = 0, salt = 0): Float32Array[] {
  return rows.map(({ ids, masked }) => {
    const base = seededRng(ids.reduce((hash, id) => (hash * 31 + id) % 65_521, 7 + salt));
    const own = seededRng(version);
    const noise = () => base() * 8 + (version === 0 ? 0 : own() * 2);
    return Float32Array.from({ length: masked.length * tinyVocabulary.length }, noise);
  });
}

export const answering =
  (version: string, number = 0): Behaviour =>
  async (rows) => ({ version, logits: logitsOf(rows, number) });

export const failing =
  (kind: FaultKind): Behaviour =>
  async () => {
    throw new GatewayFault(kind, 'as the test wants');
  };

export const never: Behaviour = () => new Promise(() => undefined);

/** Answers each batch after so many milliseconds; the last number counts for all further ones. */
export function taking(clock: ManualClock, ...latencies: readonly [number, ...number[]]): Behaviour {
  const left = [...latencies];
  return (rows) => {
    const latency = (left.length > 1 ? left.shift() : left[0]) ?? 0;
    return new Promise((resolve) =>
      clock.after(latency, () => resolve({ version: 'base', logits: logitsOf(rows) })),
    );
  };
}

export interface Filled {
  readonly words: string[];
  /** The gateway's version; null for this machine. */
  readonly by: string | null;
  readonly unusable: string | null;
  readonly took: number;
}

export interface World {
  readonly clock: ManualClock;
  readonly host: GatewayHost;
  readonly states: GatewayState[];
  /** Batches that ran here. */
  batches: number;
  gateway: Behaviour;
  /** Batches that the gateway was sent with the writer's key. */
  asked: number;
  /** Fills, and moves time on until the answer is there. */
  fill(change?: Partial<FillRequest>, options?: FillOptions): Promise<Filled>;
  until(isDone: () => boolean, most?: number): Promise<void>;
}

export const tick = () => new Promise((resolve) => setImmediate(resolve));

export const wordsOf = ({ gaps }: FillAnswer): string[] =>
  gaps.flatMap(({ candidates }) => candidates.map(({ word }) => word));

type Open = { -readonly [K in keyof World]: World[K] };

let made: Promise<Language> | null = null;
/** One for all worlds: nothing changes it. */
const languageOf = () =>
  (made ??= loadLexicon().then((lexicon) =>
    createLanguage({ vocabulary: tinyVocabulary, tokenizerConfig: {} }, lexicon),
  ));

/** As the engine's: it lends the thread before a run, and a signal that fires then ends it. */
function modelOf(world: Open, signal?: AbortSignal): Common['model'] {
  const rowModel: RowModel = {
    async logits(rows) {
      await turn();
      signal?.throwIfAborted();
      world.batches++;
      world.clock.advance(perBatch);
      return logitsOf(rows);
    },
    key: async () => new Float32Array(4),
    states: async (rows) => rows.map(() => new Float32Array(4)),
  };
  return { ...rowModel, spent: () => 0 };
}

async function hostOf(world: Open): Promise<Host> {
  const language = await languageOf();
  const model = modelOf(world);
  const filler = await createFiller({ model, language });
  const common: Common = {
    language,
    vocabSize: tinyVocabulary.length,
    ranking: asShipped,
    temperatureOf: () => 1,
    taught: () => untaught,
    model,
  };
  return {
    async fill(_version: string, wanted: FillRequest, options: FillOptions = {}) {
      const began = world.clock.monotonic();
      const answer = await filler.fill(wanted, { ...options, model: modelOf(world, options.signal) });
      return {
        answer,
        milliseconds: world.clock.monotonic() - began,
        topMilliseconds: 0,
        gateway: null,
        unusable: null,
      };
    },
    common: () => common,
  } as unknown as Host;
}

const clientOf = (world: Open): GatewayClient => ({
  ready: async () => undefined,
  metadata: async () => ({ name: 'bumo' }),
  infer: (rows, { version, sticky: key, whole }) => {
    if (key !== undefined) world.asked++;
    return world.gateway(rows, version, whole);
  },
  received: () => 0,
  close: () => undefined,
});

async function fillIn(world: Open, change: Partial<FillRequest>, options: FillOptions): Promise<Filled> {
  const began = world.clock.monotonic();
  let isDone = false;
  const filling = world.host
    .fill('base', { ...request, ...change }, { sticky, ...options })
    .then(({ answer, gateway, unusable }) => ({
      words: wordsOf(answer),
      by: gateway,
      unusable,
      took: world.clock.monotonic() - began,
    }))
    .finally(() => {
      isDone = true;
    });
  // Handled below.
  filling.catch(() => undefined);
  await world.until(() => isDone);
  return filling;
}

/** @param connected whether the gateway is in use, and this machine's time for a request known */
export async function openWorld(connected = true): Promise<World> {
  const clock = manualClock();
  const states: GatewayState[] = [];
  const world = { clock, states, batches: 0, asked: 0, gateway: answering('base') } as Open;
  world.until = async (isDone, most = 2_000) => {
    for (let i = 0; i < most && !isDone(); i++) {
      // So many as a run here lends, and some.
      for (let j = 0; j < 8; j++) await tick();
      if (!isDone()) clock.advance(1);
    }
    expect(isDone()).toBe(true);
  };
  world.fill = (change = {}, options = {}) => fillIn(world, change, options);
  world.host = hedgedHost(await hostOf(world), {
    clock,
    connect: () => clientOf(world),
    onState: (state) => void states.push(state),
  });
  if (connected) {
    world.host.useGateway(access);
    await world.until(() => states.at(-1)?.phase === 'ready');
    expect((await world.fill()).by).toBeNull();
  }
  return world;
}
