import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isSlot, slots, slotted } from '../../src-main/phrases/slotted.ts';

/** Slots as signs that can be read: @ name, % date, # number, ~ other. */
const signs = { name: '@', date: '%', number: '#', other: '~' } as const;
const shown = (text: string): string =>
  Object.entries(signs).reduce(
    (result, [kind, sign]) => result.replaceAll(slots[kind as keyof typeof signs], sign),
    slotted(text),
  );

const seed = Date.now() % 1_000_000;

describe('personal data and numbers become slots', () => {
  test.each([
    ['联系人：张伟，电话13812345678。', '联系人：@，电话~。'],
    ['1985年3月2日出生', '%出生'],
    ['车牌粤A12345', '车牌~'],
    ['账号 zw_8899 与 A4 纸', '账号 ~ 与 ~ 纸'],
    ['于2026年3月5日前报送', '于#年#月#日前报送'],
    ['３月底、2026-03-05 上午9时', '#月底、#-#-# 上午#时'],
    ['二〇二六年三月五日，十二月', '#年#月#日，#月'],
    ['投资3.5万元，共1,200.50元，增长12.5%', '投资#万元，共#元，增长#%'],
    ['五亿三千万元、二百元、叁拾万元整', '#万元、#元、#元整'],
    ['百分之三十，意见一百二十六条', '百分之#，意见#条'],
    ['〔2024〕15号', '〔#〕#号'],
  ])('%s', (text, expected) => expect(shown(text)).toBe(expected));
});

describe('structure and words stay', () => {
  test.each([
    '第三条　一、总则（二）第一百二十六条 第3条 第12 条',
    '附件：\n1. 名单\n2．表格\n（3）附件1',
    '自受理之日起六十日内，千方百计，万一，万元，三个月',
  ])('%s', (text) => expect(slotted(text)).toBe(text));

  test('lines without what is between them', () => {
    expect(slotted('一 \n\n　　二\r\n三\n  ')).toBe('一\n二\n三\n');
  });

  test('a number that begins a line and is no mark of an item', () => {
    expect(shown('一\n3.5万元\n3人')).toBe('一\n#万元\n#人');
  });
});

const piece = fc.oneof(
  fc.constantFrom(
    ...['第', '附件', '\n', '年', '月', '日', '万元', '元', '〔', '〕', '号', '.', ',', '-', '%', ' '],
    ...[
      '三',
      '十二',
      '一百',
      '二〇二六',
      '叁拾',
      '百分之',
      '联系人：张伟',
      '⟦姓名⟧',
      'GB',
      'A4',
      '报送',
      '说',
    ],
  ),
  fc.integer({ min: 0, max: 99_999 }).map(String),
  fc.string({ unit: 'grapheme', maxLength: 3 }),
);
const texts = fc.array(piece, { maxLength: 20 }).map((pieces) => pieces.join(''));

describe(`random texts, seed ${seed}`, () => {
  test('what is slotted stays as it is when it is slotted again', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const once = slotted(text);
        expect(slotted(once)).toBe(once);
      }),
      { seed, numRuns: 500 },
    );
  });

  test('no more than three digits in a row are left', () => {
    fc.assert(
      fc.property(texts, (text) => {
        expect(slotted(text)).not.toMatch(/[0-9０-９]{4}/);
      }),
      { seed, numRuns: 500 },
    );
  });
});

describe('what is typed reads as what is indexed', () => {
  const whole =
    '各单位：\n请于2026年3月5日前，将〔2024〕15号文件所附表1报送张伟，电话13812345678，共3.5万元。\n2. 其他';
  const indexed = slotted(whole);

  test('at every place outside a number and a name', () => {
    for (let at = 1; at <= whole.length; at++) {
      const typed = slotted(whole.slice(0, at));
      const inside =
        /[0-9]\.?$/.test(whole.slice(0, at)) || /张$|张伟$|^[^\n]*\n[^\n]*\n2$/.test(whole.slice(0, at));
      if (!inside) expect(indexed.startsWith(typed), JSON.stringify(typed)).toBe(true);
    }
  });

  test('where only the last 40 characters are given', () => {
    for (let at = 40; at <= whole.length; at++) {
      const full = slotted(whole.slice(0, at));
      const end = slotted(whole.slice(at - 40, at));
      expect(full.slice(-6), whole.slice(at - 40, at)).toBe(end.slice(-6));
    }
  });

  test('one unit is one slot', () => {
    expect([...slotted('共3.5万元')].map(isSlot)).toEqual([false, true, false, false]);
  });
});
