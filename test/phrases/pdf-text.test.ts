import { describe, expect, test } from 'vitest';
import { joinLines, pdfText } from '../../src-main/phrases/pdf-text.ts';
import { pdfOf } from '../support/pdf.ts';

describe('the lines of a PDF', () => {
  test('are joined where a full line ends no sentence, over the end of a page too', () => {
    const first =
      '关于报送材料的通知\n各单位要认真做好本年度的总结工作\n，并在月底之前报送。\n请各单位按照附件的要求逐项进行';
    expect(joinLines([first, '核对。\n特此通知。'])).toBe(
      [
        '关于报送材料的通知',
        '各单位要认真做好本年度的总结工作，并在月底之前报送。',
        '请各单位按照附件的要求逐项进行核对。',
        '特此通知。',
      ].join('\n'),
    );
  });

  test('begin a paragraph where they begin a clause', () => {
    const lines = ['1.1项目名称：日产八千吨生产线工程', '1.2建设地点：上饶市', '（二）工期'];
    expect(joinLines([lines.join('\n')])).toBe(lines.join('\n'));
  });

  test('in Latin letters keep their words apart', () => {
    expect(joinLines(['the first line of this text\ngoes on here'])).toBe(
      'the first line of this text goes on here',
    );
  });

  test('lose blanks that are distances, and the signs of radicals become characters', () => {
    expect(joinLines(['关 于 2026 年 度 ⽣产 的 通 知 ， 见 Word 文 件'])).toBe(
      '关于2026年度生产的通知，见Word文件',
    );
  });

  test('that are page numbers, headers and footers are left out', () => {
    const page = (words: string, number: string) => `某某市人民政府文件\n${words}\n${number}`;
    const numbers = ['1', '— 2 —', '第 3 页'];
    expect(joinLines(numbers.map((number, i) => page(`第${'一二三'[i]}条内容。`, number)))).toBe(
      '第一条内容。\n第二条内容。\n第三条内容。',
    );
  });
});

describe('a PDF', () => {
  test('gives its Chinese text in paragraphs', async () => {
    const pdf = pdfOf([['现将有关事项通知如下，请各单位认真', '贯彻执行。'], ['特此通知。']]);
    expect(await pdfText(pdf)).toBe('现将有关事项通知如下，请各单位认真贯彻执行。\n特此通知。');
  });

  test('without text is empty, and one that is damaged is refused', async () => {
    expect(await pdfText(pdfOf([[]]))).toBe('');
    await expect(pdfText(new TextEncoder().encode('%PDF-1.7 nothing'))).rejects.toMatchObject({
      code: 'document-unreadable',
    });
  });
});
