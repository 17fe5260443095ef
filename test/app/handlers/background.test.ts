import { join } from 'node:path';
import { expect, test } from 'vitest';
import { must } from '../../../src-main/base/assert.ts';
import { forkNode } from '../../../src-main/base/child.ts';
import { systemClock } from '../../../src-main/base/clock.ts';
import { silentLog } from '../../../src-main/base/log.ts';
import { resolvePaths } from '../../../src-main/base/paths.ts';
import { measureWith } from '../../../src-main/engine/measure-model.ts';
import { readCalibrationGaps } from '../../../src-main/fillmask/calibration/gaps.ts';
import { readBackgrounds } from '../../../src-main/learn/memory/background-file.ts';
import { readCalibration } from '../../../src-main/models/calibration-file.ts';
import { weightsHash } from '../../../src-main/models/manifest.ts';
import { precisionFor } from '../../../src-main/models/precision.ts';
import { tempDir } from '../../support/temp.ts';
import { openTinyApp } from '../../support/tiny-app.ts';
import { writeTinyModel } from '../../support/tiny-model.ts';

const { resources } = resolvePaths({});
const measure = measureWith({ fork: forkNode, clock: systemClock, log: silentLog, resources });

const lengthsMeasured = async (dir: string) => {
  const file = join(dir, 'memory', 'background.safetensors');
  return [...((await readBackgrounds(file, await weightsHash(dir))) ?? new Map()).keys()].toSorted();
};

test('a model is measured in an engine of its own; put off, the next time goes on where it stopped', async () => {
  const dir = join(tempDir(), 'tiny');
  await writeTinyModel(dir, { positions: 128 });
  const stop = new AbortController();
  const onProgress = (done: number) => {
    // In the second half of the steps the backgrounds are measured first.
    if (done >= 540) stop.abort();
  };
  await measure({ id: 'tiny', dir }, { signal: stop.signal, onProgress });
  const first = await lengthsMeasured(dir);
  expect(first).toContain(2);
  const told: number[] = [];
  await measure(
    { id: 'tiny', dir },
    {
      onProgress: (done, of) => {
        told.push(done / of);
      },
    },
  );
  const gaps = await readCalibrationGaps(join(resources, 'calibration'));
  expect(told.at(-1)).toBe(1);
  expect(told).toEqual(told.toSorted((a, b) => a - b));
  expect(await lengthsMeasured(dir)).toEqual([1, 2, 3, 4, 5, 6]);
  const weights = { baseHash: await weightsHash(dir), precision: await precisionFor(dir, 'cpu') };
  const { measured } = must(await readCalibration(dir, weights), 'a calibration');
  // Every second gap is asked in full.
  expect(measured.words.n + measured.characters.n + measured.ends.n).toBe(Math.ceil(gaps.length / 2));
});

test('a model that was there before is measured when it is first used, with nothing taught yet', async () => {
  const app = await openTinyApp();
  await expect.poll(() => lengthsMeasured(app.modelDir('one'))).toHaveLength(6);
  await app.close();
});

test('the first correction counts in its sentence at the very next request', async () => {
  const app = await openTinyApp();
  const text = '今天[MASK]很好，我们去公园玩。';
  const { gaps } = await app.fill(text);
  const suggestionId = gaps[0]?.suggestionId ?? '';
  await app.call('feedback.give', { suggestionId, kind: 'wrong', word: '天地人和今气很好' });
  const again = await app.fill(text);
  expect(again.gaps[0]?.candidates[0]?.word).toBe('天地人和今气很好');
  await app.close();
});
