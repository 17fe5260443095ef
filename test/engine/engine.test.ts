import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import { type Clock, systemClock } from '../../src-main/base/clock.ts';
import { silentLog } from '../../src-main/base/log.ts';
import type { Engine } from '../../src-main/engine/api.ts';
import { createEngine } from '../../src-main/engine/engine.ts';
import { forkInto, isAlive } from '../support/processes.ts';
import { words } from '../support/words.ts';

const entry = fileURLToPath(new URL('../support/engine-entry.ts', import.meta.url));
/** Long limits pass in four seconds: enough for a start on a busy machine. */
const hasty: Clock = { ...systemClock, after: (ms, run) => systemClock.after(Math.min(ms, 4_000), run) };
const model = (dir = 'good') => ({ id: dir, dir, provider: 'cpu', standInFor: null }) as const;
const request = (text: string) => ({ text, maxLength: 4, top: 5 });
let engine: Engine;
const pids: number[] = [];

const distrusted: [string, string][] = [];

function open(clock: Clock = systemClock, provider: 'cpu' | 'cuda' = 'cpu'): Engine {
  const choose = async () => ({ provider, note: null });
  const distrust = ({ id }: { id: string }, name: string) => void distrusted.push([id, name]);
  engine = createEngine({ fork: forkInto(pids), entry, clock, log: silentLog, choose, distrust });
  return engine;
}

afterEach(() => {
  engine.close();
  pids.length = 0;
});

test('an engine killed in flight is restarted and the request is answered by the new one', async () => {
  const { use, fill } = open();
  await use(model());
  const answer = fill(request('slow'));
  await new Promise((resolve) => setTimeout(resolve, 100));
  const [first = 0] = pids;
  process.kill(first, 'SIGKILL');
  expect(await answer).toMatchObject({ rows: pids[1], modelId: 'good', version: 'base', provider: 'cpu' });
  expect(pids[1]).not.toBe(first);
});

test('a request that kills its engine twice is refused and the next one is answered', async () => {
  const { use, fill, state } = open();
  await use(model());
  const deadly = fill(request('die'));
  const next = fill(request('fine'));
  await expect(deadly).rejects.toMatchObject({ code: 'engine-failed' });
  expect((await next).gaps[0]?.candidates[0]?.word).toBe('fine');
  expect(state().phase).toBe('ready');
});

test('an engine that dies at every start stops in a clear state; a restart by hand tries again', async () => {
  const { use, fill, state, restart } = open();
  await expect(use(model('dies'))).rejects.toMatchObject({ code: 'engine-crash-loop' });
  expect(pids).toHaveLength(3);
  expect(state()).toMatchObject({ phase: 'failed', modelId: 'dies' });
  await expect(fill(request('x'))).rejects.toMatchObject({ code: 'engine-crash-loop' });
  restart();
  expect(state().phase).toBe('starting');
});

test('a fault of the model is told at once, with no second start', async () => {
  await expect(open().use(model('bad'))).rejects.toMatchObject({ code: 'model-corrupt' });
  expect(pids).toHaveLength(1);
});

test('a hung engine is killed, and the one after it answers', async () => {
  const { use, fill } = open(hasty);
  await use(model());
  const hung = fill(request('hang'));
  const next = fill(request('fine'));
  await expect(hung).rejects.toMatchObject({ code: 'engine-failed' });
  expect((await next).rows).toBe(pids[2]);
  expect(() => process.kill(pids[0] ?? 0, 0)).toThrow();
});

test('a newer request for the same gap replaces the one that waits; an abort reaches its caller', async () => {
  const { use, fill } = open();
  await use(model());
  const running = fill(request('slow'));
  const older = fill({ ...request('old'), gapKey: 'g' });
  const newer = fill({ ...request('new'), gapKey: 'g' });
  const abort = new AbortController();
  const given = fill(request('given up'), { signal: abort.signal });
  abort.abort();
  await expect(older).rejects.toMatchObject({ code: 'superseded' });
  await expect(given).rejects.toMatchObject({ name: 'AbortError' });
  expect((await running).gaps).toHaveLength(1);
  expect((await newer).gaps[0]?.candidates[0]?.word).toBe('new');
});

test('waiting requests go to the model switched to; without a model they are refused', async () => {
  const { use, fill } = open();
  await expect(fill(request('x'))).rejects.toMatchObject({ code: 'no-model' });
  await use(model());
  const running = fill(request('slow'));
  await use(model('second'));
  expect((await running).modelId).toBe('second');
});

test('a provider that crashes in use gives way to the CPU, says why, and is not trusted again', async () => {
  distrusted.length = 0;
  const { use, fill, state } = open(systemClock, 'cuda');
  await use(model('bad-driver'));
  expect(state()).toMatchObject({ phase: 'ready', provider: 'cuda' });
  const answer = await fill(request('crash'));
  expect(answer).toMatchObject({ provider: 'cpu' });
  expect(state()).toMatchObject({ phase: 'ready', provider: 'cpu' });
  const now = state();
  expect(now.phase === 'ready' && words(now.providerNote, 'zh')).toMatch(/cuda.*CPU/i);
  expect(distrusted).toEqual([['bad-driver', 'cuda']]);
});

test('a request is ended while it runs, and the next one does not wait for its answer', async () => {
  const { use, fill } = open();
  await use(model());
  const abort = new AbortController();
  const slow = fill(request('slow'), { signal: abort.signal });
  await new Promise((resolve) => setTimeout(resolve, 100));
  abort.abort();
  await expect(slow).rejects.toMatchObject({ name: 'AbortError' });
  expect((await fill(request('next'))).gaps[0]?.candidates[0]?.word).toBe('next');
  expect(pids).toHaveLength(1);
});

test('the first answer comes before the full one', async () => {
  const { use, fill } = open();
  await use(model());
  const order: string[] = [];
  await fill(request('first slow'), { onFirst: ({ rows }) => order.push(`first ${rows}`) });
  order.push('full');
  expect(order).toEqual(['first 1', 'full']);
});

test('closed, it refuses what waits and what comes, and leaves no process behind', async () => {
  const { use, fill, close } = open();
  await use(model());
  const waiting = [fill(request('slow')), fill(request('slow'))];
  close();
  for (const one of [...waiting, fill(request('late'))]) {
    await expect(one).rejects.toMatchObject({ code: expect.stringMatching(/engine|aborted/) });
  }
  const [pid = 0] = pids;
  await expect.poll(() => isAlive(pid)).toBe(false);
});
