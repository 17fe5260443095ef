import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { asMasks, blanksIn, gapsIn, isGap, maskText } from '../../../src-main/documents/schema/gaps.ts';

const spellings = [
  '[MASK]',
  '[mask]',
  '[Mask]',
  '［MASK］',
  '【MASK】',
  '[ MASK ]',
  '［　ｍａｓｋ　］',
  '<mask>',
  '<MASK>',
  '＜mask＞',
  '< mask >',
  // The input method was changed between the brackets.
  '[MASK】',
];
const found = (text: string) => gapsIn(text).map(({ from, to }) => text.slice(from, to));

describe('gaps', () => {
  test.each(spellings)('%s is one, wherever it stands', (spelling) => {
    expect(isGap(spelling)).toBe(true);
    expect(found(`请于周五前${spelling}材料${spelling}${spelling}。`)).toEqual([
      spelling,
      spelling,
      spelling,
    ]);
  });

  test.each([
    '[MASKED]',
    '[UNMASK]',
    '[MASK',
    'MASK',
    '（MASK）',
    '<mask id="a">',
    '</mask>',
    '[M ASK]',
    '[MASK>',
    '[\nMASK]',
    '',
  ])('%j is none', (text) => {
    expect(gapsIn(text)).toEqual([]);
    expect(isGap(text)).toBe(false);
  });

  test('only the whole text makes a gap of it', () => {
    expect(isGap('[MASK] ')).toBe(false);
    expect(isGap('[MASK][MASK]')).toBe(false);
  });
});

const piece = fc.constantFrom(...spellings, '天气', 'a', ' ', '，', '[', ']', '<', '😀', '\n');

test('models read every spelling as [MASK], and offsets lead back to the text as it was', () => {
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const given = pieces.join('');
      const { text, original } = asMasks(given);
      const gaps = gapsIn(given);
      expect(gapsIn(text)).toHaveLength(gaps.length);
      expect(text.split(maskText)).toHaveLength(gaps.length + 1);
      expect(original(text.length)).toBe(given.length);
      let at = 0;
      for (const { from, to } of gaps) {
        const start = text.indexOf(maskText, at);
        at = start + maskText.length;
        expect([original(start), original(start + 2), original(at)]).toEqual([from, from, to]);
      }
    }),
  );
});

const blanks = (text: string) => blanksIn(text).map(({ from, to }) => text.slice(from, to));

describe('blanks', () => {
  test.each([
    ['姓名：____', ['____']],
    ['____年__月__日', ['____', '__', '__']],
    ['甲方：＿＿＿＿（以下简称“甲方”）', ['＿＿＿＿']],
    ['根据（　　）第3号文件', ['　　']],
    ['共计(   )元', ['   ']],
    ['国办发〔　　〕12号', ['　　']],
    ['选择（ ）', [' ']],
    ['Name: ____ Date: __', ['____', '__']],
    ['一、（____）', ['____']],
    ['姓名：____\n职务：___', ['____', '___']],
  ])('%j leaves room', (text, expected) => {
    expect(blanks(text)).toEqual(expected);
  });

  test.each([
    ['a place to sign', '签字：____'],
    ['a place to sign, with who', '甲方（签字）：________'],
    ['a place to sign, with who in brackets', '签字（盖章）：____'],
    ['a place to stamp', '单位盖章：____'],
    ['an English signature', 'Signature: ________'],
    ['a rule across the page', '________________'],
    ['a rule with spaces', '  ____ ____  '],
    ['a name', 'my__var and __init__'],
    ['a single stroke', '一_二'],
    ['empty brackets', 'run()，（）'],
    ['a check box', '[ ] 完成 ( )'],
    ['brackets with words', '（ 甲 ）'],
    ['a gap', '[ MASK ]'],
  ])('%s is left alone: %j', (_name, text) => {
    expect(blanks(text)).toEqual([]);
  });

  test('a date beside a signature is none', () => {
    expect(blanks('签署日期：____')).toEqual(['____']);
    expect(blanks('签字：________　日期：____年')).toEqual(['____']);
  });

  test('lines by look are blanks, unless they are to sign on or found by their text', () => {
    const text = '姓名：　　　签字：　　　';
    expect(
      blanksIn(text, [
        { from: 3, to: 6 },
        { from: 9, to: 12 },
      ]),
    ).toEqual([{ from: 3, to: 6 }]);
    expect(blanksIn('（　　）', [{ from: 1, to: 3 }])).toEqual([{ from: 1, to: 3 }]);
  });

  test('none overlaps another, and a long text takes no longer than its length', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('_', '＿', '（', '）', '(', ')', ' ', '　', '甲', 'a', '\n'), {
          maxLength: 40,
        }),
        (signs) => {
          let last = 0;
          for (const { from, to } of blanksIn(signs.join(''))) {
            expect(from).toBeGreaterThanOrEqual(last);
            expect(to).toBeGreaterThan(from);
            last = to;
          }
        },
      ),
    );
  });
});
