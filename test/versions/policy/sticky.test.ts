import fc from 'fast-check';
import { expect, test } from 'vitest';
import { answersNew, standing } from '../../../src-main/versions/policy/sticky.ts';

const name = fc.string({ maxLength: 20 });
const share = fc.double({ min: 0, max: 1, noNaN: true });

test('raising the share only moves gaps from the old to the new version', () => {
  fc.assert(
    fc.property(name, name, name, share, share, (salt, document, gap, x, y) => {
      const [low, high] = [Math.min(x, y), Math.max(x, y)];
      if (answersNew(salt, document, gap, low)) expect(answersNew(salt, document, gap, high)).toBe(true);
      expect(answersNew(salt, document, gap, 0)).toBe(false);
      expect(answersNew(salt, document, gap, 1)).toBe(true);
    }),
    { numRuns: 2_000 },
  );
});

test('gaps that differ by one digit are spread evenly and independently of the roll-out', () => {
  const counts = new Array<number>(100).fill(0);
  let both = 0;
  const total = 100_000;
  for (let i = 0; i < total; i++) {
    const [document, gap] = [`doc-${i % 50}`, String(i)];
    const at = standing('v1', document, gap);
    counts[Math.floor(at * 100)] = (counts[Math.floor(at * 100)] ?? 0) + 1;
    if (at < 0.2 && answersNew('v2', document, gap, 0.2)) both++;
  }
  // χ² with 99 degrees of freedom: 149 is its 99.9 % point.
  const expected = total / 100;
  expect(counts.reduce((sum, one) => sum + (one - expected) ** 2 / expected, 0)).toBeLessThan(149);
  expect(both / total).toBeCloseTo(0.04, 2);
});

test('where a name ends matters', () => {
  expect(standing('s', 'ab', 'c')).not.toBe(standing('s', 'a', 'bc'));
  expect(standing('sa', 'b', 'c')).not.toBe(standing('s', 'ab', 'c'));
});
