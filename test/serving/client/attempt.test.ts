import { expect, test } from 'vitest';
import { Attempt } from '../../../src-main/serving/client/attempt.ts';
import { manualClock } from '../../support/manual-clock.ts';

function begun(wait: number) {
  const clock = manualClock();
  const outcomes: string[] = [];
  const attempt = new Attempt({
    version: 'base',
    wait,
    clock,
    infer: () => new Promise(() => undefined),
    moved: () => outcomes.push('moved'),
    answered: (took) => outcomes.push(`answered in ${took}`),
    lost: () => outcomes.push('lost'),
    failed: ({ kind }) => outcomes.push(kind),
  });
  let isOver = false;
  void attempt.headStart().then(() => {
    isOver = true;
  });
  const pass = async (milliseconds: number) => {
    clock.advance(milliseconds);
    await new Promise((resolve) => setImmediate(resolve));
    return isOver;
  };
  return { attempt, outcomes, pass };
}

test('the head start ends when the gateway has had its time', async () => {
  const { pass } = begun(20);
  expect([await pass(19), await pass(1)]).toEqual([false, true]);
});

test('keys that the local answer needs too cost the gateway nothing, also while they are made', async () => {
  const { attempt, outcomes, pass } = begun(20);
  const work = Promise.withResolvers<void>();
  expect(await pass(5)).toBe(false);
  const excused = attempt.excused(() => work.promise);
  expect(await pass(50)).toBe(false);
  work.resolve();
  await excused;
  expect(await pass(14)).toBe(false);
  attempt.answered();
  expect(outcomes).toEqual(['answered in 19']);
  expect(await pass(1)).toBe(true);
});

test('an answer that comes when this machine has answered is told once, as a loss', () => {
  const { attempt, outcomes } = begun(20);
  attempt.lost();
  attempt.answered();
  expect(outcomes).toEqual(['lost']);
});
