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
    desk.take('whole');
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
    desk.take('whole');
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
    desk.take('character');
    expect([desk.text, desk.ghost && restOf(desk.ghost)]).toEqual(['订单一直没生', '效']);
    desk.take('character');
    expect([desk.text, desk.completed]).toEqual(['订单一直没生效', ['生效']]);
  });

  test('goes round its alternatives and keeps what was taken', () => {
    const desk = offered();
    desk.cycle(1);
    expect(desk.ghost && wordOf(desk.ghost)).toBe('生成');
    desk.take('character');
    desk.cycle(1);
    // 收到 does not begin with 生.
    expect(desk.ghost && wordOf(desk.ghost)).toBe('生效');
  });

  test('does not come back where it was dismissed', () => {
    const desk = offered();
    desk.dismiss();
    desk.insert('有');
    desk.erase();
    for (let i = 0; i < desk.rests.length; i++) desk.rest(i);
    expect(desk.open).toEqual([]);
    desk.insert('有');
    desk.rest(0);
    expect(desk.open).toHaveLength(1);
  });

  test('is not shown while an input method is at work, and nothing is asked for then', () => {
    const desk = offered();
    desk.compose('s');
    desk.compose('sh');
    expect([desk.ghost, desk.rests.length]).toEqual([null, 1]);
  });

  test('goes on after an input method that left its beginning, without another request', () => {
    const desk = offered(['生效以后再报']);
    desk.compose('sheng');
    desk.commit('生效');
    expect([desk.ghost && restOf(desk.ghost), desk.rests.length]).toEqual(['以后再报', 1]);
    desk.compose('yihou');
    desk.commit('');
    expect(desk.ghost && restOf(desk.ghost)).toBe('以后再报');
    desk.compose('zai');
    desk.commit('在');
    expect([desk.ghost, desk.rests.length]).toEqual([null, 2]);
  });

  test('that waits for an input method is gone with the writer', () => {
    const desk = offered();
    desk.compose('sheng');
    desk.leave();
    desk.commit('生');
    expect(desk.ghost).toBeNull();
  });
});

describe('a phrase', () => {
  const phrase = '现将有关事项通知如下：一、提高认识';

  test('is taken word by word, up to the punctuation, and as a whole', () => {
    const desk = offered([phrase]);
    desk.take('word');
    expect(desk.text).toBe('订单一直没现');
    desk.take('word');
    desk.take('clause');
    expect([desk.text, desk.ghost && restOf(desk.ghost)]).toEqual([
      '订单一直没现将有关事项通知如下：',
      '一、提高认识',
    ]);
    desk.take('whole');
    expect([desk.text, desk.completed, desk.ended]).toEqual([`订单一直没${phrase}`, [phrase], []]);
    expect(desk.rests).toHaveLength(2);
  });

  test('says what became of it: typed, taken in part, or sent away', () => {
    const typed = offered(['生效']);
    typed.insert('生');
    typed.insert('效');
    expect(typed.ended).toEqual([['typed', '生效']]);
    const part = offered([phrase]);
    part.take('clause');
    part.insert('请');
    expect(part.ended).toEqual([['part', '现将有关事项通知如下：']]);
    const away = offered([phrase]);
    away.dismiss();
    expect(away.ended).toEqual([['dismissed', phrase]]);
    const over = offered([phrase]);
    over.insert('请');
    expect(over.ended).toEqual([]);
  });

  test('that was taken in part and taken back again was not wanted', () => {
    const desk = offered([phrase]);
    desk.take('clause');
    desk.undo();
    expect([desk.ended, desk.ghost]).toEqual([[], null]);
  });
});
