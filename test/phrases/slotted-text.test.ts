import fc from 'fast-check';
import { expect, test } from 'vitest';
import { slotted } from '../../src-main/phrases/slotted.ts';
import { createSlottedText } from '../../src-main/phrases/slotted-text.ts';

const line = '请于2026年3月5日前报送，联系电话13800138000。';
/** A line begins with what counts it, the first one too. */
const long = Array.from({ length: 400 }, (_, i) => `${i + 1}. 各单位要落实责任，共检查${i}处。${line}`).join(
  '\n',
);
const whole = slotted(`\n${long}`).slice(1);

test('a short text is read as a whole, with its slots', () => {
  expect(createSlottedText().before(line)).toBe(slotted(line));
  expect(createSlottedText().after(`报送。\n${line}`)).toBe(slotted(`报送。\n${line}`));
});

test('of a long text what is nearest to the caret is read at once, the rest piece by piece', () => {
  const text = createSlottedText();
  const first = text.before(long);
  expect(first.length).toBeLessThan(long.length / 4);
  expect(whole.endsWith(first)).toBe(true);
  expect(whole.startsWith(text.after(long))).toBe(true);
  let rounds = 0;
  while (text.more()) rounds++;
  expect(rounds).toBeGreaterThan(2);
  expect(text.before(long)).toBe(whole);
  expect(text.after(long)).toBe(whole);
});

test('a paragraph without an end is no reason to read it at every key', () => {
  const text = createSlottedText();
  const endless = '各单位要落实责任，'.repeat(2_000);
  expect(text.before(endless).length).toBeGreaterThan(0);
  expect(text.before(endless).length).toBeLessThanOrEqual(6_000);
});

test('no figure is ever left, however the text is cut', () => {
  const piece = fc.constantFrom(line, '一、总则\n', '第3条 ', '共计35.6万元；', '王建国同志', '说明', '。');
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
      const text = createSlottedText();
      const whole = text.before(pieces.join(''));
      expect(whole).not.toMatch(/13800138000|2026|35\.6/);
    }),
    { numRuns: 50 },
  );
});
