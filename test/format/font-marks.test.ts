import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { RunFormat } from '../../src-main/contract/document-formats.ts';
import { documentSchema } from '../../src-main/documents/schema/extensions.ts';
import {
  changeFont,
  type FontChange,
  lookOf,
  marksOfBase,
  rebase,
} from '../../src-renderer/format/font-marks.ts';

const schema = documentSchema();
const all = { requiredKeys: [] as [] };

/** A look of some fields, few values each, so that two of them often share one. */
const look: fc.Arbitrary<RunFormat> = fc.record(
  {
    eastAsia: fc.constantFrom('仿宋', '黑体'),
    size: fc.constantFrom(10.5, 16),
    color: fc.constantFrom('FF0000', '0000FF'),
    vertical: fc.constantFrom('super', 'sub'),
    hidden: fc.constant(true as const),
    bold: fc.constant(true as const),
    italic: fc.constant(true as const),
    underline: fc.constantFrom('single', 'double'),
    strike: fc.constantFrom('single', 'double'),
  },
  all,
);

const change: fc.Arbitrary<FontChange> = fc.record(
  {
    size: fc.constantFrom(10.5, 16, null),
    color: fc.constantFrom('FF0000', '0000FF', 'none', null),
    vertical: fc.constantFrom('super', 'sub', 'none', null),
  },
  all,
);

/** Marks that make this look on this base. */
const marksFor = (wanted: RunFormat, base: RunFormat) => {
  const { eastAsia, size, color, vertical, hidden } = wanted;
  const font = {
    eastAsia: eastAsia ?? 'none',
    size: size ?? 'none',
    color: color ?? 'none',
    vertical: vertical ?? 'none',
    hidden: hidden ?? 'none',
  } as FontChange;
  return changeFont(schema, marksOfBase(schema, wanted), base, font);
};

test('marks say a look, whatever the paragraph’s is', () => {
  fc.assert(
    fc.property(look, look, (wanted, base) => {
      expect(lookOf(marksFor(wanted, base), base)).toEqual(wanted);
    }),
  );
});

test('a change sets its fields and no other, and the mark says no more than it must', () => {
  fc.assert(
    fc.property(look, look, change, (wanted, base, wish) => {
      const marks = changeFont(schema, marksFor(wanted, base), base, wish);
      const expected: Record<string, unknown> = { ...wanted };
      for (const [field, value] of Object.entries(wish)) {
        const next = value === null ? base[field as keyof RunFormat] : value;
        if (next === 'none' || next === undefined) delete expected[field];
        else expected[field] = next;
      }
      expect(lookOf(marks, base)).toEqual(expected);
      const font = marks.find(({ type }) => type.name === 'font')?.attrs ?? {};
      for (const [field, value] of Object.entries(font))
        if (value !== null)
          expect(value === 'none' ? undefined : value).not.toEqual(base[field as keyof RunFormat]);
    }),
  );
});

test('another base: what the run said by itself stays, all else follows', () => {
  fc.assert(
    fc.property(look, look, look, (wanted, before, next) => {
      const moved = lookOf(rebase(schema, marksFor(wanted, before), before, next), next);
      for (const field of Object.keys({ ...wanted, ...before, ...next, ...moved }) as (keyof RunFormat)[])
        expect(moved[field], field).toEqual(wanted[field] === before[field] ? next[field] : wanted[field]);
    }),
  );
});

test('going to another base and back changes no look that is on neither by chance', () => {
  fc.assert(
    fc.property(look, look, (base, next) => {
      const marks = marksOfBase(schema, base);
      const there = rebase(schema, marks, base, next);
      expect(lookOf(rebase(schema, there, next, base), base)).toEqual(base);
    }),
  );
});
