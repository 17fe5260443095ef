import { expect, test } from 'vitest';
import { scrollRoom } from '../../src-renderer/editor/scroll-room.ts';

test('the written line stays clear of the edges, and never has to be out of sight for it', () => {
  const line = 34;
  for (let height = 60; height < 1200; height += 20) {
    const { scrollThreshold, scrollMargin } = scrollRoom(() => height);
    for (const room of [scrollThreshold, scrollMargin])
      expect(room.top + room.bottom + line / 2).toBeLessThan(height);
    // What was scrolled to is not at once too near to an edge.
    expect(scrollMargin.bottom).toBeGreaterThan(scrollThreshold.bottom);
  }
  expect(scrollRoom(() => 800)).toMatchObject({
    scrollThreshold: { top: 60 },
    scrollMargin: { bottom: 100 },
  });
});

test('the height is read when it counts', () => {
  let height = 800;
  const { scrollMargin } = scrollRoom(() => height);
  height = 100;
  expect(scrollMargin.top).toBe(25);
});
