import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { inputRanges } from '../../src-main/fillmask/bert/input-ranges.ts';
import { openCheckpoint } from '../../src-main/models/checkpoint.ts';
import { writeInt8 } from '../../src-main/models/int8.ts';
import { weightsHash } from '../../src-main/models/manifest.ts';
import {
  type Int8Trial,
  isAccepted,
  openModel,
  precisionFor,
  readTrial,
  thisMachine,
  writeTrial,
} from '../../src-main/models/precision.ts';
import { ortRunner } from '../../src-main/runtime/ort.ts';
import { tempDir } from '../support/temp.ts';
import { writeTinyModel } from '../support/tiny-model.ts';

const good: Int8Trial = {
  base: '',
  machine: thisMachine(),
  at: 1,
  gaps: 1000,
  top1: { float32: 0.5, int8: 0.496 },
  agreement: 0.94,
  milliseconds: { float32: 40, int8: 20 },
};

describe('a copy is accepted', () => {
  test('where it is faster and its answers agree', () => {
    expect(isAccepted(good)).toBe(true);
  });

  test.each([
    ['too few gaps were asked', { gaps: 999 }],
    ['too few answers agree', { agreement: 0.929 }],
    ['too many right answers are lost', { top1: { float32: 0.5, int8: 0.494 } }],
    ['it is not faster', { milliseconds: { float32: 40, int8: 40 } }],
  ])('not where %s', (_, change) => {
    expect(isAccepted({ ...good, ...change })).toBe(false);
  });
});

describe('a model is opened', () => {
  let dir: string;
  let base: string;
  beforeEach(async () => {
    dir = tempDir();
    await writeTinyModel(dir);
    base = await weightsHash(dir);
    const checkpoint = await openCheckpoint(dir);
    const rows = [{ ids: [2, 5, 6, 4, 8, 9, 3], masked: [3] }];
    await writeInt8(checkpoint, base, await inputRanges(checkpoint, ortRunner, rows, { provider: 'cpu' }));
  });

  test('with the copy that this machine accepted, and only on its processor', async () => {
    await writeTrial(dir, { ...good, base });
    expect(await precisionFor(dir, 'cpu')).toBe('int8');
    expect(await precisionFor(dir, 'cuda')).toBe('float32');
    expect((await openModel(dir, 'int8')).precision).toBe('int8');
    expect((await openModel(dir, 'float32')).precision).toBe('float32');
  });

  test.each([
    ['of other weights', { base: 'f'.repeat(64) }],
    ['of another machine', { machine: 'another processor' }],
    ['that was not accepted', { agreement: 0.5 }],
  ])('without a copy where the trial is one %s', async (_, change) => {
    await writeTrial(dir, { ...good, base, ...change });
    expect(await precisionFor(dir, 'cpu')).toBe('float32');
  });

  test('in float32 where the record or the copy is damaged', async () => {
    expect(await readTrial(dir, base)).toBeNull();
    writeFileSync(join(dir, 'int8', 'trial.json'), '{"base":');
    expect(await readTrial(dir, base)).toBeNull();
    mkdirSync(join(dir, 'int8'), { recursive: true });
    writeFileSync(join(dir, 'int8', 'layers.safetensors'), 'x');
    expect((await openModel(dir, 'int8')).precision).toBe('float32');
  });
});
