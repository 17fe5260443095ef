import { afterEach, expect, test } from 'vitest';
import { tryInt8Later } from '../../src-main/app/int8-later.ts';
import type { ForkChild } from '../../src-main/base/child.ts';
import { silentLog } from '../../src-main/base/log.ts';
import { manualClock } from '../support/manual-clock.ts';
import { tempDir } from '../support/temp.ts';
import { writeTinyModel } from '../support/tiny-model.ts';

const minute = 60_000;
let end: () => void = () => undefined;
afterEach(() => end());

async function start() {
  const dir = tempDir();
  await writeTinyModel(dir);
  const clock = manualClock();
  let idle = 0;
  const begun = Promise.withResolvers<void>();
  let forks = 0;
  const fork: ForkChild = () => {
    forks += 1;
    begun.resolve();
    return {
      pid: 1,
      send: () => undefined,
      onMessage: () => undefined,
      onExit: () => undefined,
      kill: () => undefined,
    };
  };
  end = tryInt8Later({ clock, fork, log: silentLog, resources: '', modelDir: () => dir, idle: () => idle });
  return {
    clock,
    begun,
    forks: () => forks,
    away(ms: number) {
      idle = ms;
    },
  };
}

test('a model without a trial is tried once the writer is away, and only then', async () => {
  const { clock, begun, forks, away } = await start();
  clock.advance(3 * minute);
  await new Promise(setImmediate);
  expect(forks()).toBe(0);
  away(minute);
  clock.advance(minute);
  await begun.promise;
  clock.advance(10 * minute);
  await new Promise(setImmediate);
  expect(forks()).toBe(1);
});
