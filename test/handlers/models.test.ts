import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type App, createApp } from '../../src-main/app.ts';
import { forkNode } from '../../src-main/base/child.ts';
import { systemClock } from '../../src-main/base/clock.ts';
import { silentLog } from '../../src-main/base/log.ts';
import { resolvePaths } from '../../src-main/base/paths.ts';
import type { Input, Method, Output } from '../../src-main/contract/index.ts';
import { createDispatch, type Dispatch } from '../../src-main/shell/dispatch.ts';
import { tempDir } from '../support/temp.ts';
import { writeTinyModel } from '../support/tiny-model.ts';

/** The whole app over real engines of tiny models. */

let app: App;
let dispatch: Dispatch;
let home: string;
const modelDir = (id: string) => join(home, 'models', id);

beforeEach(async () => {
  home = tempDir();
  await writeTinyModel(modelDir('one'), {}, 1);
  await writeTinyModel(modelDir('two'), {}, 2);
  cpSync(modelDir('two'), modelDir('broken'), { recursive: true });
  app = await createApp({
    paths: resolvePaths({ BUMO_HOME: home, BUMO_MODELS: join(home, 'models') }),
    fork: forkNode,
    shell: 'browser',
    version: '0',
    log: silentLog,
    clock: systemClock,
    environment: {},
  });
  dispatch = createDispatch(app.handlers, silentLog);
  await call('models.use', { id: 'one' });
});
afterEach(() => app.close());

/** @throws the error of the contract */
async function call<M extends Method>(method: M, input: Input<M>): Promise<Output<M>> {
  const envelope = await dispatch(method, input, { signal: new AbortController().signal });
  if (!envelope.ok) throw envelope.error;
  return envelope.value as Output<M>;
}

let asked = 0;
const fill = () =>
  call('suggest.fill', { requestId: `${asked++}`, gapKey: `${asked}`, text: '今天天气很[MASK]。' });

test('another model is chosen while the writer works: every request is answered, by the old one until the new is ready', async () => {
  let over = false;
  const use = call('models.use', { id: 'two' }).finally(() => {
    over = true;
  });
  const models: string[] = [];
  while (!over) models.push((await fill()).modelId);
  await use;
  expect((await fill()).modelId).toBe('two');
  expect(models.length).toBeGreaterThan(5);
  expect(models.filter((id, i) => i > 0 && id !== models[i - 1])).toEqual(
    models.includes('two') ? ['two'] : [],
  );
  expect(await call('settings.get', {})).toMatchObject({ modelId: 'two' });
});

test('a model that cannot be used leaves the one before in use and chosen, and says why', async () => {
  writeFileSync(join(modelDir('broken'), 'model.safetensors'), 'nothing of the kind');
  await expect(call('models.use', { id: 'broken' })).rejects.toMatchObject({ code: 'model-corrupt' });
  expect((await fill()).modelId).toBe('one');
  expect(await call('settings.get', {})).toMatchObject({ modelId: 'one' });
  expect(await call('engine.state', {})).toMatchObject({ phase: 'ready', modelId: 'one', next: null });
});

test('of two choices in a row the later one counts', async () => {
  const first = call('models.use', { id: 'two' });
  const second = call('models.use', { id: 'broken' });
  await expect(first).rejects.toMatchObject({ code: 'superseded' });
  await second;
  expect((await fill()).modelId).toBe('broken');
  expect(await call('settings.get', {})).toMatchObject({ modelId: 'broken' });
});

test('a change of provider that has to fall back is answered all along and says so', async () => {
  await call('settings.set', { provider: 'webgpu' });
  const seen: string[] = [];
  for (;;) {
    expect((await fill()).provider).toBe('cpu');
    const state = await call('engine.state', {});
    seen.push(state.phase);
    if (state.phase === 'ready' && state.providerNote) break;
  }
  expect(new Set(seen)).toEqual(new Set(['ready']));
});
