import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mostSkips, Settings } from '../../../src-main/contract/schemas.ts';
import { isSkipped, type Skips, withSkip } from '../../../src-main/learn/samples/skips.ts';

const moment = fc.integer({ min: 0, max: 60 });
const span = fc.tuple(moment, moment);
const joined = (spans: readonly (readonly [number, number])[]) =>
  spans.reduce<Skips>((skips, [after, until]) => withSkip(skips, after, until), []);

test('a moment is skipped where one of the spans holds it: after its beginning, up to its end', () => {
  fc.assert(
    fc.property(fc.array(span, { maxLength: 12 }), moment, (spans, at) => {
      const held = spans.some(([after, until]) => after < at && at <= until);
      expect(isSkipped(joined(spans), at)).toBe(held);
    }),
  );
});

test('the spans ascend and stand apart, whatever their order, and are valid settings', () => {
  fc.assert(
    fc.property(fc.array(span, { maxLength: 12 }), (spans) => {
      const skips = joined(spans);
      for (const [i, { after, until }] of skips.entries()) {
        expect(after).toBeLessThan(until);
        expect(after).toBeGreaterThan(skips[i - 1]?.until ?? -1);
      }
      expect(joined(spans.toReversed())).toEqual(skips);
      expect(Settings.parse({ memorySkips: skips }).memorySkips).toEqual(skips);
    }),
  );
});

test('a clock that was put back skips nothing', () => {
  expect(withSkip([{ after: 1, until: 2 }], 9, 5)).toEqual([{ after: 1, until: 2 }]);
});

test('they stay bounded, and what was skipped stays skipped', () => {
  let skips: Skips = [];
  for (let i = 0; i < 3 * mostSkips; i++) skips = withSkip(skips, 10 * i, 10 * i + 5);
  expect(skips).toHaveLength(mostSkips);
  for (let i = 0; i < 3 * mostSkips; i++) expect(isSkipped(skips, 10 * i + 5)).toBe(true);
  expect(isSkipped(skips, 30 * mostSkips - 3), 'those of late are apart').toBe(false);
});
