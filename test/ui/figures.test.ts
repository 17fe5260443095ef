import { expect, test } from 'vitest';
import { leavesOf } from '../../src-renderer/health/leaves.ts';
import { numberOf } from '../../src-renderer/state/version-names.ts';
import { direction, ms, points, pValue, share } from '../../src-renderer/ui/figures.ts';
import { ids, versions } from '../support/health-fixtures.ts';

test('a change is told with its sign, and as none where its last digit is none', () => {
  expect([0.012, -0.004, 0.0004, -0.0004].map(points)).toEqual(['+1.2', '−0.4', '0', '0']);
  expect(direction(0.5, 0.5004)).toBe('same');
  expect(direction(0.5, 0.512)).toBe('up');
  expect(direction(0.512, 0.5)).toBe('down');
});

test('shares, times and p values have as many digits as mean something', () => {
  expect(share(0.6734)).toBe('67.3%');
  expect([9.04, 99.96, 131.4].map(ms)).toEqual(['9.0', '100.0', '131']);
  expect([1e-9, 0.0494, 0.25].map(pValue)).toEqual(['<0.001', '0.049', '0.25']);
});

test('versions are counted in the order of learning, and keep their numbers when they are removed', () => {
  expect(ids.map((id) => numberOf(versions, id))).toEqual([1, 2, 3]);
  const removed = versions.map((one) => (one.id === ids[0] ? { ...one, state: 'removed' as const } : one));
  expect(numberOf(removed, ids[2])).toBe(3);
  expect(numberOf(versions, 'base')).toBeNull();
  expect(numberOf(versions, 'f'.repeat(16))).toBeNull();
});

test('a recipe is read setting by setting', () => {
  expect(leavesOf({ mode: 'lora', rates: { last: 1 / 3 }, layers: [9, 10], none: null })).toEqual([
    ['mode', 'lora'],
    ['rates.last', '0.333333'],
    ['layers', '9, 10'],
    ['none', 'null'],
  ]);
});
