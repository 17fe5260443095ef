import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { documentIndex } from '../../src-main/phrases/document-index.ts';
import { memoryIndex } from '../support/memory-index.ts';

describe('the document being written', () => {
  test('is looked up before and behind the caret, and never goes on with itself', () => {
    const index = documentIndex('请各部门认真执行。\n请各部门', '附件：请各部门及时报送');
    const [longest] = index.matches('\n请各部门');
    expect(longest).toMatchObject({ length: 5, count: 1 });
    expect(longest?.sample[0]?.next).toBe('认真执行。');
    const shorter = index.matches('\n请各部门').find(({ length }) => length === 4);
    expect(shorter?.sample.map(({ next }) => next).toSorted()).toEqual(['及时报送', '认真执行。']);
    expect(index.document(0)).toEqual({ title: '', at: 0 });
    expect(index.document(1)).toBeNull();
  });

  test('goes on to the end of the paragraph or a slot', () => {
    const index = documentIndex('各部门：\n请于', '请于月底\n请于');
    expect(index.matches('\n请于')[0]?.sample.map(({ next }) => next)).toEqual(['月底']);
    expect(documentIndex('请于\uF5A1前报送\n甲', '').matches('请于')[0]?.sample[0]?.next).toBe('');
  });

  test('is found as a plain index finds it', () => {
    const seed = Date.now() % 1_000_000;
    const text = fc.string({ unit: fc.constantFrom('甲', '乙', '\n', '\uF5A0'), maxLength: 60 });
    fc.assert(
      fc.property(text, text, (written, context) => {
        // At the caret itself there is nothing yet: one unit more is written, which nothing looks for.
        const whole = `${written}\n\u3000`;
        const plain = memoryIndex([{ title: '', text: whole }]);
        const found = documentIndex(whole, '').matches(context);
        const counts = (matches: readonly { length: number; count: number }[]) =>
          matches.map(({ length, count }) => [length, count]);
        expect(counts(found)).toEqual(counts(plain.matches(context)));
      }),
      { seed },
    );
  });
});
