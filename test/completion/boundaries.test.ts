import { describe, expect, test } from 'vitest';
import { boundaries } from '../../src-main/completion/boundaries.ts';

const parts = (context: string, text: string) =>
  boundaries(context, text).ends.map((end) => text.slice(0, end));

describe('a phrase may end', () => {
  test('behind words and marks', () => {
    expect(parts('现将', '有关事项通知如下：')).toEqual([
      '有关',
      '有关事项',
      '有关事项通知',
      '有关事项通知如下',
      '有关事项通知如下：',
    ]);
  });

  test('not inside a word that begins before the caret', () => {
    expect(parts('请遵照执', '行。')).toEqual(['行', '行。']);
    expect(parts('中华人民共和', '国境内')).not.toContain('');
  });

  test('not inside a number or a Latin word, nor at the end of one that may go on', () => {
    expect(parts('共', '第12条')).not.toContain('第1');
    expect(parts('使用', 'TiDB Cloud').every((part) => !part.endsWith('Clou'))).toBe(true);
    expect(parts('使用', '第1')).toEqual(['第']);
    expect(parts('', '3.5万')).not.toContain('3.');
  });

  test('not between the halves of a surrogate pair', () => {
    for (const part of parts('图', '标😀和😀')) expect(part.isWellFormed()).toBe(true);
    expect(parts('图', '标\uD83D')).toEqual(['标']);
  });

  test('the caret is known to stand behind a word, or inside one', () => {
    expect(boundaries('现将', '有关').atCaret).toBe(true);
    expect(boundaries('通', '知如下').atCaret).toBe(false);
    expect(boundaries('第一段。\n', '通知').atCaret).toBe(true);
  });
});
