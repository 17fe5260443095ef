import fc from 'fast-check';
import { expect, test } from 'vitest';
import { orderedId } from '../../src-main/base/ordered-id.ts';

const times = fc.integer({ min: 0, max: 2 ** 48 - 1 });

test('ids are UUIDs of version 7 that hold their time', () => {
  fc.assert(
    fc.property(times, (now) => {
      const id = orderedId(now);
      expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      expect(Number.parseInt(id.slice(0, 13).replace('-', ''), 16)).toBe(now);
    }),
  );
});

test('ids sort by time; those of one moment differ', () => {
  fc.assert(
    fc.property(times, times, (a, b) => {
      if (a < b) expect(orderedId(a) < orderedId(b)).toBe(true);
    }),
  );
  expect(new Set(Array.from({ length: 1000 }, () => orderedId(5))).size).toBe(1000);
});
