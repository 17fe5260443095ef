import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { FairCounts } from '../../src-main/controller/fair-counts.ts';
import type { OutcomeCounts } from '../../src-main/serving/outcome-report.ts';
import { type ManualClock, manualClock } from '../support/manual-clock.ts';

/** What of the desktops' counts is evidence: nobody stops or promotes a version alone. */

const hours = 3_600_000;
let clock: ManualClock;
let alone: number;
let fair: FairCounts;

beforeEach(() => {
  clock = manualClock();
  alone = 0;
  fair = new FairCounts({ clock, onAlone: () => void alone++ });
});

const nothing: OutcomeCounts = { accepted: 0, refused: 0, errors: 0 };
const take = (sender: string, counts: Partial<OutcomeCounts>, version = 'v1') =>
  fair.take({ version, ...nothing, ...counts }, sender);

test('one sender alone counts for nothing, however often it reports', () => {
  for (let i = 0; i < 1_000; i++)
    expect(take('a', { accepted: 1, refused: 900, errors: 90 })).toEqual(nothing);
});

test('a second sender lets as much count of the first as it sent itself', () => {
  take('a', { refused: 500, errors: 40 });
  expect(take('b', { accepted: 3, errors: 1 })).toEqual({ accepted: 3, refused: 3, errors: 2 });
  expect(take('a', { refused: 500, errors: 40 })).toEqual(nothing);
  expect(take('b', { refused: 1 })).toEqual({ accepted: 0, refused: 2, errors: 0 });
});

test('of many who are alike, everything counts but for the first one’s wait', () => {
  const senders = Array.from({ length: 100 }, (_, i) => `s${i}`);
  const all = senders.map((sender) => take(sender, { accepted: 7, refused: 3 }));
  expect(all[0]).toEqual(nothing);
  expect(all.reduce((sum, one) => sum + one.accepted, 0)).toBe(700);
  expect(all.reduce((sum, one) => sum + one.refused, 0)).toBe(300);
});

test('what is cut keeps the proportion of taken and refused', () => {
  take('a', { accepted: 80, refused: 20 });
  expect(take('b', { accepted: 10 })).toEqual({ accepted: 18, refused: 2, errors: 0 });
});

test('judgements let no errors count, and those of one version none of another', () => {
  take('a', { errors: 9 });
  expect(take('b', { accepted: 9 })).toEqual(nothing);
  expect(take('b', { errors: 9 }, 'base')).toEqual(nothing);
});

test('a day later everyone begins anew, also where the clock was set back', () => {
  take('a', { errors: 9 });
  clock.advance(24 * hours);
  expect(take('b', { errors: 9 })).toEqual(nothing);
  clock.advance(-2 * hours);
  expect(take('a', { errors: 9 })).toEqual(nothing);
});

test('a day in which one sender alone reported is told once; a day with more is not', () => {
  take('a', { errors: 1 });
  take('a', { errors: 1 });
  expect(alone).toBe(0);
  clock.advance(24 * hours);
  take('a', { errors: 1 });
  take('b', { errors: 1 });
  expect(alone).toBe(1);
  clock.advance(24 * hours);
  take('b', { errors: 1 });
  expect(alone).toBe(1);
});

test('made-up names of versions take no place of those in service', () => {
  for (let i = 0; i < 100; i++) take('a', { errors: 1 }, `made-up-${i}`);
  take('b', { errors: 1 });
  expect(take('c', { errors: 1 })).toEqual({ ...nothing, errors: 2 });
  // A fifth name of the same sender.
  expect(take('a', { errors: 1 })).toEqual(nothing);
});

describe('for all reports', () => {
  const report = fc.record({
    sender: fc.constantFrom('a', 'b', 'c', 'd'),
    accepted: fc.nat(30),
    refused: fc.nat(30),
    errors: fc.nat(5),
  });

  test('what counted in all is what each sent, cut to the second most', () => {
    fc.assert(
      fc.property(fc.array(report, { maxLength: 40 }), (reports) => {
        const own = new FairCounts({ clock, onAlone: () => undefined });
        const sent = new Map<string, { judged: number; errors: number }>();
        const counted = { judged: 0, errors: 0 };
        for (const { sender, ...counts } of reports) {
          const before = sent.get(sender) ?? { judged: 0, errors: 0 };
          const judged = before.judged + counts.accepted + counts.refused;
          sent.set(sender, { judged, errors: before.errors + counts.errors });
          const now = own.take({ version: 'v1', ...counts }, sender);
          expect(Math.min(now.accepted, now.refused, now.errors)).toBeGreaterThanOrEqual(0);
          counted.judged += now.accepted + now.refused;
          counted.errors += now.errors;
        }
        for (const kind of ['judged', 'errors'] as const) {
          const sorted = [...sent.values()].map((one) => one[kind]).toSorted((a, b) => b - a);
          const second = sorted[1] ?? 0;
          expect(counted[kind]).toBe(sorted.reduce((sum, one) => sum + Math.min(one, second), 0));
        }
      }),
    );
  });

  test('none of an outcome counts more often than it was sent', () => {
    fc.assert(
      fc.property(fc.array(report, { maxLength: 40 }), (reports) => {
        const own = new FairCounts({ clock, onAlone: () => undefined });
        const left = { accepted: 0, refused: 0, errors: 0 };
        for (const { sender, ...counts } of reports) {
          const now = own.take({ version: 'v1', ...counts }, sender);
          for (const kind of ['accepted', 'refused', 'errors'] as const) {
            left[kind] += counts[kind] - now[kind];
            expect(left[kind]).toBeGreaterThanOrEqual(0);
          }
        }
      }),
    );
  });
});
