import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { RunFormat } from '../../../src-main/contract/document-formats.ts';
import { fontDifference, fontFields, withFont } from '../../../src-main/documents/schema/font.ts';

test('only what differs, with none for what the paragraph alone has', () => {
  const base: RunFormat = { eastAsia: '宋体', size: 10.5, color: 'FF0000', bold: true, underline: 'single' };
  const run: RunFormat = { eastAsia: '宋体', size: 16, highlight: 'FFFF00', italic: true };
  expect(fontDifference(run, base)).toEqual({ size: 16, color: 'none', highlight: 'FFFF00' });
  expect(fontDifference(base, base)).toEqual({});
});

test('borders are compared by what they say', () => {
  const border = () => ({ kind: 'single', width: 0.5, color: null, space: 0 });
  expect(fontDifference({ border: border() }, { border: border() })).toEqual({});
  expect(fontDifference({ border: border() }, { border: { ...border(), width: 1 } })).toEqual({
    border: border(),
  });
});

test('a difference makes the look that it was taken from', () => {
  const look: fc.Arbitrary<RunFormat> = fc.record(
    {
      eastAsia: fc.constantFrom('宋体', '黑体'),
      ascii: fc.constantFrom('Arial', 'Times New Roman'),
      size: fc.constantFrom(10.5, 16),
      color: fc.constantFrom('FF0000', '00FF00'),
      vertical: fc.constantFrom('super', 'sub'),
      caps: fc.constantFrom('all', 'small'),
      hidden: fc.constant(true as const),
      hint: fc.constant('eastAsia' as const),
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(look, look, (run, base) => {
      expect(withFont(base, fontDifference(run, base))).toEqual(run);
    }),
  );
});

test('attributes that say nothing change nothing', () => {
  const empty = Object.fromEntries(fontFields.map((field) => [field, null]));
  expect(withFont({ size: 12 }, empty as never)).toEqual({ size: 12 });
});
