import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { systemClock } from '../../src-main/base/clock.ts';
import { silentLog } from '../../src-main/base/log.ts';
import type { EngineState } from '../../src-main/contract/schemas.ts';
import { createEngine } from '../../src-main/engine/engine.ts';
import { createEnginePair, type EnginePair } from '../../src-main/engine/pair.ts';
import type { EngineModel } from '../../src-main/engine/state.ts';
import { forkInto, isAlive, until } from '../support/processes.ts';

const entry = fileURLToPath(new URL('../support/engine-entry.ts', import.meta.url));
let pair: EnginePair;
let pids: number[];
/** What each engine was asked to make ready before it took over. */
let prepared: string[];
let prepare: Parameters<typeof createEnginePair>[0]['prepare'];

const model = (dir: string, provider: EngineModel['provider'] = 'cpu'): EngineModel => ({
  id: dir,
  dir,
  provider,
  standInFor: null,
});
const ask = async (text: string, version?: string) => {
  const answer = await pair.fill({ text, maxLength: 1, top: 1, ...(version ? { version } : {}) });
  return { by: answer.modelId, pid: answer.rows, word: answer.gaps[0]?.candidates[0]?.word };
};

beforeEach(async () => {
  pids = [];
  prepared = [];
  prepare = async (_, { dir }) => void prepared.push(dir);
  pair = createEnginePair({
    make: () =>
      createEngine({
        fork: forkInto(pids),
        entry,
        clock: systemClock,
        log: silentLog,
        choose: async ({ provider }) => ({ provider: provider === 'auto' ? 'cpu' : provider, note: null }),
      }),
    prepare: (engine, next) => prepare(engine, next),
  });
  await pair.use(model('good'));
});

afterEach(() => pair.close());

test('the model before answers until the next one is ready; no request waits for its start or fails', async () => {
  const states: EngineState[] = [];
  pair.onState((state) => states.push(state));
  let entered = false;
  let over = false;
  const use = pair
    .use(model('second'), () => {
      entered = true;
    })
    .finally(() => {
      over = true;
    });
  const answers: Awaited<ReturnType<typeof ask>>[] = [];
  while (!over) answers.push(await ask('x'));
  await use;
  answers.push(await ask('x'));
  expect(new Set(answers.map(({ by }) => by))).toEqual(new Set(['good', 'second']));
  expect(answers.findIndex(({ by }) => by === 'second')).toBeGreaterThan(5);
  expect([entered, prepared]).toEqual([true, ['second']]);
  expect(states.map((state) => [state.phase, 'next' in state && state.next])).toEqual([
    ['ready', 'second'],
    ['ready', null],
  ]);
  await until(() => !isAlive(pids[0]));
  expect(pids).toHaveLength(2);
});

test('a request ends where it began, and its engine with it', async () => {
  await pair.use(model('second'));
  const slow = ask('slow');
  const queued = ask('y');
  // `slow` takes 300 ms; the next engine may need longer than that, so that it is kept busy.
  const busy = Array.from({ length: 8 }, () => ask('slow'));
  await pair.use(model('third'));
  expect((await ask('x')).by).toBe('third');
  for (const { by } of await Promise.all([slow, queued, ...busy])) expect(by).toBe('second');
  await until(() => !isAlive(pids[1]));
  expect(isAlive(pids[2])).toBe(true);
});

test('a model that cannot be started leaves the one before in use and says why', async () => {
  let entered = false;
  const use = pair.use(model('bad'), () => {
    entered = true;
  });
  await expect(use).rejects.toMatchObject({ code: 'model-corrupt' });
  expect(pair.state()).toMatchObject({ phase: 'ready', modelId: 'good', next: null });
  expect([entered, prepared, (await ask('x')).by]).toEqual([false, [], 'good']);
  await expect(pair.use(model('dies'))).rejects.toMatchObject({ code: 'engine-crash-loop' });
  expect((await ask('x')).pid).toBe(pids[0]);
});

test('the latest choice counts: an earlier start is given up, also for the model in use', async () => {
  const second = pair.use(model('second'));
  const third = pair.use(model('third'));
  await expect(second).rejects.toMatchObject({ code: 'superseded' });
  await third;
  expect((await ask('x')).by).toBe('third');
  const fourth = pair.use(model('fourth'));
  const same = pair.use(model('fourth'));
  // The second one was given up before it had a process.
  await until(() => pids.length === 3);
  await pair.use(model('third'));
  for (const given of [fourth, same]) await expect(given).rejects.toMatchObject({ code: 'superseded' });
  expect(pair.state()).toMatchObject({ modelId: 'third', next: null });
  await until(() => !isAlive(pids[2]));
  const none = pair.use(model('fifth'));
  await pair.use(null);
  await expect(none).rejects.toMatchObject({ code: 'superseded' });
  await expect(ask('x')).rejects.toMatchObject({ code: 'no-model' });
});

test('another provider knows what was taught before and during its start; another model forgets the places', async () => {
  const entry = (id: string, word: string) => ({ id, word, key: Float32Array.of(1), weight: 1 });
  pair.setTerms({ glossary: ['水准'], learned: [] });
  pair.remember({ add: [entry('1', '甲'), entry('2', '乙')], remove: [] });
  const use = pair.use(model('good', 'auto'));
  pair.setTerms({ glossary: ['水准', '台账'], learned: [] });
  pair.remember({ add: [entry('3', '丙')], remove: ['1'] });
  await use;
  expect((await ask('memory')).word).toBe('乙,丙');
  expect(await ask('terms')).toMatchObject({ word: '水准,台账', pid: pids[1] });
  await pair.use(model('second'));
  expect((await ask('memory')).word).toBe('');
  expect((await ask('terms')).word).toBe('水准,台账');
});

test('an engine that is killed while it starts, or while it is prepared, starts again and takes over', async () => {
  prepare = async (engine, { dir }) => {
    const fresh = prepared.push(dir) === 1;
    if (fresh) process.kill(pids.at(-1) ?? 0, 'SIGKILL');
    // A load ends with its process.
    await engine.load({ id: 'v1', file: 'v1' }, []).catch(() => engine.load({ id: 'v1', file: 'v1' }, []));
  };
  const use = pair.use(model('second'));
  await until(() => pids.length === 2);
  process.kill(pids[1] ?? 0, 'SIGKILL');
  await use;
  expect(await ask('x', 'v1')).toMatchObject({ by: 'second', pid: pids[3], word: 'v1:x' });
  expect(pids).toHaveLength(4);
});

test('an engine that ends while the next one starts is started again meanwhile', async () => {
  const use = pair.use(model('second'));
  const slow = ask('slow');
  await sleep(20);
  process.kill(pids[0] ?? 0, 'SIGKILL');
  await use;
  expect((await slow).by).toBe('good');
  expect((await ask('x')).by).toBe('second');
});

test('a fresh process of the same model takes over with all that was taught, and tells its owner', async () => {
  let processes = 0;
  pair.onProcess(() => processes++);
  pair.remember({ add: [{ id: '1', word: '甲', key: Float32Array.of(1), weight: 1 }], remove: [] });
  const shadow = new Promise((resolve) => {
    void pair.fill({ text: 'slow', maxLength: 1, top: 1, shadow: 'base' }, { onShadow: resolve });
  });
  await Promise.all([pair.renew(), pair.renew()]);
  expect(processes).toBe(1);
  expect(await ask('memory')).toMatchObject({ word: '甲', pid: pids[1] });
  expect(await shadow).toMatchObject({ kind: expect.stringMatching(/answered|gave-way/) });
  expect(pids).toHaveLength(2);
});

test('all processes end with the pair', async () => {
  void ask('hang').catch(() => undefined);
  await pair.renew();
  const use = pair.use(model('second'));
  await until(() => pids.length === 3);
  pair.close();
  await expect(use).rejects.toMatchObject({ code: 'superseded' });
  await until(() => pids.every((pid) => !isAlive(pid)));
  expect(pair.state().phase).toBe('none');
});
