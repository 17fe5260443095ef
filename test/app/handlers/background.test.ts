import { join } from 'node:path';
import { expect, test } from 'vitest';
import { forkNode } from '../../../src-main/base/child.ts';
import { systemClock } from '../../../src-main/base/clock.ts';
import { silentLog } from '../../../src-main/base/log.ts';
import { resolvePaths } from '../../../src-main/base/paths.ts';
import { measureWith } from '../../../src-main/engine/measure-model.ts';
import { readBackgrounds } from '../../../src-main/learn/memory/background-file.ts';
import { weightsHash } from '../../../src-main/models/manifest.ts';
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
  await writeTinyModel(dir);
  const stop = new AbortController();
  const onProgress = (done: number) => {
    if (done === 60) stop.abort();
  };
  await measure({ id: 'tiny', dir }, { signal: stop.signal, onProgress });
  const first = await lengthsMeasured(dir);
  expect(first).toContain(2);
  let whole = 0;
  await measure(
    { id: 'tiny', dir },
    {
      onProgress: (_, of) => {
        whole = of;
      },
    },
  );
  expect(whole).toBe(48 * (6 - first.length));
  expect(await lengthsMeasured(dir)).toEqual([1, 2, 3, 4, 5, 6]);
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
