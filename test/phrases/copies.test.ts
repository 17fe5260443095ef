import { describe, expect, test } from 'vitest';
import { seededRng } from '../../src-main/base/rng.ts';
import { copiesAmong, signatureLength, signatureOf } from '../../src-main/phrases/copies.ts';

const seed = Date.now() % 1_000_000;
const rng = seededRng(seed);
const below = (limit: number) => Math.floor(rng() * limit);
const han = (length: number) => String.fromCharCode(...Array.from({ length }, () => 0x4e00 + below(3000)));
const edited = (text: string, words: number) => {
  let out = text;
  for (let i = 0; i < words; i++) {
    const at = below(out.length - 3);
    out = out.slice(0, at) + han(3) + out.slice(at + 3);
  }
  return out;
};
const copies = (...texts: readonly string[]) => [
  ...copiesAmong(texts.map((text, i) => ({ number: i, at: i, signature: signatureOf(text) }))),
];

describe(`copies, seed ${seed}`, () => {
  test('are texts that are the same, and those with a few words changed; the latest is the original', () => {
    for (let round = 0; round < 50; round++) {
      const text = han(3000);
      expect(copies(text, han(3000), text)).toEqual([0]);
      expect(copies(text, edited(text, 3))).toEqual([0]);
      expect(copies(edited(text, 2), text, edited(text, 2))).toEqual([1, 0]);
    }
  });

  test('are none that share half of their text', () => {
    for (let round = 0; round < 50; round++) {
      const text = han(1500);
      expect(copies(text + han(1500), text + han(1500))).toEqual([]);
    }
  });

  test('are none whose dates and numbers differ: each week’s list is one of its own', () => {
    const rest = han(600);
    const week = (date: string) => `关于${date}值班安排的通知\n${rest}`;
    expect(copies(week('3月7日'), week('3月14日'))).toEqual([]);
    expect(copies(week('二〇二四年'), week('二〇二五年'))).toEqual([]);
    expect(copies(week('3月7日'), week('３月７日'))).toEqual([0]);
  });

  test('of a few sentences are the same to the letter', () => {
    const text = '请各单位于本月底前报送材料。';
    expect(copies(text, text)).toEqual([0]);
    expect(copies(text, text.replace('本月', '下月'))).toEqual([]);
    expect(copies('', '', '通知')).toEqual([]);
  });

  test('where one was changed step by step, those near the latest are', () => {
    const versions = [han(2000)];
    for (let i = 0; i < 12; i++) versions.push(edited(versions.at(-1) as string, 6));
    const found = copies(...versions);
    expect(found).toContain(versions.length - 2);
    expect(found).not.toContain(versions.length - 1);
    expect(found.length).toBeLessThan(versions.length - 1);
  });
});

test('a signature keeps 16 bits of what it is made of', () => {
  const signature = signatureOf(han(500));
  expect(signature.BYTES_PER_ELEMENT).toBe(2);
  expect(signature).toHaveLength(signatureLength);
  expect(signatureOf('七个字的句子呀')).toEqual(new Uint16Array(signatureLength));
});
