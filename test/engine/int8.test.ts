import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { forkNode } from '../../src-main/base/child.ts';
import { systemClock } from '../../src-main/base/clock.ts';
import { silentLog } from '../../src-main/base/log.ts';
import { childEntry } from '../../src-main/base/paths.ts';
import { createEngine } from '../../src-main/engine/engine.ts';
import { tryInt8 } from '../../src-main/engine/try-int8.ts';
import { weightsHash } from '../../src-main/models/manifest.ts';
import { Int8Trial, readTrial, writeTrial } from '../../src-main/models/precision.ts';
import { tempDir } from '../support/temp.ts';
import { tinyVocabulary, writeTinyModel } from '../support/tiny-model.ts';

const resources = fileURLToPath(new URL('../../resources', import.meta.url));
const options = { fork: forkNode, log: silentLog, resources };

async function tinyModel(): Promise<string> {
  const dir = tempDir();
  await writeTinyModel(dir, { positions: 512, vocabulary: tinyVocabulary });
  return dir;
}

test('a trial makes the copy and records what it measured, once a machine', async () => {
  const dir = await tinyModel();
  const steps: number[] = [];
  await tryInt8(options, dir, { onProgress: (done, of) => void steps.push(done / of) });
  const trial = Int8Trial.parse(await readTrial(dir, await weightsHash(dir)));
  expect(existsSync(join(dir, 'int8', 'layers.safetensors'))).toBe(true);
  expect(trial.gaps).toBeGreaterThan(5);
  expect(trial.agreement).toBeGreaterThan(0.5);
  expect(steps.at(-1)).toBe(1);
  const file = join(dir, 'int8', 'trial.json');
  const before = readFileSync(file, 'utf8');
  await tryInt8(options, dir, {});
  expect(readFileSync(file, 'utf8')).toBe(before);
});

test('an engine runs on the copy once it was accepted, and says so', async () => {
  const dir = await tinyModel();
  await tryInt8(options, dir, {});
  const base = await weightsHash(dir);
  const trial = Int8Trial.parse(await readTrial(dir, base));
  const accepted = { gaps: 1000, agreement: 1, top1: { float32: 0, int8: 0 } };
  await writeTrial(dir, { ...trial, ...accepted, milliseconds: { float32: 2, int8: 1 } });
  const engine = createEngine({
    fork: forkNode,
    entry: childEntry('engine/engine-process'),
    clock: systemClock,
    log: silentLog,
    choose: async () => ({ provider: 'cpu', note: null }),
  });
  try {
    await engine.use({ id: 'tiny', dir, provider: 'cpu', standInFor: null });
    expect(engine.state()).toMatchObject({ phase: 'ready', precision: 'int8' });
    expect((await engine.fill({ text: '今[MASK]很好。', maxLength: 1, top: 1 })).gaps).toHaveLength(1);
  } finally {
    engine.close();
  }
});

test('a trial that cannot run leaves the model as it is', async () => {
  const dir = await tinyModel();
  await tryInt8({ ...options, resources: tempDir() }, dir, {});
  expect(await readTrial(dir, await weightsHash(dir))).toBeNull();
});
