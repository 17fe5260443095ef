import fc from 'fast-check';
import { expect, test } from 'vitest';
import { planEpoch, stepsPerEpoch } from '../../../src-main/learn/training/plan.ts';

const lengths = (min: number) => fc.array(fc.integer({ min: 3, max: 90 }), { minLength: min, maxLength: 60 });
const options = fc.record({
  corrections: lengths(1),
  replay: lengths(0),
  contexts: lengths(0),
  batch: fc.integer({ min: 1, max: 16 }),
  replayBatch: fc.integer({ min: 1, max: 16 }),
  contextBatch: fc.integer({ min: 1, max: 16 }),
  seed: fc.nat(1000),
});

const batches = { batch: 8, replayBatch: 8, contextBatch: 8 };

test('an epoch runs each correction once, and replay and contexts in proportion, a batch of each at most a step', () => {
  fc.assert(
    fc.property(options, fc.nat(20), (given, epoch) => {
      const steps = planEpoch(given, epoch);
      expect(steps).toHaveLength(stepsPerEpoch(given.corrections.length, given.batch));
      const corrections = steps.flatMap((step) => step.corrections);
      expect(corrections.toSorted((a, b) => a - b)).toEqual([...given.corrections.keys()]);
      const replay = steps.flatMap((step) => step.replay);
      const share = (size: number) => Math.ceil((given.corrections.length * size) / given.batch);
      expect(replay).toHaveLength(given.replay.length === 0 ? 0 : share(given.replayBatch));
      expect(replay.every((i) => i < given.replay.length)).toBe(true);
      const contexts = steps.flatMap((step) => step.contexts);
      expect(contexts).toHaveLength(given.contexts.length === 0 ? 0 : share(given.contextBatch));
      for (const step of steps) {
        expect(step.corrections.length).toBeLessThanOrEqual(given.batch);
        expect(step.replay.length).toBeLessThanOrEqual(given.replayBatch);
        expect(step.contexts.length).toBeLessThanOrEqual(given.contextBatch);
      }
      expect(planEpoch(given, epoch)).toEqual(steps);
    }),
  );
});

test('replay is used evenly', () => {
  const given = {
    corrections: new Array(50).fill(9),
    replay: new Array(20).fill(9),
    ...batches,
    contexts: [],
    seed: 1,
  };
  const counts = new Map<number, number>();
  for (const step of planEpoch(given, 0))
    for (const i of step.replay) counts.set(i, (counts.get(i) ?? 0) + 1);
  expect(new Set(counts.values())).toEqual(new Set([2, 3]));
});

test('rows of like length are together, so that little is padding', () => {
  const corrections = Array.from({ length: 64 }, (_, i) => 5 + ((i * 37) % 64));
  const steps = planEpoch({ corrections, replay: [], ...batches, contexts: [], seed: 1 }, 0);
  for (const step of steps) {
    const own = step.corrections.map((i) => corrections[i] ?? 0);
    expect(Math.max(...own) - Math.min(...own)).toBe(7);
  }
});

test('epochs and seeds differ', () => {
  const given = {
    corrections: new Array(40).fill(9),
    replay: new Array(40).fill(9),
    ...batches,
    contexts: [],
    seed: 1,
  };
  expect(planEpoch(given, 0)).not.toEqual(planEpoch(given, 1));
  expect(planEpoch(given, 0)).not.toEqual(planEpoch({ ...given, seed: 2 }, 0));
});
