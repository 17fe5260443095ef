import { expect, test } from 'vitest';
import {
  addLatency,
  geometricMean,
  noLatencies,
  quantile,
} from '../../../src-main/versions/policy/latency.ts';

const filled = (count: number) => {
  let window = noLatencies;
  for (let i = 1; i <= count; i++) window = addLatency(window, i);
  return window;
};

test('quantiles are those of R, type 7', () => {
  // quantile(c(1, 2, 3, 4), c(.5, .95))
  expect(quantile([1, 2, 3, 4], 0.5)).toBe(2.5);
  expect(quantile([1, 2, 3, 4], 0.95)).toBeCloseTo(3.85);
  expect(quantile([], 0.5)).toBe(0);
  expect(filled(3)).toMatchObject({ p50: 2, p95: 2.9 });
});

test('only the last 200 values count', () => {
  const { values, p50 } = filled(1_000);
  expect(values).toHaveLength(200);
  expect(values[0]).toBe(801);
  expect(p50).toBe(900.5);
});

test('a ratio and its inverse cancel out', () => {
  expect(geometricMean([Math.log(4), Math.log(1 / 4)])).toBe(1);
  expect(geometricMean([Math.log(2), Math.log(8)])).toBeCloseTo(4);
  expect(geometricMean([])).toBe(1);
});
