import { afterEach, expect, test } from 'vitest';
import { systemClock } from '../../src-main/base/clock.ts';
import { silentLog } from '../../src-main/base/log.ts';
import { childEntry } from '../../src-main/base/paths.ts';
import type { Engine } from '../../src-main/engine/api.ts';
import { createEngine } from '../../src-main/engine/engine.ts';
import { createBert } from '../../src-main/fillmask/bert/model.ts';
import { openCheckpoint } from '../../src-main/models/checkpoint.ts';
import { ortRunner } from '../../src-main/runtime/ort.ts';
import { ownGateway } from '../support/own-gateway.ts';
import { forkInto, until } from '../support/processes.ts';
import { tempDir } from '../support/temp.ts';
import { tinyConfig, writeTinyModel } from '../support/tiny-model.ts';

/** A real engine process and a real gateway that serves the same tiny model. */

const sticky = '0'.repeat(32);
const request = { text: '今天[MASK]气很好', maxLength: 2, top: 3 };
const pids: number[] = [];
let engine: Engine;

afterEach(() => {
  engine.close();
  pids.length = 0;
});

async function open(seed: number) {
  const dir = tempDir();
  await writeTinyModel(dir);
  const served = tempDir();
  await writeTinyModel(served, {}, seed);
  const model = await createBert(await openCheckpoint(served), ortRunner, { provider: 'cpu' });
  const server = await ownGateway({
    vocabSize: tinyConfig.vocabSize,
    logits: (rows) => model.logits(rows),
    versions: ['base', 'v2'],
  });
  engine = createEngine({
    fork: forkInto(pids),
    entry: childEntry('engine/engine-process'),
    clock: systemClock,
    log: silentLog,
    choose: async () => ({ provider: 'cpu', note: null }),
  });
  engine.setGateway({ address: server.address, ca: null, token: null, version: 'v2' });
  await engine.use({ id: 'tiny', dir, provider: 'cpu', standInFor: null });
  return server;
}

const phase = () => engine.gateway().state.phase;

test('the engine process connects, again after a crash, and is told when the gateway is switched off', async () => {
  const server = await open(1);
  await until(() => phase() === 'ready');
  expect(engine.gateway().state).toEqual({ phase: 'ready', version: 'v2' });
  expect(engine.gateway().received).toBeGreaterThan(0);
  const asked = server.asked.length;
  process.kill(pids[0] ?? 0, 'SIGKILL');
  await until(() => server.asked.length > asked && phase() === 'ready');
  engine.setGateway(null);
  await until(() => phase() === 'off');
  const last = server.inferred.length;
  const answer = await engine.fill({ ...request, sticky });
  expect(answer.gateway).toBeNull();
  expect(server.inferred).toHaveLength(last);
});

test('a gateway with another model of the same vocabulary is not used', async () => {
  const server = await open(2);
  await until(() => phase() === 'away');
  expect(engine.gateway().state).toMatchObject({ text: { code: 'gateway.other-model' } });
  for (let i = 0; i < 3; i++) expect((await engine.fill({ ...request, sticky })).gateway).toBeNull();
  // None of the writer's rows went out.
  expect(server.inferred.every((one) => one.parameters?.sticky === undefined)).toBe(true);
});
