import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  answered,
  type Breaker,
  closedAgain,
  closedBreaker,
  failed,
  opened,
} from '../../../src-main/serving/client/breaker.ts';
import { createRetryBudget } from '../../../src-main/serving/client/retry-budget.ts';

/** @param outcomes `+` for an answer, `-` for a failure */
const after = (outcomes: string, from: Breaker = closedBreaker): Breaker =>
  [...outcomes].reduce((breaker, one) => (one === '+' ? answered(breaker) : failed(breaker, false, 0)), from);

test.each([
  ['--', 'closed'],
  ['---', 'open'],
  ['+++--+--+', 'closed'],
  ['-+-+-+-+-', 'open'],
  ['-+-+-+-+++++++-', 'closed'],
])('after %s it is %s', (outcomes, state) => {
  expect(after(outcomes).state).toBe(state);
});

test('a fault that lasts opens it at once', () => {
  expect(failed(closedBreaker, true, 0).state).toBe('open');
});

test('each opening lasts twice as long, up to a minute, until the gateway has been well for a while', () => {
  let breaker: Breaker = closedBreaker;
  const pauses: number[] = [];
  for (let i = 0; i < 6; i++) {
    const open = opened(breaker, 1_000);
    pauses.push(open.state === 'open' ? open.until - 1_000 : 0);
    breaker = open;
  }
  expect(pauses).toEqual([5_000, 10_000, 20_000, 40_000, 60_000, 60_000]);
  expect(closedAgain(breaker).pause).toBe(60_000);
  expect(after('++++++++++', closedAgain(breaker)).pause).toBe(5_000);
});

test('whatever comes, three failures in a row leave it open', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[+-]{0,40}$/), (outcomes) => {
      expect(after(`${outcomes}---`).state).toBe('open');
    }),
  );
});

test('retries are at most a tenth of the requests and what was saved up', () => {
  fc.assert(
    fc.property(fc.array(fc.boolean(), { maxLength: 300 }), (isRequest) => {
      const budget = createRetryBudget();
      let [requests, retries] = [0, 0];
      for (const one of isRequest) {
        if (one) {
          requests++;
          budget.earn();
        } else if (budget.take()) retries++;
      }
      expect(retries).toBeLessThanOrEqual(1 + requests * 0.1 + 1e-9);
    }),
  );
});
