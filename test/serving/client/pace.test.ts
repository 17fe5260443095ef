import { expect, test } from 'vitest';
import { isOutpaced, lateAfter, type Pace, paced } from '../../../src-main/serving/client/pace.ts';

const after = (...answers: readonly (number | null)[]): Pace => answers.reduce(paced, [] as Pace);
const times = (count: number, took: number | null) => new Array<number | null>(count).fill(took);

test('three answers in a row that came second are too slow, two are not', () => {
  expect(isOutpaced(after(5, null, null))).toBe(false);
  expect(isOutpaced(after(5, null, null, null))).toBe(true);
  expect(isOutpaced(after(null, null, null, 5))).toBe(false);
});

test('six of the last ten are too slow, however they are spread', () => {
  expect(isOutpaced(after(null, null, 5, null, null, 5, null, 5, 5))).toBe(false);
  expect(isOutpaced(after(null, null, 5, null, null, 5, null, 5, 5, null))).toBe(true);
  expect(isOutpaced(after(null, null, 5, null, null, 5, null, 5, 5, null, 5))).toBe(false);
});

test('a gateway is late after twice what one of twenty answers takes, once twenty are known', () => {
  expect(lateAfter(after(...times(19, 10)))).toBe(Number.POSITIVE_INFINITY);
  expect(lateAfter(after(...times(20, 10)))).toBe(20);
  expect(lateAfter(after(...times(38, 10), 30, 40))).toBe(60);
});

test('answers that never came first make a gateway later, not earlier', () => {
  expect(lateAfter(after(...times(38, 10), null, null))).toBe(Number.POSITIVE_INFINITY);
});

test('what was slow is forgotten', () => {
  expect(lateAfter(after(...times(5, 900), ...times(40, 10)))).toBe(20);
});
