import { expect, test } from 'vitest';
import { createGate } from '../../../src-main/learn/training/gate.ts';
import { manualClock } from '../../support/manual-clock.ts';

const settle = async () => {
  for (let i = 0; i < 10; i++) await Promise.resolve();
};

function setup() {
  const clock = manualClock();
  const gate = createGate(clock, () => Promise.resolve());
  const passes: number[] = [];
  const pass = () => {
    void gate.pass().then(
      () => passes.push(clock.monotonic()),
      (error: { code: string }) => passes.push(error.code === 'learn-cancelled' ? -1 : -2),
    );
    return settle();
  };
  return { clock, gate, passes, pass };
}

test('at full pace a run never waits', async () => {
  const { clock, passes, pass } = setup();
  await pass();
  clock.advance(100);
  await pass();
  expect(passes).toEqual([0, 100]);
});

test('at a quarter of the time it rests three times as long as it worked', async () => {
  const { clock, gate, passes, pass } = setup();
  await pass();
  gate.pace(0.25);
  clock.advance(100);
  await pass();
  clock.advance(299);
  await settle();
  expect(passes).toEqual([0]);
  clock.advance(1);
  await settle();
  expect(passes).toEqual([0, 400]);
});

test('a faster pace ends a rest that was begun', async () => {
  const { clock, gate, passes, pass } = setup();
  await pass();
  gate.pace(0.1);
  clock.advance(100);
  await pass();
  clock.advance(50);
  gate.pace(1);
  await settle();
  expect(passes).toEqual([0, 150]);
});

test('paused it waits for as long as it takes, whatever the pace', async () => {
  const { clock, gate, passes, pass } = setup();
  gate.pause();
  await pass();
  gate.pace(1);
  clock.advance(3_600_000);
  await settle();
  expect(passes).toEqual([]);
  expect(gate.paused).toBe(true);
  gate.resume();
  await settle();
  expect(passes).toEqual([3_600_000]);
});

test('the time of a pause is no work that must be rested from', async () => {
  const { clock, gate, passes, pass } = setup();
  gate.pace(0.5);
  gate.pause();
  await pass();
  clock.advance(1000);
  gate.resume();
  await settle();
  clock.advance(10);
  await pass();
  clock.advance(10);
  await settle();
  expect(passes).toEqual([1000, 1020]);
});

test.each(['paused', 'resting', 'working'])('a cancel is heard while %s', async (when) => {
  const { clock, gate, passes, pass } = setup();
  await pass();
  if (when === 'paused') gate.pause();
  if (when === 'resting') gate.pace(0.1);
  clock.advance(100);
  if (when === 'working') gate.cancel();
  await pass();
  gate.cancel();
  await settle();
  expect(passes).toEqual([0, -1]);
});

test.each([Number.NaN, -1, 0, 7])('a pace of %d neither stops a run nor breaks it', async (duty) => {
  const { clock, gate, passes, pass } = setup();
  await pass();
  gate.pace(duty);
  clock.advance(10);
  await pass();
  clock.advance(500);
  await settle();
  expect(passes).toHaveLength(2);
});
