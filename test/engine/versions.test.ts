import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { systemClock } from '../../src-main/base/clock.ts';
import { silentLog } from '../../src-main/base/log.ts';
import type { Engine, ShadowOutcome } from '../../src-main/engine/api.ts';
import { createEngine } from '../../src-main/engine/engine.ts';
import { forkInto } from '../support/processes.ts';

/** An engine with several versions and things that were taught, over a process that tells what it was told. */

const entry = fileURLToPath(new URL('../support/engine-entry.ts', import.meta.url));
const model = (dir = 'good') => ({ id: dir, dir, provider: 'cpu', standInFor: null }) as const;
const file = (id: string) => ({ id, file: `${id}.safetensors` });
let engine: Engine;
let pids: number[];

beforeEach(async () => {
  pids = [];
  engine = createEngine({
    fork: forkInto(pids),
    entry,
    clock: systemClock,
    log: silentLog,
    choose: async () => ({ provider: 'cpu' as const, note: null }),
  });
  await engine.use(model());
});

afterEach(() => engine.close());

async function ask(text: string, version?: string): Promise<string | undefined> {
  const answer = await engine.fill({ text, maxLength: 4, top: 5, ...(version ? { version } : {}) });
  if (version) expect(answer.version).toBe(version);
  return answer.gaps[0]?.candidates[0]?.word;
}

async function until(done: () => boolean): Promise<void> {
  while (!done()) await new Promise((resolve) => setTimeout(resolve, 10));
}

async function killed(): Promise<void> {
  process.kill(pids.at(-1) ?? 0, 'SIGKILL');
  expect(await ask('alive')).toBe('alive');
}

test('a loaded version answers where it is named, the untaught one elsewhere', async () => {
  const report = await engine.load(file('v1'), ['一', '二']);
  expect(report.answers.map((one) => one?.word)).toEqual(['一', '二']);
  expect(await ask('x', 'v1')).toBe('v1:x');
  expect(await ask('x')).toBe('x');
  await engine.unload('v1');
  await expect(ask('x', 'v1')).rejects.toMatchObject({ code: 'version-not-loaded' });
});

test('a version that cannot be loaded is refused with its reason, and the others go on', async () => {
  await engine.load(file('v1'), []);
  await expect(engine.load(file('broken'), [])).rejects.toMatchObject({ code: 'patch-corrupt' });
  expect(await ask('x', 'v1')).toBe('v1:x');
});

test('requests are answered between the steps of a load', async () => {
  const order: string[] = [];
  const loading = engine.load(file('v1'), ['1', '2', '3', '4', '5']).then(() => order.push('loaded'));
  await new Promise((resolve) => setTimeout(resolve, 40));
  await ask('x').then(() => order.push('answered'));
  await loading;
  expect(order).toEqual(['answered', 'loaded']);
});

test('a restarted engine has terms and memory again, and no version', async () => {
  await engine.load(file('v1'), []);
  engine.setTerms({ glossary: ['靶向'], learned: ['台账'] });
  const key = Float32Array.of(1);
  engine.remember({
    add: [
      { id: 'a', key, word: '生效', weight: 1 },
      { id: 'b', key, word: '签收', weight: 1 },
    ],
    remove: [],
  });
  engine.remember({ add: [], remove: ['a'] });
  await killed();
  await expect(ask('x', 'v1')).rejects.toMatchObject({ code: 'version-not-loaded' });
  expect(await ask('terms')).toBe('靶向,台账');
  expect(await ask('memory')).toBe('签收');
});

test('a version that kills its engine at every load is no crash loop: the engine serves on', async () => {
  for (let i = 0; i < 4; i++) {
    await expect(engine.load(file('fatal'), [])).rejects.toMatchObject({ code: 'engine-failed' });
    await until(() => engine.state().phase === 'ready');
  }
  expect(await ask('x')).toBe('x');
});

test('who listens to a new engine loads before the requests that wait are sent', async () => {
  await engine.load(file('v1'), []);
  engine.onState(({ phase }) => {
    if (phase === 'ready') void engine.load(file('v1'), ['1']);
  });
  const running = ask('slow', 'v1');
  const waiting = ask('y', 'v1');
  await new Promise((resolve) => setTimeout(resolve, 100));
  process.kill(pids.at(-1) ?? 0, 'SIGKILL');
  expect(await Promise.all([running, waiting])).toEqual(['v1:slow', 'v1:y']);
});

test('a version that is unloaded while it loads is not left behind', async () => {
  const loading = engine.load(file('v1'), ['1', '2', '3', '4']);
  const refused = expect(loading).rejects.toMatchObject({ code: 'aborted' });
  await new Promise((resolve) => setTimeout(resolve, 40));
  await engine.unload('v1');
  await refused;
  await expect(ask('x', 'v1')).rejects.toMatchObject({ code: 'version-not-loaded' });
  await engine.load(file('v1'), ['1']);
  expect(await ask('x', 'v1')).toBe('v1:x');
});

test('another model knows nothing of the versions and the memory of the one before', async () => {
  await engine.load(file('v1'), []);
  engine.remember({ add: [{ id: 'a', key: Float32Array.of(1), word: '生效', weight: 1 }], remove: [] });
  await engine.use(model('other'));
  await expect(ask('x', 'v1')).rejects.toMatchObject({ code: 'version-not-loaded' });
  expect(await ask('memory')).toBe('');
});

test('keys come from the engine, and not before there is a model', async () => {
  const keys = await engine.embed([{ text: '[MASK]好', length: 1 }]);
  expect(keys).toEqual([Float32Array.of(7)]);
  await engine.use(null);
  await expect(engine.embed([{ text: '[MASK]', length: 1 }])).rejects.toMatchObject({ code: 'no-model' });
});

test('a shadow answers unseen beside the answer that is shown', async () => {
  await engine.load(file('v1'), []);
  let shown: string | undefined;
  const outcome = await new Promise<ShadowOutcome>((resolve) => {
    void engine
      .fill({ text: 'x', maxLength: 4, top: 5, shadow: 'v1' }, { onShadow: resolve })
      .then(({ gaps }) => {
        shown = gaps[0]?.candidates[0]?.word;
      });
  });
  await ask('y');
  expect(shown).toBe('x');
  if (outcome.kind !== 'answered') throw new Error(outcome.kind);
  expect(outcome.answer.gaps[0]?.candidates[0]?.word).toBe('v1:x');
});

test('a shadow that fails is told and harms nobody', async () => {
  const outcome = await new Promise<ShadowOutcome>((resolve) => {
    void engine.fill({ text: 'x', maxLength: 4, top: 5, shadow: 'gone' }, { onShadow: resolve });
  });
  expect(outcome).toMatchObject({ kind: 'failed', error: { code: 'version-not-loaded' } });
  expect(await ask('y')).toBe('y');
});

test('a shadow gives way to the next request', async () => {
  await engine.load(file('v1'), []);
  const outcomes: ShadowOutcome['kind'][] = [];
  const many = Array.from({ length: 5 }, (_, i) =>
    engine.fill(
      { text: `slow ${i}`, maxLength: 4, top: 5, shadow: 'v1' },
      { onShadow: ({ kind }) => outcomes.push(kind) },
    ),
  );
  await Promise.all(many);
  await ask('last');
  expect(outcomes.length).toBeGreaterThanOrEqual(4);
  expect(outcomes).toContain('gave-way');
});
