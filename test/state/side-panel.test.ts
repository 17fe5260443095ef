import { describe, expect, test } from 'vitest';
import {
  besideFrom,
  isBeside,
  limitsIn,
  readSidePanel,
  type SidePanel,
  storeSidePanel,
  updateSidePanel,
  widthByKey,
  widthOf,
} from '../../src-renderer/state/side-panel.ts';

const wide: SidePanel = { window: 1440, open: null, away: null, width: null };
const narrow: SidePanel = { ...wide, window: 900 };

function memory(): Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> & {
  readonly kept: Map<string, string>;
} {
  const kept = new Map<string, string>();
  return {
    kept,
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
    removeItem: (key) => void kept.delete(key),
  };
}

describe('a panel', () => {
  test('is next to the text from 1,200 pixels on', () => {
    expect(isBeside({ ...wide, window: besideFrom })).toBe(true);
    expect(isBeside({ ...wide, window: besideFrom - 1 })).toBe(false);
  });

  test('is shown and put away by one button; another one takes its place', () => {
    const open = updateSidePanel(wide, { type: 'toggle', panel: 'records' });
    expect(open.open).toBe('records');
    expect(updateSidePanel(open, { type: 'toggle', panel: 'health' }).open).toBe('health');
    expect(updateSidePanel(open, { type: 'toggle', panel: 'records' }).open).toBeNull();
  });

  test('that is a dialog is not closed by the button behind it', () => {
    const open = updateSidePanel(narrow, { type: 'toggle', panel: 'records' });
    expect(updateSidePanel(open, { type: 'toggle', panel: 'records' }).open).toBe('records');
  });

  test('goes away with the room and comes back with it', () => {
    const open = updateSidePanel(wide, { type: 'show', panel: 'health' });
    const small = updateSidePanel(open, { type: 'window', width: 1000 });
    expect(small).toMatchObject({ open: null, away: 'health' });
    expect(updateSidePanel(small, { type: 'window', width: 1300 })).toMatchObject({
      open: 'health',
      away: null,
    });
  });

  test('that was opened as a dialog since is the one that stays', () => {
    const small = { ...narrow, away: 'health' as const };
    const dialog = updateSidePanel(small, { type: 'show', panel: 'settings' });
    expect(updateSidePanel(dialog, { type: 'window', width: 1300 })).toMatchObject({ open: 'settings' });
    const closed = updateSidePanel(dialog, { type: 'show', panel: null });
    expect(updateSidePanel(closed, { type: 'window', width: 1300 }).open).toBeNull();
  });
});

describe('its width', () => {
  test('leaves the text room in every window, and comes back with the room', () => {
    const chosen = updateSidePanel({ ...wide, window: 2560 }, { type: 'width', width: 1400 });
    expect(widthOf(chosen, 480)).toBe(1400);
    for (const window of [1200, 1280, 1440, 1920])
      expect(window - widthOf({ ...chosen, window }, 480)).toBeGreaterThanOrEqual(560);
    expect(widthOf({ ...chosen, window: 2560 }, 480)).toBe(1400);
    expect(widthOf(wide, 480)).toBe(480);
    expect(widthOf(updateSidePanel(wide, { type: 'width', width: 3 }), 480)).toBe(320);
    expect(widthOf(updateSidePanel(chosen, { type: 'width', width: null }), 480)).toBe(480);
  });

  test('follows the keys of its edge', () => {
    const limits = limitsIn(1440);
    expect(widthByKey('ArrowLeft', 480, limits)).toBe(496);
    expect(widthByKey('ArrowRight', 480, limits)).toBe(464);
    expect(widthByKey('ArrowRight', 321, limits)).toBe(320);
    expect(widthByKey('Home', 480, limits)).toBe(320);
    expect(widthByKey('End', 480, limits)).toBe(880);
    expect(widthByKey('Enter', 480, limits)).toBeNull();
  });
});

describe('the next window', () => {
  test('begins with the panel and the width of the last one', () => {
    const store = memory();
    const left: SidePanel = { ...wide, open: 'records', width: 500 };
    storeSidePanel(store, left);
    expect(readSidePanel(store, 1440)).toEqual(left);
    expect(readSidePanel(store, 900)).toEqual({ window: 900, open: null, away: 'records', width: 500 });
  });

  test('does not begin with a dialog', () => {
    const store = memory();
    storeSidePanel(store, { ...narrow, open: 'records' });
    expect(store.kept.size).toBe(0);
    expect(readSidePanel(store, 900).open).toBeNull();
  });

  test('begins with none where nothing, or nothing sound, was stored', () => {
    const store = memory();
    for (const bad of ['', '{', '7', 'null', '{"open":"x","width":"wide"}', '{"width":1}']) {
      store.setItem('bumo.panel', bad);
      expect(readSidePanel(store, 1440)).toEqual(wide);
    }
    const broken = () => {
      throw new Error('no storage');
    };
    const none = { getItem: broken, setItem: broken, removeItem: broken };
    expect(readSidePanel(none, 1440)).toEqual(wide);
    expect(() => storeSidePanel(none, { ...wide, open: 'health' })).not.toThrow();
  });
});
