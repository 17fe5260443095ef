import { expect, test } from 'vitest';
import { systemClock } from '../../src-main/base/clock.ts';
import { createRowCache } from '../../src-main/fillmask/bert/row-cache.ts';
import { baseVersion, createVersions } from '../../src-main/fillmask/bert/versions.ts';
import { openCheckpoint } from '../../src-main/models/checkpoint.ts';
import { ortRunner } from '../../src-main/runtime/ort.ts';
import { tempDir } from '../support/temp.ts';
import { writeTinyModel } from '../support/tiny-model.ts';

const rows = [{ ids: [2, 5, 4, 7, 3], masked: [2] }];

/** A tiny model whose signal fires when the thread is lent for the n-th time. @returns what it had run by then */
async function ranUntil(fires: number): Promise<{ readonly trunk: number; readonly top: boolean }> {
  const dir = tempDir();
  await writeTinyModel(dir);
  const abort = new AbortController();
  let [lent, trunk] = [0, 0];
  const versions = await createVersions(await openCheckpoint(dir), ortRunner, {
    provider: 'cpu',
    clock: systemClock,
    step: async () => {
      if (++lent === fires) abort.abort();
    },
    cacheOf: async ({ encode }) =>
      createRowCache({
        encode: (some) => {
          trunk++;
          return encode(some);
        },
      }),
  });
  const { logits } = versions.model(baseVersion, { signal: abort.signal });
  const top = await logits(rows).then(
    () => true,
    (error) => {
      expect(error.name).toBe('AbortError');
      return false;
    },
  );
  await versions.release();
  return { trunk, top };
}

test('a signal that fires while the thread is lent ends a run before its trunk, and before its top', async () => {
  expect(await ranUntil(1)).toEqual({ trunk: 0, top: false });
  expect(await ranUntil(2)).toEqual({ trunk: 1, top: false });
  expect(await ranUntil(3)).toEqual({ trunk: 1, top: true });
});
