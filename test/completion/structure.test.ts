import { describe, expect, test } from 'vitest';
import { nextMarks, numberOf, numeral } from '../../src-main/completion/structure.ts';

const texts = (context: string) => nextMarks(context).map(({ text }) => text);

describe('the numbering of a document', () => {
  test('goes on with the next article, chapter, item and attachment', () => {
    expect(texts('第二条　本办法适用于机关。\n')).toContain('第三条　');
    expect(texts('第九条 甲。\n')).toContain('第十条 ');
    expect(texts('第一章　总则\n第一条　甲。\n第二条　乙。\n')).toEqual(
      expect.arrayContaining(['第二章　', '第三条　']),
    );
    expect(texts('（一）甲；\n')).toContain('（二）');
    expect(texts('一、甲。\n')).toContain('二、');
    expect(texts('附件：\n1. 名单\n')).toContain('2. ');
    expect(texts('附件1：名单\n')).toContain('附件2：');
  });

  test('goes on with what is left of a mark that is half typed', () => {
    expect(texts('第二条　甲。\n第')).toContain('三条　');
    expect(texts('（九）甲；\n（')).toContain('十）');
  });

  test('begins a list again', () => {
    expect(texts('（一）甲；\n（二）乙。\n第三条　有下列情形之一的：\n')).toEqual(
      expect.arrayContaining(['（一）', '（三）', '第四条　']),
    );
  });

  test('offers nothing inside a paragraph, nor where there is no numbering', () => {
    expect(nextMarks('第二条　本办法适用于机关。')).toEqual([]);
    expect(nextMarks('现将有关事项通知如下。\n')).toEqual([]);
    expect(nextMarks('')).toEqual([]);
  });
});

test('numerals of all numbers below 1,000 are read as they are written', () => {
  for (let value = 1; value < 1000; value++) {
    expect(numberOf(numeral(value))).toBe(value);
    expect(numberOf(String(value))).toBe(value);
  }
  expect([10, 12, 20, 100, 101, 110, 215].map(numeral)).toEqual([
    '十',
    '十二',
    '二十',
    '一百',
    '一百零一',
    '一百一十',
    '二百一十五',
  ]);
  expect(numberOf('甲')).toBe(0);
});
