import { describe, expect, test } from 'vitest';
import type { PageFormat, Running } from '../../src-main/contract/document-formats.ts';
import { pageHeights, restOf, waitBefore } from '../../src-renderer/look/page-heights.ts';

const page: PageFormat = {
  width: 600,
  height: 840,
  top: 75,
  bottom: 75,
  left: 75,
  right: 75,
  header: 30,
  footer: 30,
  columns: 1,
  linePitch: null,
};
const running = (change: Partial<Running> = {}): Running => ({
  blocks: {},
  title: false,
  mirrored: false,
  start: null,
  format: 'decimal',
  ...change,
});

describe('the height of a page', () => {
  test('is that of the paper without its margins', () => {
    expect(pageHeights(page, null, new Map())(1)).toBe(920);
    expect(pageHeights(page, { header: running() }, new Map())(1)).toBe(920);
  });

  test('is less where a header or a footer is higher than its margin, and not where it is lower', () => {
    const sheet = { header: running(), footer: running() };
    expect(pageHeights(page, sheet, new Map([['header-default', 100]]))(1)).toBe(880);
    expect(pageHeights(page, sheet, new Map([['footer-default', 110]]))(1)).toBe(870);
    expect(pageHeights(page, sheet, new Map([['header-default', 20]]))(1)).toBe(920);
    // What is drawn and belongs to no page of the document takes no room.
    expect(pageHeights(page, null, new Map([['header-default', 100]]))(1)).toBe(920);
  });

  test("is that of the page's own header", () => {
    const header = running({ title: true, mirrored: true });
    const heights = pageHeights(
      page,
      { header },
      new Map([
        ['header-first', 100],
        ['header-even', 120],
      ]),
    );
    expect([1, 2, 3, 4].map(heights)).toEqual([880, 860, 920, 860]);
  });
});

test('the last page is as high as on paper, and never shorter than its text', () => {
  expect(restOf(900, 500.123)).toBe(399.88);
  expect(restOf(500, 900)).toBe(0);
});

test('pages are drawn up after a pause; the caret is followed sooner, but does not overtake a change', () => {
  expect(waitBefore(true, false)).toBe(250);
  expect(waitBefore(true, true)).toBe(250);
  expect(waitBefore(false, false)).toBe(60);
  expect(waitBefore(false, true)).toBeNull();
});
