import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Anchor, BarAnchor } from '../../src-renderer/suggest/placement.svelte.ts';
import { documentOf, HeadlessEditor } from '../support/headless-editor.ts';

beforeEach(() => vi.stubGlobal('window', { innerHeight: 900 }));
afterEach(() => vi.unstubAllGlobals());

const room = { left: 0, top: 100, right: 900, bottom: 700 };
const areaOf = (box: typeof room) => () => ({ getBoundingClientRect: () => box }) as HTMLElement;
const area = areaOf(room);
const size = { width: 300, height: 200 };

/** A text whose positions are 20 pixels apart; lines of 10 positions, 30 pixels high, the first at `top`. */
function editor(top: number) {
  const one = new HeadlessEditor(documentOf('今'.repeat(40)));
  let from = top;
  const coordsAtPos = (pos: number, side = 1) => {
    const at = side < 0 ? pos - 1 : pos;
    const left = ((at % 10) + (side < 0 ? 1 : 0)) * 20;
    const line = from + Math.floor(at / 10) * 30;
    return { left, right: left, top: line, bottom: line + 24 };
  };
  const shown = Object.assign(one, { coordsAtPos });
  Object.assign(one.dom, { children: [] });
  return {
    editor: shown.editor,
    select: (pos: number) => one.select(pos),
    scroll: (to: number) => (from = to),
  };
}

describe('the list', () => {
  test('is below its gap, from its beginning', () => {
    const anchor = new Anchor(area);
    const one = editor(200);
    anchor.update(one.editor, { from: 3, to: 5 }, size);
    expect(anchor.placement).toMatchObject({ side: 'below', left: 60, offset: 232 });
  });

  test('keeps clear of a caret elsewhere, and does not mind one at its gap', () => {
    const anchor = new Anchor(area);
    const one = editor(400);
    one.select(15);
    anchor.update(one.editor, { from: 3, to: 5 }, size);
    expect(anchor.placement?.side).toBe('above');
    one.select(4);
    anchor.update(one.editor, { from: 3, to: 5 }, size);
    expect(anchor.placement?.side).toBe('below');
    // At the end of a gap that goes over two lines, too.
    one.select(19);
    anchor.update(one.editor, { from: 8, to: 19 }, size);
    expect(anchor.placement?.side).toBe('below');
  });

  test('is hidden while its gap is scrolled out of sight', () => {
    const anchor = new Anchor(area);
    const one = editor(200);
    for (const [top, seen] of [
      [200, true],
      [60, false],
      [750, false],
      [300, true],
    ] as const) {
      one.scroll(top);
      anchor.update(one.editor, { from: 3, to: 5 }, size);
      expect(anchor.placement !== null).toBe(seen);
    }
  });

  test('stays where it is while its gap is not in the text any more, or its place is not drawn', () => {
    const anchor = new Anchor(area);
    const one = editor(200);
    anchor.update(one.editor, { from: 3, to: 5 }, size);
    const before = anchor.placement;
    anchor.update(one.editor, { from: 3, to: 500 }, size);
    expect(anchor.placement).toBe(before);
    const nowhere = new Anchor(() => undefined);
    nowhere.update(one.editor, { from: 3, to: 5 }, size);
    expect(nowhere.placement).toBeNull();
  });
});

describe('the bar', () => {
  const bar = { width: 200, height: 36 };

  test('is at the line where its word begins', () => {
    const anchor = new BarAnchor(area);
    anchor.update(editor(200).editor, { from: 8, to: 13 }, bar);
    expect(anchor.placement).toMatchObject({ side: 'below', left: 160, top: 232 });
  });

  test('is behind the first line of a word that goes over two, where there is no room below or above', () => {
    const anchor = new BarAnchor(areaOf({ ...room, top: 190, bottom: 234 }));
    anchor.update(editor(200).editor, { from: 8, to: 13 }, bar);
    expect(anchor.placement).toMatchObject({ side: 'after', left: 176 });
  });

  test('is placed once its size is known, and hidden while its word is out of sight', () => {
    const anchor = new BarAnchor(area);
    const one = editor(200);
    anchor.update(one.editor, { from: 3, to: 5 }, { width: 0, height: 0 });
    expect(anchor.placement).toBeNull();
    anchor.update(one.editor, { from: 3, to: 5 }, bar);
    expect(anchor.placement?.side).toBe('below');
    one.scroll(800);
    anchor.update(one.editor, { from: 3, to: 5 }, bar);
    expect(anchor.placement).toBeNull();
  });

  test('that has room of its own keeps it, even where its word is out of sight', () => {
    const anchor = new BarAnchor(area);
    const one = editor(200);
    const wide = { width: 2000, height: 36 };
    anchor.update(one.editor, { from: 3, to: 5 }, wide);
    expect(anchor.placement).toEqual({ side: 'docked' });
    anchor.update(one.editor, { from: 3, to: 5 }, bar);
    expect(anchor.placement).toEqual({ side: 'docked' });
    one.scroll(800);
    anchor.update(one.editor, { from: 3, to: 5 }, bar);
    expect(anchor.placement).toEqual({ side: 'docked' });
  });
});
