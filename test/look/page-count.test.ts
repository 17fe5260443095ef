import type { EditorView } from '@tiptap/pm/view';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { PageCount, type Paged } from '../../src-renderer/look/page-count.svelte.ts';
import { zoom } from '../../src-renderer/look/zoom.svelte.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  vi.stubGlobal('requestIdleCallback', (run: () => void) => {
    run();
    return 1;
  });
  vi.stubGlobal('cancelIdleCallback', () => undefined);
  vi.stubGlobal('window', { matchMedia: () => ({ matches: printing }) });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  printing = false;
});
let printing = false;

/** A document whose page is looked for, and never found. */
function document() {
  const looked = vi.fn(() => null);
  const view = { state: { doc: {} }, isDestroyed: false, dom: { closest: looked } };
  const paged = { view: view as unknown as EditorView, page: {}, sheet: null } as Paged;
  return { paged, view, looked };
}

test('pages are looked for once after the last change, and not after the end', () => {
  const { paged, looked } = document();
  const pages = new PageCount();
  pages.follow(paged);
  vi.advanceTimersByTime(200);
  pages.follow(paged, true);
  vi.advanceTimersByTime(249);
  expect(looked).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(looked).toHaveBeenCalledTimes(1);
  pages.follow(paged);
  pages.stop();
  vi.advanceTimersByTime(1000);
  expect(looked).toHaveBeenCalledTimes(1);
});

test('pages of a document that is gone, or that is being printed, are not looked for', () => {
  const { paged, view, looked } = document();
  const pages = new PageCount();
  printing = true;
  pages.follow(paged);
  vi.advanceTimersByTime(250);
  printing = false;
  view.isDestroyed = true;
  pages.follow(paged);
  vi.advanceTimersByTime(250);
  expect(looked).not.toHaveBeenCalled();
});

test('a document without paper has one page, and no place on it', () => {
  const pages = new PageCount();
  pages.layout = { breaks: [{} as never], rest: 3, lastSection: 2 };
  pages.at = 2;
  expect(pages.count).toBe(2);
  pages.clear();
  expect([pages.count, pages.at]).toEqual([1, null]);
});

test('a document is as large as fits until the writer chooses', () => {
  zoom.fit = 0.8;
  expect(zoom.factor).toBe(0.8);
  zoom.step(1);
  expect(zoom.factor).toBe(0.9);
  zoom.set(Number.NaN);
  expect(zoom.factor).toBe(0.9);
  zoom.set(1000);
  expect(zoom.factor).toBe(2);
  zoom.set(1);
  expect(zoom.factor).toBe(0.5);
  zoom.choice = null;
  expect(zoom.factor).toBe(0.8);
});
