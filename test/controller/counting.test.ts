import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { between } from '../../src-main/controller/counting.ts';
import type { Counter, Totals } from '../../src-main/controller/ports.ts';
import { World } from './world.ts';

/** From counters of an engine to runs. */

const counter = (answered: number, failed = 0): Counter => ({
  answered,
  failed,
  milliseconds: answered * 30,
});

describe('what a version counted between two readings', () => {
  test('is the difference, over all of its replicas', () => {
    const before = { 'v1 a': counter(10, 1), 'v1 b': counter(5), 'base a': counter(100) };
    const now = { 'v1 a': counter(14, 2), 'v1 b': counter(5), 'base a': counter(180) };
    expect(Object.fromEntries(between(before, now))).toEqual({
      v1: { answered: 4, failed: 1, milliseconds: 120 },
      base: { answered: 80, failed: 0, milliseconds: 2_400 },
    });
  });

  test('is nothing at its first reading: its counters may be of days before', () => {
    expect(between({ 'base a': counter(1) }, { 'v1 a': counter(900, 40) }).get('v1')).toBeUndefined();
  });

  test('holds all that a further replica counted, and all that one counted since it started anew', () => {
    expect(between({ 'v1 a': counter(10, 1) }, { 'v1 b': counter(3, 1) }).get('v1')).toEqual(counter(3, 1));
    expect(between({ 'v1 a': counter(10, 1) }, { 'v1 a': counter(2) }).get('v1')).toEqual(counter(2));
  });

  test('adds up to the last reading, whatever readings are left out', () => {
    const growing = fc.array(fc.tuple(fc.nat(50), fc.nat(5)), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(growing, fc.array(fc.boolean()), (steps, seen) => {
        let [at, last, total]: [Counter, Totals, number] = [counter(0), { 'v1 a': counter(0) }, 0];
        steps.forEach(([answered, failed], i) => {
          at = counter(at.answered + answered, at.failed + failed);
          if (!(seen[i] ?? true) && i < steps.length - 1) return;
          const { v1 } = Object.fromEntries(between(last, { 'v1 a': at }));
          total += (v1?.answered ?? 0) + (v1?.failed ?? 0);
          last = { 'v1 a': at };
        });
        expect(total).toBe(at.answered + at.failed);
      }),
    );
  });
});

test('what a version answered before it was offered counts in no stage', async () => {
  const world = new World(1);
  world.counters.set('v1', counter(40, 40));
  await world.steps(3);
  expect(world.share('v1')).toBe(0.05);
  expect(world.controller.state.control.snapshot.evidence.errors.failures).toBe(0);
});

test('requests that came while no controller ran are counted by the next one', async () => {
  const world = new World(2);
  await world.steps(3);
  world.ask(600);
  world.restart();
  await world.step();
  const { answered } = world.controller.state.control.snapshot.evidence;
  expect(answered).toBe(world.requests('v1'));
});
