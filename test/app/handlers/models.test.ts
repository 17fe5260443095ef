import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openTinyApp, type TinyApp } from '../../support/tiny-app.ts';

let app: TinyApp;
beforeEach(async () => {
  app = await openTinyApp();
});
afterEach(() => app.close());

const fill = () => app.fill('今天天气很[MASK]。');
const call: TinyApp['call'] = (method, input) => app.call(method, input);

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
  writeFileSync(join(app.modelDir('broken'), 'model.safetensors'), 'nothing of the kind');
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
