import { describe, expect, test } from 'vitest';
import { restOf, wordOf } from '../../src-renderer/suggest/ghost/ghost-state.ts';
import { Desk, offered } from './ghost-desk.ts';

describe('a ghost', () => {
  test('shrinks while the writer types it, and ends when it is all there; typed, it was not taken', () => {
    const desk = offered();
    desk.insert('生');
    expect(desk.ghost && restOf(desk.ghost)).toBe('效');
    desk.insert('效');
    expect([desk.completed, desk.ghost, desk.text]).toEqual([[], null, '订单一直没生效']);
  });

  test('begun by the writer and taken then, it was taken', () => {
    const desk = offered();
    desk.insert('生');
    desk.press('accept');
    expect([desk.completed, desk.text]).toEqual([['生效'], '订单一直没生效']);
  });

  test.each([
    ['undo', (desk: Desk) => desk.undo()],
    [
      'Backspace',
      (desk: Desk) => {
        desk.erase();
        desk.erase();
      },
    ],
    ['one Backspace', (desk: Desk) => desk.erase()],
  ])('is not offered again where %s took it back, and is where the writer goes on', (_, takeBack) => {
    const desk = offered();
    desk.press('accept');
    const before = desk.rests.length;
    takeBack(desk);
    expect(desk.rests).toHaveLength(before);
    desk.insert('有');
    expect(desk.rests).toHaveLength(before + 1);
  });

  test('is not offered where a word of the list was taken back', () => {
    const desk = new Desk();
    desk.insert('订单一直没');
    desk.decline(3, 5);
    const before = desk.rests.length;
    desk.erase();
    expect(desk.rests).toHaveLength(before);
    desk.insert('能发货');
    expect(desk.rests).toHaveLength(before + 1);
  });

  test('follows the writer to another candidate that begins the same', () => {
    const desk = offered(['生效', '收到']);
    desk.insert('收');
    expect(desk.ghost && restOf(desk.ghost)).toBe('到');
  });

  test('goes when the writer types something else', () => {
    const desk = offered();
    desk.insert('有');
    expect(desk.ghost).toBeNull();
  });

  test('is taken character by character', () => {
    const desk = offered();
    desk.press('accept-part');
    expect([desk.text, desk.ghost && restOf(desk.ghost)]).toEqual(['订单一直没生', '效']);
    desk.press('accept-part');
    expect([desk.text, desk.completed]).toEqual(['订单一直没生效', ['生效']]);
  });

  test('goes round its alternatives and keeps what was taken', () => {
    const desk = offered();
    desk.cycle(1);
    expect(desk.ghost && wordOf(desk.ghost)).toBe('生成');
    desk.press('accept-part');
    desk.cycle(1);
    // 收到 does not begin with 生.
    expect(desk.ghost && wordOf(desk.ghost)).toBe('生效');
  });

  test('does not come back where it was dismissed', () => {
    const desk = offered();
    desk.press('dismiss');
    desk.insert('有');
    desk.erase();
    for (let i = 0; i < desk.rests.length; i++) desk.rest(i);
    expect(desk.open).toEqual([]);
    desk.insert('有');
    desk.rest(0);
    expect(desk.open).toHaveLength(1);
  });

  test('is not shown where the model is unsure, or while an input method is at work', () => {
    const desk = new Desk();
    desk.insert('订单');
    desk.rest(0);
    desk.answer(0, ['生效'], 0.1);
    expect(desk.ghost).toBeNull();
    const other = offered();
    other.compose(true);
    expect(other.ghost).toBeNull();
    other.insert('s');
    expect(other.rests).toHaveLength(1);
  });
});
