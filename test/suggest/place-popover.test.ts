import { describe, expect, test } from 'vitest';
import { type Box, hits, placeBar, placePopover } from '../../src-renderer/suggest/place-popover.ts';

const area: Box = { left: 0, top: 150, right: 900, bottom: 560 };
const window = 600;
const gapAt = (top: number, left = 300): Box => ({ left, right: left + 40, top, bottom: top + 24 });
const list = { width: 400, height: 260 };

/** The rectangle that a list takes. */
function boxOf(gap: Box, size = list, within = area, height = window): Box {
  const place = placePopover(gap, null, size, within, height);
  const tall = Math.min(size.height, place.height ?? size.height);
  const top = place.side === 'below' ? place.offset : height - place.offset - tall;
  return { left: place.left, right: place.left + size.width, top, bottom: top + tall };
}

describe('the list', () => {
  test('is below its gap, above it where there is no room below', () => {
    expect(placePopover(gapAt(200), null, list, area, window)).toMatchObject({ side: 'below', height: null });
    expect(placePopover(gapAt(500), null, list, area, window)).toMatchObject({ side: 'above', height: null });
  });

  test('keeps clear of the caret where it can', () => {
    const caret = { left: 400, right: 402, top: 250, bottom: 274 };
    const low = { ...list, height: 90 };
    expect(placePopover(gapAt(200), caret, low, { ...area, top: 50 }, window).side).toBe('above');
  });

  test('never covers its own line, nor leaves the window, however low the window is', () => {
    for (const height of [200, 260, 300, 400, 600, 900])
      for (let top = 90; top < height - 40; top += 7) {
        const gap = gapAt(top);
        const box = boxOf(gap, list, { ...area, top: 85, bottom: height - 30 }, height);
        const line = { ...gap, left: 0, right: 900 };
        expect(hits(box, line), `a gap at ${top} of ${height}`).toBe(false);
        expect(box.top).toBeGreaterThanOrEqual(0);
        expect(box.bottom).toBeLessThanOrEqual(height);
      }
  });

  test('stays inside the sides', () => {
    expect(boxOf(gapAt(200, 850)).right).toBeLessThanOrEqual(area.right);
    expect(boxOf(gapAt(200, -50)).left).toBeGreaterThanOrEqual(area.left);
  });
});

describe('the bar about a word', () => {
  const bar = { width: 220, height: 36 };
  const word = gapAt(300);
  const line = (top: number, right = 700): Box => ({ left: 100, right, top, bottom: top + 24 });

  test('is below a word at the end of the text', () => {
    expect(placeBar(word, bar, [line(266), line(300, 340)], area, null)).toMatchObject({ side: 'below' });
  });

  test('goes above, then behind the line, then into room of its own', () => {
    expect(placeBar(word, bar, [line(300), line(334)], area, null)).toMatchObject({ side: 'above' });
    const between = [line(266), line(300), line(334)];
    expect(placeBar(word, bar, between, { ...area, right: 1200 }, null)).toMatchObject({
      side: 'after',
      left: 716,
    });
    expect(placeBar(word, bar, between, area, null)).toEqual({ side: 'docked' });
  });

  test('never covers a line', () => {
    for (let width = 500; width < 1400; width += 50)
      for (let top = 200; top < 500; top += 9) {
        const lines = [0, 1, 2, 3].map((i) => line(top - 34 + i * 34, 400 + i * 100));
        const place = placeBar(gapAt(top), bar, lines, { ...area, right: width }, null);
        if (place.side === 'docked') continue;
        const box = { ...place, right: place.left + bar.width, bottom: place.top + bar.height };
        for (const one of lines)
          expect(hits(box, { ...one, top: one.top + 1, bottom: one.bottom - 1 })).toBe(false);
      }
  });

  test('stays where it is while that is free', () => {
    expect(placeBar(word, bar, [], area, 'above')).toMatchObject({ side: 'above' });
    expect(placeBar(word, bar, [line(270)], area, 'above')).toMatchObject({ side: 'below' });
    expect(placeBar(word, bar, [], area, 'docked')).toEqual({ side: 'docked' });
  });
});
