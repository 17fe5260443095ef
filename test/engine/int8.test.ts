import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import { forkNode } from '../../src-main/base/child.ts';
import { systemClock } from '../../src-main/base/clock.ts';
import { silentLog } from '../../src-main/base/log.ts';
import { childEntry } from '../../src-main/base/paths.ts';
import type { Engine } from '../../src-main/engine/api.ts';
import { createEngine } from '../../src-main/engine/engine.ts';
import { tryInt8 } from '../../src-main/engine/try-int8.ts';
import type { GoldenAnswer } from '../../src-main/models/golden-answers.ts';
import { weightsHash } from '../../src-main/models/manifest.ts';
import { Int8Trial, readTrial, writeTrial } from '../../src-main/models/precision.ts';
import { render } from '../../src-main/texts/message.ts';
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

/** Makes the copy, and a record of a trial that accepted it. */
async function withAcceptedCopy(): Promise<string> {
  const dir = await tinyModel();
  await tryInt8(options, dir, {});
  const base = await weightsHash(dir);
  const trial = Int8Trial.parse(await readTrial(dir, base));
  const accepted = { gaps: 1000, agreement: 1, top1: { float32: 0, int8: 0 } };
  await writeTrial(dir, { ...trial, ...accepted, milliseconds: { float32: 2, int8: 1 } });
  return dir;
}

let engine: Engine | null = null;
afterEach(() => engine?.close());

async function open(dir: string): Promise<Engine> {
  engine = createEngine({
    fork: forkNode,
    entry: childEntry('engine/engine-process'),
    clock: systemClock,
    log: silentLog,
    choose: async () => ({ provider: 'cpu', note: null }),
  });
  await engine.use({ id: 'tiny', dir, provider: 'cpu', standInFor: null });
  return engine;
}

/** Changes the copy's last byte, a weight of a layer. */
function damage(dir: string): void {
  const file = join(dir, 'int8', 'layers.safetensors');
  const content = readFileSync(file);
  content[content.length - 1] = 1 + (content.at(-1) ?? 0);
  writeFileSync(file, content);
}

test('an engine runs on the copy once it was accepted, and says so', async () => {
  const { state, fill } = await open(await withAcceptedCopy());
  expect(state()).toMatchObject({ phase: 'ready', precision: 'int8' });
  expect((await fill({ text: '今[MASK]很好。', maxLength: 1, top: 1 })).gaps).toHaveLength(1);
});

/** Waits until an engine runs on float32. @returns what it says on its way there */
async function fallsBack({ state, onState }: Engine): Promise<Set<string>> {
  const said = new Set<string>();
  await new Promise<void>((resolve) => {
    const look = () => {
      const now = state();
      if (now.phase === 'restarting') said.add(render(now.text, 'en'));
      if (now.phase === 'ready' && now.precision === 'float32') resolve();
    };
    onState(look);
    look();
  });
  return said;
}

test('a copy that changed since it was written is given up and made anew', async () => {
  const dir = await withAcceptedCopy();
  damage(dir);
  const said = await fallsBack(await open(dir));
  expect([...said].join()).toContain('8-bit copy of the model is damaged');
  expect(existsSync(join(dir, 'int8', 'layers.safetensors'))).toBe(false);
  expect(await readTrial(dir, await weightsHash(dir))).toBeNull();
  await tryInt8(options, dir, {});
  expect(await readTrial(dir, await weightsHash(dir))).not.toBeNull();
  expect(existsSync(join(dir, 'int8', 'layers.safetensors'))).toBe(true);
});

test('a copy that answers otherwise than at its first start answers nothing', async () => {
  const dir = await withAcceptedCopy();
  const first = await open(dir);
  expect(first.state()).toMatchObject({ precision: 'int8' });
  first.close();
  // As if the first start had answered otherwise: no layer of a model as small as this one moves its answers enough.
  const file = join(dir, 'golden-int8.json');
  const golden = JSON.parse(readFileSync(file, 'utf8')) as { answers: GoldenAnswer[] };
  const answers = golden.answers.map((one) => ({ ...one, probability: 1 - one.probability }));
  writeFileSync(file, JSON.stringify({ ...golden, answers }));
  const { state } = await open(dir);
  expect(state()).toMatchObject({ phase: 'ready', precision: 'float32' });
});

test('a trial does not use a copy that changed since it was written', async () => {
  const dir = await withAcceptedCopy();
  const file = join(dir, 'int8', 'layers.safetensors');
  const whole = readFileSync(file);
  damage(dir);
  rmSync(join(dir, 'int8', 'trial.json'));
  await tryInt8(options, dir, {});
  expect(readFileSync(file).equals(whole)).toBe(true);
});

test('a trial that cannot run leaves the model as it is', async () => {
  const dir = await tinyModel();
  await tryInt8({ ...options, resources: tempDir() }, dir, {});
  expect(await readTrial(dir, await weightsHash(dir))).toBeNull();
});
