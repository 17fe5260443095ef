import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { must } from '../../src-main/base/assert.ts';
import { forkNode } from '../../src-main/base/child.ts';
import { systemClock } from '../../src-main/base/clock.ts';
import { silentLog } from '../../src-main/base/log.ts';
import { childEntry } from '../../src-main/base/paths.ts';
import type { Engine } from '../../src-main/engine/api.ts';
import { createEngine } from '../../src-main/engine/engine.ts';
import { openCheckpoint } from '../../src-main/models/checkpoint.ts';
import { writeManifest } from '../../src-main/models/manifest.ts';
import { asWritten } from '../../src-main/texts/message.ts';
import { tempDir } from '../support/temp.ts';
import { writeTinyModel } from '../support/tiny-model.ts';

/** Models whose weights change after they were installed. */

let engine: Engine;
afterEach(() => engine.close());

async function installed(): Promise<string> {
  const dir = tempDir();
  await writeTinyModel(dir);
  const about = {
    id: 'tiny',
    name: asWritten('tiny'),
    licence: null,
    source: 'folder',
    installedAt: 1,
  } as const;
  await writeManifest(dir, about);
  return dir;
}

function open(dir: string) {
  engine = createEngine({
    fork: forkNode,
    entry: childEntry('engine/engine-process'),
    clock: systemClock,
    log: silentLog,
    choose: async () => ({ provider: 'cpu', note: null }),
  });
  return engine.use({ id: 'tiny', dir, provider: 'cpu', standInFor: null });
}

/** Writes one float32 over a value of a tensor, counted from its end. */
async function overwrite(dir: string, tensor: string, fromEnd: number, value: number): Promise<void> {
  const { weightsFile, tensors } = await openCheckpoint(dir);
  const { offset, length } = must(tensors.get(tensor), tensor);
  const file = join(dir, weightsFile);
  const bytes = readFileSync(file);
  bytes.writeFloatLE(value, offset + length - 4 * fromEnd);
  writeFileSync(file, bytes);
}

async function failure(): Promise<ReturnType<Engine['state']>> {
  while (engine.state().phase !== 'failed') await new Promise((resolve) => setTimeout(resolve, 20));
  return engine.state();
}

test('a model that answers otherwise than at its first start is not ready', async () => {
  const dir = await installed();
  await open(dir);
  expect(engine.state().phase).toBe('ready');
  engine.close();
  await overwrite(dir, 'cls.predictions.bias', 1, 1e4);
  await expect(open(dir)).rejects.toMatchObject({ code: 'model-broken' });
  expect(engine.state().phase).toBe('failed');
});

test('a changed weight that no golden row meets ends the service once the file was read', async () => {
  const dir = await installed();
  await overwrite(dir, 'bert.embeddings.position_embeddings.weight', 1, 0.25);
  await open(dir);
  expect(engine.state().phase).toBe('ready');
  expect(await failure()).toMatchObject({ phase: 'failed', text: { code: 'models.wrong-hash' } });
});
