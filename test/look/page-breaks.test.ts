import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Box, type Flow, type Line, pageAt, pageBreaks } from '../../src-renderer/look/page-breaks.ts';

/** Pages are 100 high, lines 10. */

const height = () => 100;
const linesOf = (top: number, count: number): Line[] =>
  Array.from({ length: count }, (_none, i) => ({ top: top + 10 * i, bottom: top + 10 * i + 10 }));

/** What stands below each other. A number is a paragraph of so many lines. */
type Part = number | ((top: number) => Box);
function stacked(...parts: Part[]): Box[] {
  const boxes: Box[] = [];
  for (const part of parts) {
    const top = boxes.at(-1)?.bottom ?? 0;
    boxes.push(typeof part === 'number' ? paragraph(part)(top) : part(top));
  }
  return boxes;
}
const paragraph =
  (count: number, more: Partial<Flow> = {}) =>
  (top: number): Flow => ({ top, bottom: top + 10 * count, lines: () => linesOf(top, count), ...more });
const row =
  (count: number, repeats = 0) =>
  (top: number): Flow => ({ ...paragraph(count)(top), whole: true, repeats });
const turn =
  (kind: 'begin' | 'end', room = 4) =>
  (top: number): Box => ({ turn: kind, top, bottom: top + room });

const breaksOf = (...parts: Part[]) => pageBreaks(stacked(...parts), height, 0).breaks;
const heights = (...parts: Part[]) => breaksOf(...parts).map(({ y }) => y);

describe('pages', () => {
  test('end between two lines, and between two paragraphs', () => {
    expect(breaksOf(4, 5, 3, 9)).toEqual([
      { y: 100, page: 2, forced: false },
      { y: 200, page: 3, forced: false },
    ]);
    expect(heights(4, 6, 3)).toEqual([100]);
    expect(heights(25)).toEqual([100, 200]);
    expect(heights(10)).toEqual([]);
  });

  test('are as high as on paper, whatever stands before them on the screen', () => {
    const { breaks, end } = pageBreaks([paragraph(12)(37)], height, 37);
    expect(breaks).toEqual([{ y: 137, page: 2, forced: false }]);
    expect(end).toBe(237);
  });

  test('end where the document asks for it, marks taking no room', () => {
    expect(breaksOf(3, turn('end'), 10)).toEqual([{ y: 32, page: 2, forced: true }]);
    // The mark alone does not fit.
    expect(heights(10, turn('end'), 10)).toEqual([102]);
    expect(heights(2, turn('end'), turn('end'), 1)).toEqual([22, 26]);
    expect(heights(3, turn('begin'), 10)).toEqual([32]);
    expect(heights(turn('begin'), 10)).toEqual([]);
    expect(heights(2, turn('end'), turn('begin'), 10)).toEqual([22]);
  });

  test('begin with a heading, not with what follows it', () => {
    const heading = paragraph(1, { keepNext: true });
    expect(heights(9, heading, 4)).toEqual([90]);
    expect(heights(8, heading, heading, 4)).toEqual([80]);
    // Room for a line of it: the heading stays.
    expect(heights(8, heading, 4)).toEqual([100]);
    const long = Array.from({ length: 12 }, () => heading);
    expect(heights(...long, 1)).toEqual([100]);
    expect(heights(1, ...long, 1)).toEqual([10, 110]);
  });

  test('keep rows whole that fit on one, and repeat the headings of their table', () => {
    expect(heights(8, row(3), row(9))).toEqual([80, 110]);
    expect(heights(5, row(12), 1)).toEqual([100]);
    expect(heights(8, row(3, 20), row(6, 20))).toEqual([80, 110]);
  });

  test('keep a picture whole; one that is higher than a page has one of its own', () => {
    const picture = (lines: number) => (top: number) => ({ top, bottom: top + 10 * lines });
    expect(heights(8, picture(5), 2)).toEqual([80]);
    expect(heights(8, picture(15), 2)).toEqual([80, 230]);
    const high = { top: 0, bottom: 150, lines: () => [{ top: 0, bottom: 150 }] };
    expect(pageBreaks([high, paragraph(1)(150)], height, 0).breaks.map(({ y }) => y)).toEqual([150]);
  });

  test('space below the last line may reach into the margin', () => {
    const spaced: Flow = { top: 90, bottom: 130, lines: () => linesOf(90, 1) };
    expect(pageBreaks([paragraph(9)(0), spaced, paragraph(3)(130)], height, 0).breaks).toEqual([
      { y: 130, page: 2, forced: false },
    ]);
  });

  test('lines are asked for at the ends of pages alone', () => {
    let asked = 0;
    const counting = (top: number): Flow => ({
      ...paragraph(3)(top),
      lines: () => {
        asked++;
        return linesOf(top, 3);
      },
    });
    expect(heights(...Array.from({ length: 50 }, () => counting))).toHaveLength(14);
    expect(asked).toBeLessThanOrEqual(15);
  });

  test('are lower where a header is high, and come to an end without any room', () => {
    const { breaks } = pageBreaks(stacked(25), (page) => (page === 1 ? 50 : 100), 0);
    expect(breaks.map(({ y }) => y)).toEqual([50, 150]);
    for (const none of [0, -5, Number.NaN])
      expect(pageBreaks(stacked(5), () => none, 0).breaks.map(({ y }) => y)).toEqual([20, 40]);
  });

  test('follow each other, hold no more than they can, and come to an end', () => {
    const part = fc.oneof(
      fc.integer({ min: 1, max: 30 }),
      fc.record({ count: fc.integer({ min: 1, max: 30 }), keepNext: fc.boolean(), whole: fc.boolean() }),
      fc.constantFrom('begin' as const, 'end' as const),
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 40 }), (parts) => {
        const boxes = stacked(
          ...parts.map((one) =>
            typeof one === 'number' ? one : typeof one === 'string' ? turn(one) : paragraph(one.count, one),
          ),
        );
        const { breaks } = pageBreaks(boxes, height, 0);
        const total = boxes.at(-1)?.bottom ?? 0;
        expect(breaks.map(({ page }) => page)).toEqual(breaks.map((_one, i) => i + 2));
        for (const [i, { y }] of breaks.entries()) {
          const before = breaks[i - 1]?.y ?? 0;
          expect(y).toBeGreaterThan(before - 1e-9);
          expect(y).toBeLessThanOrEqual(total);
          // Marks of breaks take no room on paper, and are counted in neither page here.
          expect(y - before).toBeLessThanOrEqual(100 + 4 * parts.length);
        }
      }),
    );
  });
});

test('the page of a place', () => {
  const breaks = breaksOf(25);
  expect([0, 99, 100, 199, 250].map((y) => pageAt(breaks, y))).toEqual([1, 1, 2, 2, 3]);
});
