import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { PastRun } from '../../src-main/contract/learn-run.ts';
import { medianStep, runPace, secondsFor, stepTimer } from '../../src-main/learning/run-pace.ts';
import { tempDir } from '../support/temp.ts';

const past = (step: number, steps = 100): PastRun => ({ step, steps, samples: 50, rest: 30 });

test('before the first run there is no estimate', () => {
  expect([secondsFor([], 50), medianStep([])]).toEqual([null, null]);
});

test('an estimate grows with the samples and is not led astray by one slow run', () => {
  const runs = [past(0.5), past(9), past(0.5)];
  expect(secondsFor(runs, 50)).toBeCloseTo(0.5 * 100 + 30, 9);
  expect(secondsFor(runs, 100)).toBeCloseTo(0.5 * 200 + 30, 9);
});

test('an update is timed by the median of what lies between reports, a pause among them or not', () => {
  let now = 0;
  const timer = stepTimer(() => now);
  expect(timer.median()).toBeNull();
  for (const [at, step] of [
    [1_000, 0],
    [2_000, 1],
    [2_500, 1],
    [3_000, 2],
    [600_000, 3],
    [602_000, 5],
  ] as const) {
    now = at;
    timer.note(step);
  }
  expect(timer.median()).toBe(1);
});

test('the last five runs of a model and method are remembered beyond a restart, each apart', () => {
  const dir = tempDir();
  const pace = runPace(dir);
  for (let step = 1; step <= 7; step++) pace.add('m', 'lora', past(step));
  pace.add('m', 'patch', past(99));
  const again = runPace(dir);
  expect(again.of('m', 'lora').map(({ step }) => step)).toEqual([3, 4, 5, 6, 7]);
  expect(again.of('m', 'patch')).toHaveLength(1);
  expect(again.of('other', 'lora')).toEqual([]);
});

test('a damaged file is as good as none', () => {
  const dir = tempDir();
  writeFileSync(join(dir, 'pace.json'), '{"m lora":[{"step":-1}]}');
  expect(runPace(dir).of('m', 'lora')).toEqual([]);
});
