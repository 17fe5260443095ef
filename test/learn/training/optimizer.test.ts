import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type AdamWOptions,
  type AdamWState,
  adamWStep,
  globalNorm,
} from '../../../src-main/learn/training/optimizer.ts';
import { rateAt } from '../../../src-main/learn/training/schedule.ts';

/** Made by make_optimizer.py with PyTorch. */
const golden = JSON.parse(readFileSync(new URL('../../parity/optimizer.json', import.meta.url), 'utf8')) as {
  options: AdamWOptions;
  sizes: readonly [number, number];
  rates: readonly [number, number];
  start: readonly number[];
  steps: readonly { scale: number; gradients: number[]; norm: number; parameters: number[] }[];
};

const stateOf = (parameters: readonly number[]): AdamWState => ({
  parameters: Float32Array.from(parameters),
  gradients: new Float32Array(parameters.length),
  first: new Float32Array(parameters.length),
  second: new Float32Array(parameters.length),
  step: 0,
});

describe('AdamW', () => {
  test('makes PyTorch’s steps, clipped or not, with a rate for each group', () => {
    const [size] = golden.sizes;
    const [fast, slow] = golden.rates;
    const spans = [
      { from: 0, to: size, learningRate: fast },
      { from: size, to: golden.start.length, learningRate: slow },
    ];
    const state = stateOf(golden.start);
    for (const { scale, gradients, norm, parameters } of golden.steps) {
      state.gradients.set(gradients);
      expect(adamWStep(state, spans, golden.options, scale)).toBeCloseTo(norm, 5);
      for (const [i, wanted] of parameters.entries()) expect(state.parameters[i]).toBeCloseTo(wanted, 5);
    }
    const norms = golden.steps.map(({ norm }) => norm);
    expect(Math.max(...norms)).toBeGreaterThan(golden.options.clipNorm);
    expect(Math.min(...norms)).toBeLessThan(golden.options.clipNorm);
  });

  test('leaves what is in no span as it is', () => {
    const state = stateOf([1, 2, 3]);
    state.gradients.fill(1);
    adamWStep(state, [{ from: 1, to: 2, learningRate: 0.1 }], golden.options, 1);
    expect([state.parameters[0], state.parameters[2]]).toEqual([1, 3]);
    expect(state.parameters[1]).not.toBe(2);
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY])('takes no step along a gradient of %d', (bad) => {
    const state = stateOf([1, 2, 3]);
    state.gradients.set([0, bad, 0]);
    expect(adamWStep(state, [{ from: 0, to: 3, learningRate: 0.1 }], golden.options, 1)).not.toSatisfy(
      Number.isFinite,
    );
    expect([...state.parameters]).toEqual([1, 2, 3]);
    expect(state.step).toBe(0);
  });

  test('the norm is that of all gradients, whatever their number', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -9, max: 9, noNaN: true }), { maxLength: 11 }), (values) => {
        const wanted = Math.sqrt(values.reduce((sum, one) => sum + Math.fround(one) ** 2, 0));
        expect(globalNorm(Float32Array.from(values))).toBeCloseTo(wanted, 9);
      }),
    );
  });
});

describe('the schedule', () => {
  const schedule = { warmUp: 0.1, floor: 0.2 };
  const steps = fc.integer({ min: 1, max: 400 });

  test('rises, then falls to the floor, and never leaves (0, 1]', () => {
    fc.assert(
      fc.property(steps, (count) => {
        const rates = Array.from({ length: count }, (_, step) => rateAt(step, count, schedule));
        expect(rates.every((rate) => rate > 0 && rate <= 1)).toBe(true);
        const top = rates.indexOf(Math.max(...rates));
        for (let i = 1; i < count; i++) {
          const change = (rates[i] ?? 0) - (rates[i - 1] ?? 0);
          if (i <= top) expect(change).toBeGreaterThan(0);
          else expect(change).toBeLessThanOrEqual(1e-12);
        }
        if (count > 3) expect(rates.at(-1)).toBeCloseTo(schedule.floor, 9);
      }),
    );
  });

  test('without warm-up it starts at the full rate', () => {
    expect(rateAt(0, 10, { warmUp: 0, floor: 0 })).toBe(1);
  });
});
