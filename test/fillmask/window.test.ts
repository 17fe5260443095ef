import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { findGaps } from '../../src-main/fillmask/infill/gaps.ts';
import { type Slot, windowOf } from '../../src-main/fillmask/infill/window.ts';
import { createTokenizer, type Tokenizer } from '../../src-main/fillmask/tokenizer.ts';
import { openCheckpoint } from '../../src-main/models/checkpoint.ts';
import { requireRealModel } from '../support/real-model.ts';

let tokenizer: Tokenizer;
beforeAll(async () => {
  tokenizer = createTokenizer(await openCheckpoint(requireRealModel()));
});

const budget = { before: 48, after: 32 };
const spell = (slots: readonly Slot[]) =>
  slots.map((slot) => ('id' in slot ? tokenizer.vocabulary[slot.id] : `<${slot.gap}>`)).join('');
const around = (text: string, index = 0) =>
  windowOf(text, findGaps(text), index, (...one) => tokenizer.encode(...one), budget);

describe('gaps', () => {
  test('one [MASK] is a word, a run of them that many tokens, apart they are two gaps', () => {
    expect(findGaps('今天[MASK]气[MASK][MASK]，[MASK]')).toEqual([
      { start: 2, end: 8, masks: 1 },
      { start: 9, end: 21, masks: 2 },
      { start: 22, end: 28, masks: 1 },
    ]);
    expect(findGaps('[mask] [MASK ]【MASK】')).toEqual([]);
  });
});

describe('tokens keep the offsets of the text', () => {
  const pieces = fc.constantFrom(
    ...[
      '今天',
      '😀',
      '👨‍👩‍👧',
      '𠮷野家',
      'Ａｐｐｌｅ',
      'café',
      'cafe\u0301',
      'iPhone15',
      '３．１４',
      ' ',
      '\t',
      '\n',
    ],
    ...['，', '“', '[CLS]', '㍿', '한국', '\u200b', '\u0000', 'ﬁ', 'Straße', '㎏', '……', 'ABC-123', '\u3000'],
  );

  test('in order, inside the text, never half a surrogate pair', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(pieces, fc.string({ unit: 'binary', maxLength: 4 })), { maxLength: 20 }),
        (parts) => {
          const text = parts.join('');
          let at = 0;
          for (const { start, end } of tokenizer.encode(text)) {
            expect(start).toBeGreaterThanOrEqual(at === 0 ? 0 : Math.min(at, start));
            expect(end).toBeGreaterThan(start);
            expect(end).toBeLessThanOrEqual(text.length);
            for (const offset of [start, end]) {
              const low = (text.charCodeAt(offset) & 0xfc00) === 0xdc00;
              const high = (text.charCodeAt(offset - 1) & 0xfc00) === 0xd800;
              expect(low && high).toBe(false);
            }
            at = start;
          }
        },
      ),
    );
  });

  test('a token that is in the vocabulary as written stands where it was written', () => {
    const text = '😀今天𠮷 iPhone 很好，ABC。';
    for (const { id, start, end } of tokenizer.encode(text)) {
      const token = (tokenizer.vocabulary[id] ?? '').replace(/^##/, '');
      if (token !== '[UNK]') expect(text.slice(start, end)).toBe(token);
    }
  });

  test('a slice has the offsets of the whole', () => {
    const text = '前面的话。今天天气很好';
    expect(tokenizer.encode(text, 5)).toEqual(tokenizer.encode(text).filter(({ start }) => start >= 5));
  });
});

describe('windows', () => {
  test('a short text is taken whole', () => {
    const { before, after } = around('今天[MASK]气很好。');
    expect([spell(before), spell(after)]).toEqual(['今天', '气很好。']);
  });

  test('of a long one they hold whole sentences where half the budget allows', () => {
    const far = '这是很远的一句话，与空缺没有关系。'.repeat(30);
    const text = `${far}昨天下了一场雨。今天[MASK]气很好。${far}`;
    const { before, after } = around(text);
    expect(before.length).toBeLessThanOrEqual(budget.before);
    expect(after.length).toBeLessThanOrEqual(budget.after);
    expect(spell(before)).toMatch(/^这是很远.*。昨天下了一场雨。今天$/);
    expect(spell(after)).toMatch(/^气很好。.*。$/);
  });

  test('what lies far away changes nothing', () => {
    const near = '我们在会上讨论了今年的工作计划，大家认为[MASK]需要更多的时间，所以决定下周再谈。';
    const pad = '。'.padStart(400, '字');
    const [a, b] = [
      around(pad + near + pad),
      around(`${'换'.repeat(5000)}${pad}${near}${pad}${'掉'.repeat(5000)}`),
    ];
    expect(b).toEqual(a);
  });

  test('other gaps keep their places, and half a gap is never seen', () => {
    const text = `[MASK]${'字'.repeat(288 - 3)}[MASK]一[MASK]二`;
    const gaps = findGaps(text);
    for (const index of gaps.keys()) {
      const { before, after } = around(text, index);
      expect(spell([...before, ...after])).not.toContain('M');
    }
    expect(spell(around('甲[MASK]乙[MASK]丙', 0).after)).toBe('乙<1>丙');
  });
});
